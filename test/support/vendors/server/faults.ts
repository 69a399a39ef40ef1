/**
 * - `refuse-before`: the connection breaks, nothing was done
 * - `lose-reply`: done, but the connection breaks instead of a reply
 * - `error-500`, `throttle`, `deny`: that answer, nothing was done
 * - `act-then-500`: done, but the answer says 500
 * - `page`: 200 and a page of a proxy, nothing was done; `act-then-page`: the same, and it was done; `page-404`: a proxy
 *   knows no such address, nothing was done
 * - `hang`: no answer until the fault is removed, then the connection breaks; nothing was done
 */
export type FaultKind =
    | ("refuse-before" | "lose-reply" | "error-500" | "act-then-500" | "throttle" | "deny" | "hang")
    | ("page" | "act-then-page" | "page-404");

/** What a fault strikes, and how. */
export interface FaultSpec {
    /** The operation, as the log names it, for example `create`. Default: any. */
    op?: string;
    kind: FaultKind;
    /** From the k-th such call on, counted from now. Default: 1. */
    nth?: number;
    /** How many calls it strikes. Default: 1. */
    times?: number;
}

/** A fault that was set: how often it struck, and how to take it away. */
export interface Fault {
    readonly hits: number;
    remove(): void;
}

/** The faults in wait; at most one strikes a call, the oldest first. */
export class Faults {
    private readonly armed = new Set<Armed>();

    add(spec: FaultSpec): Fault {
        const fault = new Armed(spec, () => this.armed.delete(fault));
        this.armed.add(fault);
        return fault;
    }

    /** The fault that strikes a call of this operation. Every fault that matches counts it. */
    strike(op: string): Armed | undefined {
        const [first] = [...this.armed].filter((fault) => fault.counts(op));
        if (first) first.hits++;
        return first;
    }

    clear(): void {
        for (const fault of [...this.armed]) fault.remove();
    }
}

class Armed implements Fault {
    hits = 0;
    private seen = 0;
    private release: () => void = () => undefined;
    /** Settles when the fault is removed: how a hanging call ends. */
    readonly removed = new Promise<void>((resolve) => (this.release = resolve));

    constructor(
        readonly spec: FaultSpec,
        private readonly disarm: () => void,
    ) {}

    counts(op: string): boolean {
        const { op: wanted = op, nth = 1, times = 1 } = this.spec;
        if (op !== wanted) return false;
        this.seen++;
        return this.seen >= nth && this.hits < times;
    }

    remove(): void {
        this.disarm();
        this.release();
    }
}
