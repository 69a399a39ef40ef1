import { promises as fs } from "node:fs";
import * as path from "node:path";
import type { Place } from "./directory";
import { diagnosticsOf, EngineEvent, readEvents, stepsOf } from "./events";
import { Ended, Running, start } from "./processes";
import type { Encrypter } from "./secrets";
import { WarmProgram } from "./warm/program";

/** One `pulumi` command that has ended. */
export interface Ran extends Ended {
    /** Standard output and error together. */
    text: string;
    events: EngineEvent[];
    /** What the engine set out to do: `create myapp-blue`. */
    steps: string[];
    /** What was said: `info: rotating: …`. */
    said: string[];
    /** Real milliseconds. */
    ms: number;
}

/** The plain command line, on one stack of one place. */
export class Cli {
    private running: Running | undefined;
    private count = 0;
    private warm: { program: WarmProgram; env: string } | undefined;

    constructor(
        private readonly place: Place,
        private readonly stack: string,
        private readonly encrypter: Encrypter,
    ) {}

    /** Writes `Pulumi.<stack>.yaml`; every `{ secret: text }` in it is encrypted. */
    async configure(config: Record<string, unknown>): Promise<void> {
        const file = path.join(this.place.project, `Pulumi.${this.stack}.yaml`);
        const seal = (_: string, value: unknown): unknown =>
            isSecret(value) ? { secure: this.encrypter.encrypt(value.secret) } : value;
        const written = { encryptionsalt: this.encrypter.salt, config };
        await fs.writeFile(file, JSON.stringify(written, seal, 2)); // JSON is YAML
    }

    /** Makes the stack, with nothing configured yet. */
    async init(): Promise<void> {
        await this.configure({});
        const { code, text } = await this.run(["stack", "init", "--non-interactive"]);
        if (code !== 0) throw new Error(`the stack could not be made:\n${text}`);
    }

    /** Begins to load a program that serves many commands, in the environment of those. */
    async warmUp(env: NodeJS.ProcessEnv): Promise<void> {
        await this.served(env);
    }

    /** Runs a command that has events: up, preview, refresh, destroy. */
    async operate(command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
        const log = path.join(this.place.root, `events-${++this.count}-${command}.json`);
        const common = ["--non-interactive", "--color", "never", "--event-log", log, ...(await this.served(env))];
        const ran = await this.run([command, ...common, ...args], env, log);
        return { ...ran, text: ran.text + (this.warm?.program.written() ?? "") };
    }

    /** Runs any command. */
    async run(args: string[], env: NodeJS.ProcessEnv = {}, log?: string): Promise<Ran> {
        return this.finished("pulumi", [...args, "--stack", this.stack], { ...this.place.env, ...env }, log);
    }

    private async finished(command: string, args: string[], env: NodeJS.ProcessEnv, log?: string): Promise<Ran> {
        const began = Date.now();
        this.running = start(command, args, { cwd: this.place.project, env });
        try {
            const ended = await this.running.ended;
            const events = log === undefined ? [] : await readEvents(log);
            const text = `${ended.stdout}\n${ended.stderr}`;
            const ms = Date.now() - began;
            return { ...ended, text, events, steps: stepsOf(events), said: diagnosticsOf(events), ms };
        } finally {
            this.running = undefined;
        }
    }

    /** Runs a line as somebody types it into a shell, in the project. */
    async typed(line: string, env: NodeJS.ProcessEnv = {}): Promise<Ran> {
        return this.finished("sh", ["-c", line], { ...this.place.env, ...env });
    }

    /** SIGKILL to the command under way: engine, providers, program. */
    kill(): void {
        if (!this.running) throw new Error("there is nothing to kill");
        this.running.kill(this.warm?.program.pid);
        this.close();
    }

    /** True while a command is under way. */
    get busy(): boolean {
        return this.running !== undefined;
    }

    /** SIGINT to the command under way, as ^C sends it. */
    interrupt(): void {
        if (!this.running) throw new Error("there is nothing to interrupt");
        this.running.interrupt();
    }

    /** Ends what stays between commands. */
    close(): void {
        this.warm?.program.kill();
        this.warm = undefined;
    }

    /** Arguments for a program that stays loaded while its environment stays the same; none where each command starts its own. */
    private async served(env: NodeJS.ProcessEnv): Promise<string[]> {
        const { main, project } = this.place;
        if (main === undefined) return [];
        const all = { ...this.place.env, ...env };
        const key = JSON.stringify(all);
        if (this.warm?.env !== key) {
            this.close();
            this.warm = { program: new WarmProgram(main, project, all), env: key };
        }
        return this.warm.program.args();
    }
}

function isSecret(value: unknown): value is { secret: string } {
    return typeof value === "object" && value !== null && typeof (value as { secret?: unknown }).secret === "string";
}
