import { promises as fs } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import type { Place } from "../harness/directory";
import { start } from "../harness/processes";

/** A workflow of GitHub, as far as the tests look into it. */
export interface Workflow {
    on: { schedule: { cron: string }[] };
    concurrency: { group: string; "cancel-in-progress": boolean };
    permissions: Record<string, string>;
    env: Record<string, string>;
    jobs: Record<string, { "timeout-minutes": number; steps: Step[] }>;
}

interface Step {
    name?: string;
    uses?: string;
    run?: string;
    if?: string;
    env?: Record<string, string>;
    with?: Record<string, string>;
}

/** A job of GitLab, as far as the tests look into it. */
export interface Job {
    resource_group: string;
    interruptible: boolean;
    id_tokens: Record<string, { aud: string }>;
    rules: { if: string }[];
    variables: Record<string, string>;
    before_script: string[];
    script: string[];
    after_script: string[];
    artifacts: { when: string; paths: string[] };
    cache: { key: { files: string[] }; paths: string[] };
}

/** Reads a pipeline. */
export async function readPipeline<T>(file: string): Promise<T> {
    return parse(await fs.readFile(file, "utf8")) as T;
}

/** What a pipeline did on this machine. */
export interface Played {
    failed: boolean;
    /** Names of the steps that ran. */
    ran: string[];
    text: string;
}

/**
 * A place where pipelines can run: `npm` is only noted there, for it would need a network. What it would have installed is
 * there, unless it is to fail.
 */
export class Runner {
    /** What `npm` was asked. */
    readonly npm: string[] = [];
    /** True: `npm` fails, and nothing is installed. */
    npmFails = false;

    constructor(
        private readonly place: Place,
        private readonly env: Record<string, string>,
        /** What a user puts into the workflow's `env:`. */
        private readonly edits: Record<string, string>,
    ) {}

    /** Runs the `run:` steps of a job as GitHub does; those that use an action are left out. */
    async github(workflow: Workflow, contexts: Record<string, Record<string, string>>): Promise<Played> {
        const filled = (values: Record<string, string> = {}, known = contexts): Record<string, string> =>
            Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fill(value, known)]));
        const played: Played = { failed: false, ran: [], text: "" };
        const edited = { ...filled(workflow.env), ...this.edits };
        for (const step of Object.values(workflow.jobs)[0].steps) {
            if (step.run === undefined || !isDue(step.if, played.failed)) continue;
            const job = { status: played.failed ? "failure" : "success" };
            const env = { ...edited, ...filled(step.env, { ...contexts, job }) };
            await this.shell(played, step.name ?? step.run, step.run, env);
        }
        return played;
    }

    /** Runs a job as GitLab's shell runner does: one shell for all, another one for what comes after. */
    async gitlab(job: Job, variables: Record<string, string>): Promise<Played> {
        const known = { ...variables, CI_PROJECT_DIR: this.place.project };
        const own = Object.entries(job.variables).map(([key, value]) => [key, expand(value, known)]);
        const env = { ...known, ...(Object.fromEntries(own) as Record<string, string>) };
        const played: Played = { failed: false, ran: [], text: "" };
        await this.shell(played, "script", [...job.before_script, ...job.script].join("\n"), env);
        const status = played.failed ? "failed" : "success";
        const after: Played = { failed: false, ran: [], text: "" };
        await this.shell(after, "after_script", job.after_script.join("\n"), { ...env, CI_JOB_STATUS: status });
        return { failed: played.failed, ran: [...played.ran, ...after.ran], text: played.text + after.text };
    }

    private async shell(played: Played, name: string, script: string, env: Record<string, string>): Promise<void> {
        const tools = path.join(this.place.root, "tools");
        const log = path.join(this.place.root, "npm.log");
        await fs.mkdir(tools, { recursive: true });
        const end = this.npmFails ? "exit 1" : "exit 0";
        await fs.writeFile(path.join(tools, "npm"), `#!/bin/sh\necho "$@" >> ${log}; ${end}\n`, { mode: 0o755 });
        const packages = path.join(this.place.project, "node_modules");
        const away = `${packages}.away`;
        if (this.npmFails) await fs.rename(packages, away);
        const search = `${tools}${path.delimiter}${this.place.env.PATH}`;
        const all = { ...this.place.env, ...this.env, ...env, PATH: search };
        const { code, stdout, stderr } = await start("bash", ["-eo", "pipefail", "-c", script], {
            cwd: this.place.project,
            env: all,
        }).ended;
        if (this.npmFails) await fs.rename(away, packages);
        played.ran.push(name);
        played.text += `${stdout}\n${stderr}`;
        if (code !== 0) played.failed = true;
        const asked = await fs.readFile(log, "utf8").catch(() => "");
        this.npm.splice(0, this.npm.length, ...asked.split("\n").filter(Boolean));
    }
}

/** GitHub's conditions, as far as the workflow uses them. */
function isDue(condition: string | undefined, failed: boolean): boolean {
    if (condition === undefined) return !failed;
    if (condition === "always()") return true;
    throw new Error(`a condition that the test does not know: ${condition}`);
}

function fill(value: string, contexts: Record<string, Record<string, string>>): string {
    return value.replace(/\$\{\{\s*(\w+)\.(\w+)\s*\}\}/g, (whole, context: string, key: string) => {
        const found = contexts[context]?.[key];
        if (found === undefined) throw new Error(`the pipeline asks for ${whole}, which the test does not set`);
        return found;
    });
}

function expand(value: string, variables: Record<string, string>): string {
    return value.replace(/\$(\w+)/g, (_, key: string) => variables[key] ?? "");
}
