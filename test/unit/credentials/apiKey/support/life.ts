import { AsyncLocalStorage } from "node:async_hooks";
import Stripe from "stripe";

/**
 * What happens at one remote call of a run.
 * - `kill before`: the run ends before the call; `kill effect`: the call did its work, and nobody ever hears of it;
 *   `kill reply`: what the call gave back is kept, and the run ends
 * - `late`: no answer in time, nothing was done; `late effect`: the same, and it was done
 * - `lost`: the connection broke before anything was done; `lost effect`: after it was done
 */
export type How = "kill before" | "kill effect" | "kill reply" | "late" | "late effect" | "lost" | "lost effect";

/** The k-th remote call of a run, and the `times - 1` after it where it is no kill. */
export interface Point {
    nth: number;
    how: How;
    times?: number;
}

/** The calls of one run of a rig: counts them, and ends the run at one of them as SIGKILL would. */
export class Life {
    calls = 0;
    readonly killed: Promise<void>;
    private die: () => void = () => undefined;
    private dead = false;
    private doomed = false;

    constructor(
        private readonly point: Point | undefined,
        /** Told around each call: what must hold at every instant. */
        private readonly between: () => void,
    ) {
        this.killed = new Promise((resolve) => (this.die = resolve));
    }

    /** One remote call. What is dead hangs in it for ever, and does nothing more. */
    async call<T>(act: () => Promise<T>, failing: (how: How) => Error = failed): Promise<T> {
        if (this.dead || this.doomed) return this.end();
        const n = ++this.calls;
        const how = this.strikes(n);
        this.between();
        if (how === "kill before") return this.end();
        if (how === "late" || how === "lost") throw failing(how);
        const reply = await act();
        this.between();
        if (this.dead || how === "kill effect") return this.end();
        if (how === "late effect" || how === "lost effect") throw failing(how);
        this.doomed = how === "kill reply";
        return reply;
    }

    /** What the engine does when it has saved something. */
    async saved(): Promise<void> {
        if (this.dead || this.doomed) await this.end();
    }

    private strikes(n: number): How | undefined {
        const { point } = this;
        if (!point || n < point.nth) return undefined;
        return n < point.nth + (point.how.startsWith("kill") ? 1 : (point.times ?? 1)) ? point.how : undefined;
    }

    private end(): Promise<never> {
        this.dead = true;
        this.die();
        return new Promise<never>(() => undefined);
    }
}

/** The life that a call belongs to; several rigs may play beside each other. */
export const living = new AsyncLocalStorage<Life>();

function failed(how: How): Error {
    const late = how.startsWith("late");
    return new DOMException(
        late ? "no answer in time" : "the connection broke",
        late ? "TimeoutError" : "NetworkError",
    );
}

const { fetch } = globalThis;
globalThis.fetch = (...args) => {
    const life = living.getStore();
    if (life === undefined) return fetch(...args);
    // The body is read here, for a reply that is half read is none.
    const whole = async (): Promise<Response> => {
        const reply = await fetch(...args);
        const { status, headers } = reply;
        const text = await reply.text();
        return new Response(text === "" ? null : text, { status, headers });
    };
    return life.call(whole);
};

// Stripe's SDK has a client of its own.
interface Client {
    makeRequest(...args: unknown[]): Promise<unknown>;
}
const client = Object.getPrototypeOf(Stripe.createNodeHttpClient()) as Client;
const { makeRequest } = client;
client.makeRequest = function (this: Client, ...args: unknown[]): Promise<unknown> {
    const life = living.getStore();
    const ask = () => makeRequest.apply(this, args);
    return life === undefined ? ask() : life.call(ask);
};
