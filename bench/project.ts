import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { Aws } from "../test/support/aws";
import { measure, Measured } from "./process";

const ROOT = path.resolve(__dirname, "..");

/** A Pulumi project of its own for one side of the comparison. */
export class Project {
    private readonly folder = mkdtempSync(path.join(tmpdir(), "rotation-bench-"));
    private readonly state = path.join(this.folder, "state");

    constructor(
        program: "handWritten" | "rotated" | "logins",
        private readonly credentials: number,
        aws: Aws,
        private readonly oneCheckpoint = false,
        private readonly more: Record<string, string | number> = {},
    ) {
        mkdirSync(this.state);
        cpSync(path.join(__dirname, "programs", `${program}.js`), path.join(this.folder, "index.js"));
        symlinkSync(path.join(ROOT, "node_modules"), path.join(this.folder, "node_modules"));
        writeFileSync(path.join(this.folder, "package.json"), JSON.stringify({ name: "bench", main: "index.js" }));
        const runtime = { name: "nodejs", options: { typescript: false } };
        writeFileSync(path.join(this.folder, "Pulumi.yaml"), JSON.stringify({ name: "bench", runtime }));
        this.configure(aws, "2030-01-10T00:00:00Z");
    }

    /** Sets provider and clock. */
    configure(aws: Aws, now: string): void {
        const endpoints = Object.fromEntries(
            ["iam", "ssm", "sts", "secretsmanager"].map((name) => [name, aws.endpoint]),
        );
        const config = {
            "aws:region": aws.region,
            "aws:accessKey": aws.admin.accessKeyId,
            "aws:secretKey": aws.admin.secretAccessKey,
            "aws:skipCredentialsValidation": true,
            "aws:skipMetadataApiCheck": true,
            "aws:skipRequestingAccountId": true,
            "aws:endpoints": [endpoints],
            "rotation:now": now,
            ...this.more,
        };
        writeFileSync(path.join(this.folder, "Pulumi.bench.yaml"), JSON.stringify({ config }));
    }

    /** What the hand-written program publishes. */
    generation = 1;

    /** Runs pulumi in the project and measures it. */
    pulumi(...args: string[]): Promise<Measured> {
        return measure("pulumi", [...args, "--stack", "bench", "--non-interactive"], this.folder, {
            ...process.env,
            BENCH_CREDENTIALS: String(this.credentials),
            BENCH_GENERATION: String(this.generation),
            PULUMI_BACKEND_URL: `file://${this.state}`,
            PULUMI_CONFIG_PASSPHRASE: "bench",
            PULUMI_SKIP_UPDATE_CHECK: "true",
            // For measuring only: a run that ends early would forget what it made.
            ...(this.oneCheckpoint ? { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" } : {}),
        });
    }

    async create(): Promise<void> {
        const { code, output } = await measure("pulumi", ["stack", "init", "bench", "--non-interactive"], this.folder, {
            ...process.env,
            PULUMI_BACKEND_URL: `file://${this.state}`,
            PULUMI_CONFIG_PASSPHRASE: "bench",
        });
        if (code !== 0) throw new Error(`pulumi stack init failed:\n${output}`);
    }

    /** Size of the checkpoint in bytes. */
    stateBytes(): number {
        const folder = path.join(this.state, ".pulumi", "stacks", "bench");
        const file = readdirSync(folder).find((name) => /^bench\.json(\.gz)?$/.test(name));
        return statSync(path.join(folder, file ?? "bench.json")).size;
    }

    remove(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }
}
