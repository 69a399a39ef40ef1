import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { Aws } from "../test/support/aws";
import type { Service } from "../test/support/service";
import { measure, Measured } from "./process";

const ROOT = path.resolve(__dirname, "..");

/** How a project differs from one whose state is in files. */
export interface ProjectOptions {
    /** Where the state is. Default: in files of its own. */
    service?: Service;
    /** Whether the engine writes the state once at the end of a run, and not after each step. */
    oneCheckpoint?: boolean;
    /** Further configuration. */
    more?: Record<string, string | number>;
}

/** A Pulumi project of its own for one side of the comparison. */
export class Project {
    private readonly folder = mkdtempSync(path.join(tmpdir(), "rotation-bench-"));
    private readonly state = path.join(this.folder, "state");

    constructor(
        program: "handWritten" | "rotated" | "logins",
        private readonly credentials: number,
        aws: Aws,
        private readonly options: ProjectOptions = {},
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
            ...this.options.more,
        };
        writeFileSync(path.join(this.folder, "Pulumi.bench.yaml"), JSON.stringify({ config }));
    }

    /** What the hand-written program publishes. */
    generation = 1;

    /** Runs pulumi in the project and measures it. */
    pulumi(...args: string[]): Promise<Measured> {
        return measure("pulumi", [...args, "--stack", "bench", "--non-interactive"], this.folder, {
            ...this.env(),
            BENCH_CREDENTIALS: String(this.credentials),
            BENCH_GENERATION: String(this.generation),
            // For measuring only: a run that ends early would forget what it made.
            ...(this.options.oneCheckpoint ? { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" } : {}),
        });
    }

    async create(): Promise<void> {
        const init = ["stack", "init", "bench", "--non-interactive"];
        const { code, output } = await measure("pulumi", init, this.folder, this.env());
        if (code !== 0) throw new Error(`pulumi stack init failed:\n${output}`);
    }

    /** A service encrypts secrets itself, and files are encrypted with a passphrase: what each does by default. */
    private env(): NodeJS.ProcessEnv {
        const { service } = this.options;
        const state = service
            ? { ...service.env, PULUMI_BACKEND_URL: service.backend, PULUMI_CREDENTIALS_PATH: this.state }
            : { PULUMI_BACKEND_URL: `file://${this.state}`, PULUMI_CONFIG_PASSPHRASE: "bench" };
        // Programs and providers load at once what they do under Pulumi's own language host: this is what users wait for.
        return { ...process.env, ...state, PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_NODEJS_LOAD_ALL: "true" };
    }

    /** Size of the state in bytes. */
    stateBytes(): number {
        const { service } = this.options;
        if (service) return JSON.stringify(service.state("bench")).length;
        const folder = path.join(this.state, ".pulumi", "stacks", "bench");
        const file = readdirSync(folder).find((name) => /^bench\.json(\.gz)?$/.test(name));
        return statSync(path.join(folder, file ?? "bench.json")).size;
    }

    remove(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }
}
