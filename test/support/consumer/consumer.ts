import { History, type Step } from "./history";

/** How a consumer gets at its credential, and what it does with it. */
export interface ConsumerOptions<C> {
    /** Reads what is published; undefined when nothing is. */
    read(): Promise<C | undefined>;
    /** Logs in with it, once; rejects when it is refused. */
    login(credential: C): Promise<void>;
    /** The credential's public name, such as its access key id. */
    idOf(credential: C): string;
    /** What must never show in a message. @default none */
    secretOf?(credential: C): string;
    /** Milliseconds from the start of one login to the next. @default 100: a run takes seconds, and the emulator one processor */
    everyMs?: number;
    /** How long what was read may be used again. @default 0 */
    cacheMs?: number;
}

export interface Failure {
    at: Date;
    /** Last four characters of the credential's id; undefined when it could not be read. */
    keySuffix?: string;
    message: string;
}

export interface ConsumerStats {
    logins: number;
    failedLogins: number;
    /** Failed reads and logins since the first success. */
    failures: Failure[];
    /** Credentials used, in order of use; a credential that comes back is there twice. */
    slotsSeen: Step[];
    /** Suffixes of credentials that came back after another had taken their place. */
    stepsBack: string[];
}

/** A client that logs in over and over, as a service under load does. */
export interface Consumer {
    stats(): ConsumerStats;
    /** Resolves after that many more attempts, whatever their outcome. */
    attempts(count: number): Promise<void>;
    /** Ends it, and waits for the attempt under way. */
    stop(): Promise<void>;
}

/** Starts a consumer; nothing published yet is no failure until the first success. */
export function startConsumer<C>(options: ConsumerOptions<C>): Consumer {
    const running = new Running(options);
    const ended = running.loop();
    return {
        stats: () => running.stats(),
        attempts: (count) => running.attempts(count),
        async stop() {
            running.stopped = true;
            running.wake();
            await ended;
        },
    };
}

class Running<C> {
    stopped = false;
    wake: () => void = () => undefined;
    private logins = 0;
    private failedLogins = 0;
    private tried = 0;
    private readonly failures: Failure[] = [];
    private readonly history = new History();
    private readonly waiting: { until: number; resolve: () => void }[] = [];
    private cached?: { credential: C; at: number };

    constructor(private readonly options: ConsumerOptions<C>) {}

    async loop(): Promise<void> {
        const { everyMs = 100 } = this.options;
        while (!this.stopped) {
            const start = performance.now();
            await this.attempt();
            this.tried++;
            this.settle();
            await this.pause(start + everyMs - performance.now());
        }
        this.tried = Infinity;
        this.settle();
    }

    stats(): ConsumerStats {
        const { logins, failedLogins, history } = this;
        const failures = [...this.failures];
        return {
            logins,
            failedLogins,
            failures,
            slotsSeen: [...history.steps],
            stepsBack: history.stepsBack(),
        };
    }

    attempts(count: number): Promise<void> {
        return new Promise((resolve) => {
            this.waiting.push({ until: this.tried + count, resolve });
            this.settle();
        });
    }

    private async attempt(): Promise<void> {
        let credential: C | undefined;
        try {
            credential = await this.current();
        } catch (error) {
            return this.fail(undefined, `read: ${messageOf(error)}`);
        }
        if (credential === undefined) return this.fail(undefined, "read: nothing is published");
        try {
            await this.options.login(credential);
            this.logins++;
            this.history.note(this.options.idOf(credential));
        } catch (error) {
            if (this.logins > 0) this.failedLogins++;
            this.fail(credential, `login: ${messageOf(error)}`);
        }
    }

    private async current(): Promise<C | undefined> {
        const { cacheMs = 0, read } = this.options;
        const { cached } = this;
        if (cached && performance.now() - cached.at < cacheMs) return cached.credential;
        const at = performance.now();
        const credential = await read();
        this.cached = credential === undefined ? undefined : { credential, at };
        return credential;
    }

    private fail(credential: C | undefined, message: string): void {
        if (this.logins === 0) return;
        const { idOf, secretOf } = this.options;
        const secret = credential && secretOf?.(credential);
        const shown = secret ? message.replaceAll(secret, "***") : message;
        const keySuffix = credential && idOf(credential).slice(-4);
        this.failures.push({ at: new Date(), ...(keySuffix ? { keySuffix } : {}), message: shown });
    }

    private settle(): void {
        for (const one of this.waiting.filter(({ until }) => this.tried >= until)) {
            this.waiting.splice(this.waiting.indexOf(one), 1);
            one.resolve();
        }
    }

    private pause(ms: number): Promise<void> {
        if (this.stopped) return Promise.resolve();
        return new Promise((resolve) => {
            const timer = setTimeout(resolve, Math.max(0, ms));
            this.wake = (): void => {
                clearTimeout(timer);
                resolve();
            };
        });
    }
}

function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
