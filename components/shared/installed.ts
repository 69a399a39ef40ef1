import { createRequire } from "node:module";
import * as path from "node:path";

const NAME = "pulumi-credential-rotation";

/** The script that the CLI starts a program with. It runs in the directory in which the engine looks for providers. */
const RUN_BY_CLI = /[\\/]cmd[\\/]run([\\/]|$)/;

/** Where the engine looks for modules: the project's folder. Not known in an inline program. */
export function projectFolder(): string | undefined {
    return RUN_BY_CLI.test(process.argv[1] ?? "") ? process.cwd() : undefined;
}

/**
 * Makes sure that the engine will find this package. What it runs for a ledger or a key is loaded from the project's folder,
 * whoever made the resource, so a package that only a dependency of the project brings is not found where the package manager
 * gives each its own.
 *
 * @param credential what is about to be made, for the sentence
 * @param folder where the engine looks. Default: the project's folder; in an inline program nothing is checked
 * @throws Error that says what to add where
 */
export function checkInstalled(credential: string, folder: string | undefined = projectFolder()): void {
    if (folder === undefined) return;
    try {
        createRequire(path.join(folder, "package.json")).resolve(`${NAME}/ledger`);
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
        throw new Error(
            `${credential}: ${NAME} cannot be found from ${folder}, where the engine looks for it: add ${NAME} to this ` +
                `project's own dependencies, in ${path.join(folder, "package.json")}, in the version that its packages ` +
                `depend on. Nothing was changed`,
        );
    }
}
