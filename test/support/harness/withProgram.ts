import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { promises as fs } from "node:fs";
import * as path from "node:path";
import {
    InlineProgramArgs,
    LocalWorkspace,
    Stack as AutoStack,
    type PulumiFn,
    type UpOptions,
} from "@pulumi/pulumi/automation";
import type { Aws, Credentials } from "../aws";
import { makePlace, Place, removePlace } from "./directory";
import { awsConfig } from "./rotator";
import { diagnosticsOf, EngineEvent, stepsOf, violationsOf } from "./events";

/** A stack of a program that is a function of the test. */
export interface ProgramOptions {
    aws: Aws;
    program: PulumiFn;
    /** The clock of the first run (RFC 3339). */
    now: string;
    /** Who rotates. Default: the account's administrator. */
    rotator?: Credentials;
    /** More configuration; `{ secret }` is kept secret. */
    config?: Record<string, string | { secret: string }>;
}

/** Policy packs that judge a run: their folders, and their configuration files. */
export type Packs = Pick<UpOptions, "policyPacks" | "policyPackConfigs">;

/** What one run of an inline program did. */
export interface ProgramRun {
    /** Why it failed; undefined if it did not. */
    error?: string;
    text: string;
    steps: string[];
    said: string[];
    /** What policies had to say. */
    violations: string[];
    mutations: string[];
}

/** What a state holds of a resource. */
interface Kept {
    urn: string;
    resourceHooks?: Record<string, string[] | null>;
}

/** A stack of an inline program, driven by the Automation API. */
export class ProgramStack {
    constructor(
        private readonly auto: AutoStack,
        private readonly aws: Aws,
    ) {}

    up(now?: string, more: Packs = {}): Promise<ProgramRun> {
        return this.recorded(now, (options) => this.auto.up({ ...options, ...more }));
    }

    preview(now?: string, more: Packs = {}): Promise<ProgramRun> {
        return this.recorded(now, (options) => this.auto.preview({ ...options, ...more }));
    }

    /** `pulumi up` that must succeed. */
    async ok(now?: string): Promise<ProgramRun> {
        const run = await this.up(now);
        assert.equal(run.error, undefined, run.text);
        return run;
    }

    outputs() {
        return this.auto.outputs();
    }

    /** Names of the hooks that the state holds of each resource, by its name. */
    async gates(): Promise<Record<string, string[]>> {
        const { deployment } = (await this.auto.exportStack()) as { deployment: { resources?: Kept[] } };
        const named = (deployment.resources ?? []).map(({ urn, resourceHooks = {} }) => {
            return [urn.split("::").at(-1)!, Object.values(resourceHooks).flatMap((names) => names ?? [])] as const;
        });
        return Object.fromEntries(named);
    }

    private async recorded(
        now: string | undefined,
        run: (options: { onOutput: (text: string) => void; onEvent: (event: unknown) => void }) => Promise<unknown>,
    ): Promise<ProgramRun> {
        if (now !== undefined) {
            this.aws.setNow(new Date(now));
            await this.auto.setConfig("rotation:now", { value: now });
        }
        const before = this.aws.mutations().length;
        const events: EngineEvent[] = [];
        let text = "";
        const failed = await run({
            onOutput: (chunk) => (text += chunk),
            onEvent: (event) => void events.push(event as EngineEvent),
        }).then(
            () => ({}),
            (error: Error) => ({ error: error.message }),
        );
        const mutations = this.aws.mutations().slice(before);
        return {
            ...failed,
            text,
            mutations,
            steps: stepsOf(events),
            said: diagnosticsOf(events),
            violations: violationsOf(events),
        };
    }
}

/** Makes a stack of an inline program, lets the body use it, then destroys and removes it, whatever happened. */
export async function withProgram(
    options: ProgramOptions,
    body: (stack: ProgramStack) => Promise<void>,
): Promise<void> {
    const place = await makePlace();
    try {
        const auto = await create(options, place);
        try {
            await body(new ProgramStack(auto, options.aws));
        } finally {
            await auto.cancel().catch(() => undefined);
            await auto.destroy();
        }
    } finally {
        await removePlace(place);
    }
}

async function create(options: ProgramOptions, place: Place): Promise<AutoStack> {
    const { aws, program, now, rotator = aws.admin, config } = options;
    const name = `p${randomBytes(4).toString("hex")}`;
    const args: InlineProgramArgs = { stackName: name, projectName: "inline", program };
    const envVars = Object.fromEntries(Object.entries(place.env).map(([key, value]) => [key, value ?? ""]));
    await fs.rm(path.join(place.project, "Pulumi.yaml"));
    const auto = await LocalWorkspace.createStack(args, {
        workDir: place.project,
        pulumiHome: envVars.PULUMI_HOME,
        envVars,
    });
    aws.setNow(new Date(now));
    for (const [key, value] of Object.entries({ ...awsConfig(aws, rotator), "rotation:now": now, ...config })) {
        const { secret } = value as { secret?: string };
        const text = secret ?? (typeof value === "string" ? value : JSON.stringify(value));
        await auto.setConfig(key, { value: text, secret: secret !== undefined });
    }
    return auto;
}
