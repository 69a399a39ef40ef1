import { writeFileSync } from "node:fs";
import { UserError } from "../exitCodes";

/** Writes a file that an option names. @throws UserError that names the option and says why it cannot be written */
export function writeOut(option: string, file: string, text: string): void {
    try {
        writeFileSync(file, text);
    } catch (error) {
        const { code = "unknown" } = error as NodeJS.ErrnoException;
        throw new UserError(
            `${option}: ${JSON.stringify(file)} cannot be written (${code}); expected a file in a directory that exists`,
        );
    }
}
