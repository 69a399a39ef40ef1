import assert from "node:assert/strict";
import { promises as fs } from "node:fs";
import * as path from "node:path";
import type { Aws, FaultMatch } from "../aws";
import { Cli, Ran } from "./cli";
import type { Place } from "./directory";
import type { Listed } from "./rotator";
import { clearTorn } from "./torn";
import { assertTrue } from "./truth";

/** What one run of `pulumi` did. */
export interface Run extends Ran {
    /** The changes that AWS made meanwhile, in order: `iam:CreateAccessKey myapp-user`. */
    mutations: string[];
    /** True of a run that changes nothing. */
    preview?: true;
}

/** How one run differs from the one before; clock and changes stay for those that follow. */
export interface RunOptions {
    /** Moves the clock of the program and of AWS. */
    now?: string;
    /** Changes fields of the first credential; undefined removes one. */
    set?: Listed;
    /** Changes configuration. */
    config?: Record<string, unknown>;
    /** More arguments for `pulumi`. */
    args?: string[];
    /** Why this run is made with --skip-preview. Default: the plain command, with its preview. */
    noPreview?: string;
    env?: NodeJS.ProcessEnv;
}

/**
 * Where a run is to be killed: at the k-th call that matches, before AWS does it, after and before it answers, or just
 * after its answer.
 */
export interface KillPoint extends FaultMatch {
    when: "before" | "after" | "reply";
}

const KILLED = "what is killed is the update, at a call that it makes; a preview makes some of them too";

/** The repository's own stack, driven by the command line. */
export class Stack {
    /** All of `Pulumi.<stack>.yaml`; may be changed between runs. */
    constructor(
        readonly name: string,
        readonly place: Place,
        readonly aws: Aws,
        readonly config: Record<string, unknown>,
        private readonly cli: Cli,
    ) {}

    /** The first credential of the list. */
    get entry(): Listed {
        return this.listed[0];
    }

    private get listed(): Listed[] {
        return (this.config["rotation:credentials"] as Listed[] | undefined) ?? [];
    }

    init(): Promise<void> {
        return this.cli.init();
    }

    /** Begins to load the program, where it is one that stays loaded. */
    warmUp(): Promise<void> {
        return this.cli.warmUp(this.env);
    }

    /** `pulumi up`; the run may fail, `ok()` asks for success. */
    async up(options: RunOptions = {}): Promise<Run> {
        const run = await this.operate(
            "up",
            options.noPreview === undefined ? ["--yes"] : ["--yes", "--skip-preview"],
            options,
        );
        if (run.code === 0) assertTrue(run.events, run.mutations, this.listed, this.aws);
        return run;
    }

    /** A line as somebody types it into a shell, for example one of the README's. */
    typed(line: string, options: RunOptions = {}): Promise<Run> {
        const env = { ...this.env, ROTATION_STACK: this.name, ...options.env };
        return this.recorded(options, () => this.cli.typed(line, env));
    }

    /** `pulumi up` that must succeed. */
    ok(options: RunOptions = {}): Promise<Run> {
        return this.good(this.up(options));
    }

    /** `pulumi up` that must fail, saying this. */
    async fails(pattern: RegExp, options: RunOptions = {}): Promise<Run> {
        const run = await this.up(options);
        // A run that was killed for taking too long says why it fails too, and leaves the stack locked for the next one.
        assert.equal(run.signal, null, `the run was killed after ${run.ms} ms:\n${run.text}`);
        assert.notEqual(run.code, 0, `the run should have failed:\n${run.text}`);
        assert.match(run.text.replace(/\s+/g, " "), pattern);
        return run;
    }

    async preview(options: RunOptions = {}): Promise<Run> {
        return { ...(await this.operate("preview", [], options)), preview: true };
    }

    /** A preview that must see nothing to do. */
    async settled(options: RunOptions = {}): Promise<void> {
        const run = await this.preview({
            ...options,
            args: ["--expect-no-changes", ...(options.args ?? [])],
        });
        assert.equal(run.code, 0, `something is left to do: ${run.steps.join(", ")}\n${run.text}`);
        assert.deepEqual(run.mutations, []);
    }

    refresh(options: RunOptions = {}): Promise<Run> {
        return this.good(this.operate("refresh", ["--yes"], options));
    }

    /** `pulumi destroy`, without a preview: it shows what is deleted, and everything is. */
    destroy(options: RunOptions = {}): Promise<Run> {
        return this.operate("destroy", ["--yes", "--skip-preview"], options);
    }

