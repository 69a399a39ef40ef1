import { ExitCode, UserError } from "../exitCodes";

/** Signals that ask a command to stop: ^C, what a service manager or a CI runner sends, a terminal that went away. */
export const STOP_SIGNALS = {
    SIGINT: ExitCode.Interrupted,
    SIGTERM: ExitCode.Terminated,
    SIGHUP: ExitCode.HungUp,
} as const;
export type StopSignal = keyof typeof STOP_SIGNALS;

/** A process that a command started, and that is to end before it. */
export interface Child {
    /** The first signal: it is to end in its own good order. */
    stop(): void;
    /** The second: it is to end now. @returns true if it left everything in order all the same */
    endNow(): Promise<boolean>;
}

/** Thrown where something would be begun after a signal. */
export class Stopped extends UserError {}

/** npm, pnpm and their like pass on a signal that a terminal sent to all anyway: so long after it is the same one. */
const ECHO_MS = 500;

/**
 * What a command does when it is asked to stop. The first signal aborts `signal`, and tells every process that was
 * started; nothing more is begun. The command ends when those have ended, or at once where nothing is under way
 * that has to come to its end. A second signal ends everything at once.
 */
export class Stop {
    /** The first signal that came. */
    by?: StopSignal;
    /** What was done so far, for a command that has no more to say when it stops. */
    done = "nothing was changed";
    private readonly controller = new AbortController();
    private readonly children = new Set<Child>();
    private readonly since: { at?: number; ending?: boolean } = {};
    private orderly = 0;

    constructor(
        private readonly say: (text: string) => void,
        /** How the process is ended; absent where it is somebody else's. */
        private readonly exit?: (code: number) => void,
        /** True where an npm or its like stands between the terminal and this process. */
        private readonly isEchoed = process.env.npm_config_user_agent !== undefined,
    ) {}

    /** Aborted with the first signal. */
    get signal(): AbortSignal {
        return this.controller.signal;
    }

    get exitCode(): ExitCode {
        return this.by === undefined ? ExitCode.Done : STOP_SIGNALS[this.by];
    }

    /** @throws Stopped once a signal came: nothing is begun any more */
    check(): void {
        if (this.by !== undefined) throw this.error();
    }

    /** Says what stopped the command and what was done until then. */
    error(): Stopped {
        return new Stopped(`stopped by ${this.by ?? "nobody"}: ${this.done}`, this.exitCode);
    }

    /** Keeps a process in mind for as long as it runs. One that is begun after a signal is stopped at once. */
    async during<T>(child: Child, running: Promise<T>): Promise<T> {
        this.children.add(child);
        if (this.by !== undefined) child.stop();
        try {
            return await running;
        } finally {
            this.children.delete(child);
        }
    }

    /** Runs something that ends in good order by itself after a signal, and says then what it did. */
    async inOrder<T>(body: () => Promise<T>): Promise<T> {
        this.orderly += 1;
        try {
            return await body();
        } finally {
            this.orderly -= 1;
        }
    }

    /** A signal came. */
    take(name: StopSignal, now = Date.now()): void {
        if (this.by !== undefined) {
            if (this.isEchoed && now - (this.since.at ?? 0) < ECHO_MS) return;
            void this.endNow();
            return;
        }
        this.by = name;
        this.since.at = now;
        this.controller.abort();
        for (const child of this.children) child.stop();
        if (this.orderly > 0) {
            this.say(
                `stopping (${name}): nothing more is begun, steps under way are finished. Once more ends it at once`,
            );
        } else if (this.exit) {
            this.say(this.error().message);
            this.exit(this.exitCode);
        }
    }

    private async endNow(): Promise<void> {
        if (this.since.ending) return this.exit?.(this.exitCode);
        this.since.ending = true;
        this.say("ending at once …");
        const well = await Promise.all([...this.children].map((child) => child.endNow()));
        if (well.includes(false)) {
            this.say(
                "the engine was killed: the state may name steps as pending, and the stack may stay locked. " +
                    "docs/recovery.md says what to do; pulumi cancel takes the lock away",
            );
        }
        this.exit?.(this.exitCode);
    }
}
