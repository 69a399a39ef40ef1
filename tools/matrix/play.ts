import { mkdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { startAws } from "../../test/support/aws";
import { installAll, nodeOf } from "./installers";
import { live, must } from "./life";
import { writeProject } from "./project";
import type { Row } from "./rows";

/** What came of a row: a sentence for the table, and the error where it failed. */
export interface Played {
    row: Row;
    outcome: string;
    versions: string;
    error?: string;
}

/**
 * Installs a row, checks its types and lives its life.
 *
 * @param folder where; it is made
 * @param cache where a Node.js is kept for the next time
 */
export async function play(row: Row, folder: string, tarball: string, cache: string): Promise<Played> {
    mkdirSync(folder);
    const bin = await nodeOf(row.node, cache);
    const PATH = `${path.join(bin)}${path.delimiter}${process.env.PATH}`;
    const backend = path.join(folder, "state");
    mkdirSync(backend);
    const state = { PULUMI_BACKEND_URL: `file://${backend}`, PULUMI_CONFIG_PASSPHRASE: "matrix" };
    const env = { ...process.env, PATH, ...state, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const project = path.join(folder, "project");
    let versions = "";
    try {
        const infra = writeProject(project, row, tarball);
        await installAll(project, row, env);
        versions = versionsIn(infra);
        const tsc = [require.resolve("typescript/bin/tsc", { paths: [infra] }), "-p", infra];
        await must(process.execPath, tsc, infra, env);
        const aws = await startAws({ python: process.env.MOTO_PYTHON ?? "python3" });
        try {
            await aws.createUser("app");
            await live(infra, aws, env);
        } finally {
            await aws.close();
        }
    } catch (error) {
        const { message } = error as Error;
        const folded = message.replace(/\s+/g, " ");
        if (row.refuses?.test(folded)) return { row, versions, outcome: `refused: ${row.refuses.exec(folded)?.[0]}` };
        return { row, versions, outcome: "FAILED", error: message };
    }
    if (row.refuses) return { row, versions, outcome: "FAILED", error: `it should be refused with ${row.refuses}` };
    return { row, versions, outcome: "types and the whole life" };
}

function versionsIn(infra: string): string {
    const version = (name: string): string => {
        try {
            const file = require.resolve(`${name}/package.json`, { paths: [infra] });
            return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
        } catch {
            return "—";
        }
    };
    return `${version("@pulumi/pulumi")}, ${version("@pulumi/aws")}`;
}

/** The table as Markdown. */
export function table(played: Played[]): string {
    const lines = played.map(
        ({ row, versions, outcome }) =>
            `| ${row.name} | ${row.node} | ${row.module === "esm" ? "ESM" : "CommonJS"} | ${versions} | ${outcome} |`,
    );
    return [
        "| tool chain | Node.js | modules | SDK, AWS provider | outcome |",
        "| --- | --- | --- | --- | --- |",
        ...lines,
    ].join("\n");
}