    /** Takes the lock away that a killed run left. A service says where there is none; a directory does not. */
    async cancel(): Promise<Run> {
        await clearTorn(this.place.backend);
        const run = await this.recorded({}, () => this.cli.run(["cancel", "--yes"]));
        const none = /The Update has already completed|has never been updated/.test(run.text);
        return none ? run : this.good(Promise.resolve(run));
    }

    /** `pulumi up` that is killed whole at the point, then its lock taken away. */
    async killAt({ when, ...match }: KillPoint, options: RunOptions = {}): Promise<Run> {
        const spec = {
            before: { kind: "refuse-before", when: "before", onHit: () => this.cli.kill() },
            after: { kind: "lose-reply", when: "after", onHit: () => this.cli.kill() },
            reply: { kind: "none", when: "after", onHit: () => this.killSoon() },
        } as const;
        const fault = this.aws.fault({ match, ...spec[when] });
        try {
            const run = await this.up({ noPreview: KILLED, ...options });
            assert.equal(fault.hits, 1, `the run never came to ${JSON.stringify(match)}:\n${run.text}`);
            assert.equal(run.signal, "SIGKILL");
            await this.cancel();
            return run;
        } finally {
            fault.remove();
        }
    }

    /** `pulumi up` that is killed whole by whoever gets the means to do it, then its lock taken away. */
    async killedBy(arm: (kill: () => void) => void, options: RunOptions = {}): Promise<Run> {
        arm(() => this.cli.kill());
        const run = await this.up({ noPreview: KILLED, ...options });
        assert.equal(run.signal, "SIGKILL", `the run was not killed:\n${run.text}`);
        await this.cancel();
        return run;
    }

    /** SIGKILL to the run under way, which leaves its lock. */
    kill(): void {
        this.cli.kill();
    }

    /** True while a command is under way. */
    get busy(): boolean {
        return this.cli.busy;
    }

    /** The same as soon as this process has sent what it is about to send. */
    killSoon(): void {
        setTimeout(() => this.cli.busy && this.cli.kill(), 1);
    }

    /** One ^C to the run under way: it finishes what it is about, and ends by itself. */
    interrupt(): void {
        this.cli.interrupt();
    }

    /** What the stack exports about its first credential. */
    async status(): Promise<Record<string, unknown>> {
        const outputs = await this.outputs();
        return (outputs.status as Record<string, Record<string, unknown>>)[this.entry.name as string];
    }

    async outputs(...args: string[]): Promise<Record<string, unknown>> {
        const run = await this.good(this.recorded({}, () => this.cli.run(["stack", "output", "--json", ...args])));
        return JSON.parse(run.stdout) as Record<string, unknown>;
    }

    async exportState(...args: string[]): Promise<string> {
        return (await this.good(this.recorded({}, () => this.cli.run(["stack", "export", ...args])))).stdout;
    }

    async importState(state: string): Promise<void> {
        const file = path.join(this.place.root, "import.json");
        await fs.writeFile(file, state);
        await this.good(this.recorded({}, () => this.cli.run(["stack", "import", "--file", file])));
    }

    /** Ends what stays between commands. */
    close(): void {
        this.cli.close();
    }

    private operate(command: string, args: string[], options: RunOptions): Promise<Run> {
        const env = { ...this.env, ...options.env };
        return this.recorded(options, () => this.cli.operate(command, [...args, ...(options.args ?? [])], env));
    }

    /** The provider that is built for tests has no endpoint for CloudTrail, which it never calls; the SDK does. */
    private get env(): NodeJS.ProcessEnv {
        const { endpoint } = this.aws;
        return { AWS_ENDPOINT_URL_CLOUDTRAIL: endpoint, AWS_ENDPOINT_URL_ECS: endpoint };
    }

    /** Writes the stack's file for the next run, and moves the clock. */
    async configure({ now, set, config }: RunOptions): Promise<void> {
        if (now !== undefined) {
            this.config["rotation:now"] = now;
            this.aws.setNow(new Date(now));
        }
        Object.assign(this.config, config);
        if (set) Object.assign(this.entry, set);
        await this.cli.configure(this.config);
    }

    private async recorded(options: RunOptions, run: () => Promise<Ran>): Promise<Run> {
        await this.configure(options);
        const before = this.aws.mutations().length;
        return { ...(await run()), mutations: this.aws.mutations().slice(before) };
    }

    private async good(running: Promise<Run>): Promise<Run> {
        const run = await running;
        assert.equal(run.code, 0, run.text);
        return run;
    }
}
