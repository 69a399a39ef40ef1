import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";

/** Loads of TypeScript files, of which a provider's process knows nothing by itself. */
const TYPESCRIPT = /\.[cm]?ts$/;

/**
 * Loads a module as the project's own code would: a package by its name, or a file of the project by its path, which begins
 * with `./`. What the engine runs for a resource has the project's folder as its current directory.
 *
 * @param folder the project's. Default: the current directory
 * @throws Error that says where it was looked for, where there is none; any other failure as it is
 */
export function loadFromProject(module: string, folder: string = process.cwd()): unknown {
    const load = createRequire(path.join(folder, "package.json"));
    let file: string;
    try {
        file = load.resolve(module);
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code !== "MODULE_NOT_FOUND" && code !== "ERR_PACKAGE_PATH_NOT_EXPORTED") throw error;
        throw new Error(
            `${JSON.stringify(module)} cannot be found from ${folder}, where the engine looks for it: add it to the ` +
                `dependencies in ${path.join(folder, "package.json")}, or name a file of the project by a path that begins with ./`,
        );
    }
    if (TYPESCRIPT.test(file)) readTypeScript(load);
    return load(file) as unknown;
}

/** Under this name ts-node says that it is at work. */
const TS_NODE = Symbol.for("ts-node.register.instance");

/** Lets `require` read TypeScript without checking its types, in a process in which ts-node does not. */
function readTypeScript(load: NodeJS.Require): void {
    const { extensions } = load;
    if (TS_NODE in process) return;
    const typescript = load("typescript") as typeof import("typescript");
    extensions[".ts"] = (module, file) => {
        const compilerOptions = { module: typescript.ModuleKind.CommonJS, target: typescript.ScriptTarget.ES2022 };
        const { outputText } = typescript.transpileModule(readFileSync(file, "utf8"), {
            compilerOptions: { ...compilerOptions, esModuleInterop: true },
            fileName: file,
        });
        (module as unknown as { _compile(code: string, file: string): void })._compile(outputText, file);
    };
}
