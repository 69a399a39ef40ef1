import { chmodSync, realpathSync, renameSync, rmSync, type Stats, statSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { UserError } from "../exitCodes";

/**
 * Writes a file that an option names. Whoever reads it meanwhile sees the old one or the new one, whole.
 *
 * @throws UserError that names the option and says why it cannot be written
 */
export function writeOut(option: string, file: string, text: string): void {
    try {
        replaceFile(file, text);
    } catch (error) {
        const { code = "unknown" } = error as NodeJS.ErrnoException;
        throw new UserError(
            `${option}: ${JSON.stringify(file)} cannot be written (${code}); expected a file in a directory that exists`,
        );
    }
}

/**
 * Replaces a file at once: written beside it, then renamed. A link stays one, and the file keeps its mode. What cannot
 * be renamed over is written in place: a pipe or a device, a file that is mounted by itself, one in a directory where
 * nothing may be made.
 *
 * @throws the system's error
 */
export function replaceFile(file: string, text: string): void {
    const target = realOf(file);
    const before = statOf(target);
    if (before !== undefined && !before.isFile()) return writeFileSync(target, text);
    // Hidden, and of another ending: who collects *.prom takes it for none.
    const beside = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.tmp`);
    try {
        writeFileSync(beside, text, { flag: "wx" });
        if (before !== undefined) chmodSync(beside, before.mode);
        renameSync(beside, target);
    } catch (error) {
        rmSync(beside, { force: true });
        const { code = "" } = error as NodeJS.ErrnoException;
        const inPlace = before !== undefined && ["EACCES", "EPERM", "EBUSY", "EROFS", "EXDEV"].includes(code);
        if (!inPlace) throw error;
        writeFileSync(target, text);
    }
}

function realOf(file: string): string {
    try {
        return realpathSync(file);
    } catch {
        return file;
    }
}

function statOf(file: string): Stats | undefined {
    return statSync(file, { throwIfNoEntry: false });
}
