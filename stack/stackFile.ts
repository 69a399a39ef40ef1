import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";

const load = createRequire(__filename);

const EXTENSIONS = [".yaml", ".yml", ".json"];

/**
 * What stands in the stack's file under that key, as it is written there: an encrypted value as `{ secure: … }`. Undefined
 * where there is no such file, or it has no such key.
 */
export function writtenAs(key: string): unknown {
    const { parse } = load("yaml") as { parse(text: string): unknown }; // only a text in the list asks for it
    const read = (file: string): Record<string, unknown> => (parse(readFileSync(file, "utf8")) ?? {}) as never;
    const project = projectFile();
    if (project === undefined) return undefined;
    const { stackConfigDir, config: legacy } = read(project);
    const folder = [stackConfigDir, legacy].find((one) => typeof one === "string") as string | undefined;
    const stack = pulumi.getStack().replaceAll("/", "-");
    const file = path.resolve(path.dirname(project), folder ?? ".", `Pulumi.${stack}${path.extname(project)}`);
    if (!existsSync(file)) return undefined;
    return (read(file).config as Record<string, unknown> | undefined)?.[key];
}

/** The project's own file: the engine says where the project is; an inline program of the Automation API is not told. */
function projectFile(): string | undefined {
    const told = pulumi.getRootDirectory();
    const starts = [...(path.isAbsolute(told) ? [told] : []), process.cwd()];
    return starts.map(above).find((file) => file !== undefined);
}

function above(folder: string): string | undefined {
    const found = EXTENSIONS.map((one) => path.join(folder, `Pulumi${one}`)).find((file) => existsSync(file));
    if (found !== undefined) return found;
    const parent = path.dirname(folder);
    return parent === folder ? undefined : above(parent);
}
