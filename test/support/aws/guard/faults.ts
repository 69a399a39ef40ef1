import type { Service } from "../protocol/errors";
import type { Call } from "./log";

/**
 * - `refuse-before`: the connection breaks, nothing was done
 * - `lose-reply`: done, but the connection breaks instead of a reply
 * - `error-500`, `throttle`, `deny`: that answer, nothing was done
 * - `hang`: no answer until the fault is removed, then the connection breaks; nothing was done
 * - `none`: nothing but `onHit`
 */
export type FaultKind = "refuse-before" | "lose-reply" | "error-500" | "throttle" | "hang" | "deny" | "none";

export interface FaultMatch {
    service?: Service;
    action?: string;
    /** User name, parameter name or secret id, as in `Call.resource`. */
    resource?: string;
    /** Whatever else is to hold; does not see the outcome, for there is none yet. */
    where?: (call: Call) => boolean;
    /** From the k-th matching call on, counted from now. @default 1 */
    nth?: number;
}

export interface FaultSpec {
    match: FaultMatch;
    kind: FaultKind;
    /** How many calls it hits. @default 1 */
    times?: number;
    /** Awaited at the moment `when` says; whatever it does happens exactly there. */
    onHit?: (call: Call) => void | Promise<void>;
    /** `before`: nothing is done yet; `after`: done, the reply not yet sent. @default "before" */
    when?: "before" | "after";
}

/** A fault that was set: how often it struck, and how to take it away. */
export interface Fault {
    readonly hits: number;
    remove(): void;
}

/** The faults in wait; at most one strikes a call, the oldest first. */
export class Faults {
    private readonly armed = new Set<ArmedFault>();

    add(spec: FaultSpec): Fault {
        const fault = new ArmedFault(spec, () => this.armed.delete(fault));
        this.armed.add(fault);
        return fault;
    }

    /** The fault that strikes this call. Every fault that matches counts it. */
    strike(call: Call): ArmedFault | undefined {
        const struck = [...this.armed].filter((fault) => fault.counts(call));
        const [first] = struck;
        if (first) first.hits++;
        return first;
    }

    clear(): void {
        for (const fault of [...this.armed]) fault.remove();
    }
}

export class ArmedFault implements Fault {
    hits = 0;
    private seen = 0;
    private release: () => void = () => undefined;
    /** Settles when the fault is removed: how a hanging call ends. */
    readonly removed = new Promise<void>((resolve) => (this.release = resolve));

    constructor(
        readonly spec: FaultSpec,
        private readonly disarm: () => void,
    ) {}

    /** Counts a call that matches, and says whether it is one to strike. */
    counts(call: Call): boolean {
        const { service, action, resource, where, nth = 1 } = this.spec.match;
        if (service !== undefined && service !== call.service) return false;
        if (action !== undefined && action !== call.action) return false;
        if (resource !== undefined && resource !== call.resource) return false;
        if (where !== undefined && !where(call)) return false;
        this.seen++;
        return this.seen >= nth && this.hits < (this.spec.times ?? 1);
    }

    async hit(when: "before" | "after", call: Call): Promise<void> {
        if ((this.spec.when ?? "before") === when) await this.spec.onHit?.(call);
    }

    remove(): void {
        this.disarm();
        this.release();
    }
}
