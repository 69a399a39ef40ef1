import { mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import type { Row } from "./rows";

/** The versions that are tried: the newest of each major that the package allows. */
const PEERS = { "@pulumi/aws": "7", "@pulumi/pulumi": "3", "@pulumiverse/time": "0" };
const TYPES = { typescript: "5", "@types/node": "22" };

const program = (from: string): string => `
import * as rotation from "${from}";

const stores = [new rotation.SsmParameters({ prefix: "/app" })];
const schedule: rotation.ScheduleChoice = { every: "30d", anchor: "2030-01-01T00:00:00Z" };
const key = new rotation.AwsIamAccessKey("app", { user: "app", rotation: { schedule }, stores });

export const currentSlot = key.currentSlot;
export const accessKeyId = key.accessKeyId;
`;

/** Strict, with no declaration skipped. */
const compilerOptions = (module: Row["module"]): object => ({
    ...{ target: "es2022", module: "nodenext", moduleResolution: "nodenext", types: ["node"] },
    ...{ strict: true, skipLibCheck: false, noEmit: true, verbatimModuleSyntax: module === "esm" },
});

/**
 * Writes a row's project; with a library, a workspace that has both.
 *
 * @param folder an empty one
 * @param tarball the packed package
 * @returns where the program is
 */
export function writeProject(folder: string, row: Row, tarball: string): string {
    const { module, library, manager } = row;
    const own = { "pulumi-credential-rotation": `file:${tarball}` };
    const infra = library === undefined ? folder : path.join(folder, "infra");
    const write = (at: string, name: string, content: unknown): void => {
        mkdirSync(at, { recursive: true });
        writeFileSync(path.join(at, name), typeof content === "string" ? content : JSON.stringify(content, null, 4));
    };
    if (library !== undefined) {
        const lib = path.join(folder, "library");
        const dependencies = { ...own, ...PEERS };
        const entry = { main: "index.js", types: "index.d.ts" };
        write(folder, "package.json", { name: "ours", private: true, workspaces: ["infra", "library"] });
        write(folder, "pnpm-workspace.yaml", "packages: [infra, library]\n");
        write(lib, "package.json", { name: "@me/credentials", version: "1.0.0", ...entry, dependencies });
        write(lib, "index.js", 'module.exports = require("pulumi-credential-rotation");\n');
        write(lib, "index.d.ts", 'export * from "pulumi-credential-rotation";\n');
    }
    const linked = manager === "npm" || manager === "bun" ? "*" : "workspace:*";
    const dependencies = {
        ...(library === undefined ? own : { "@me/credentials": linked }),
        ...(library === "and the program" ? own : {}),
        ...(library === "alone" ? { "@pulumi/pulumi": PEERS["@pulumi/pulumi"] } : PEERS),
    };
    const type = module === "esm" ? { type: "module" } : {};
    const manifest = { name: "infra", private: true, version: "1.0.0", ...type, dependencies };
    write(infra, "package.json", { ...manifest, devDependencies: { ...TYPES, ...(module === "esm" ? TS_NODE : {}) } });
    write(infra, "Pulumi.yaml", "name: infra\nruntime: nodejs\nmain: index.ts\n");
    write(infra, "index.ts", program(library === undefined ? "pulumi-credential-rotation" : "@me/credentials"));
    write(infra, "tsconfig.json", { compilerOptions: compilerOptions(module), files: ["index.ts"] });
    if (manager === "yarn") {
        write(folder, ".yarnrc.yml", "nodeLinker: node-modules\nenableImmutableInstalls: false\n");
        write(folder, "yarn.lock", "");
    }
    return infra;
}

/** The SDK's own is too old for ES modules. */
const TS_NODE = { "ts-node": "10" };
