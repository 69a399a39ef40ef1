import type { Aws, Call } from "../../../support/aws";
import { stay, type Verdict } from "../../../support/door";
import type { Stack } from "../../../support/harness";

/** Where at a call: before the server acts, after it did and before its answer, or with its answer on the way. */
export type When = "before" | "after" | "reply";

export const WHENS: readonly When[] = ["before", "after", "reply"];

/** Kills a run at such a point; true ends the connection there. */
export function killing(stack: Stack, when: When): boolean {
    if (when === "reply") stack.killSoon();
    else stack.kill();
    return when !== "reply";
}

/** What happens at a call. */
export interface Point {
    when: When;
    k: number;
    /** Does it; true ends the connection there. */
    strike(): boolean;
}

/**
 * All the calls of a run to all its servers, in the order in which they came, with one point at which something happens.
 */
export class Line {
    /** What was called since it was last armed. */
    calls: string[] = [];
    private point?: Point;

    /** Counts from one again, and strikes at the k-th call. */
    arm(point?: Point): void {
        this.calls = [];
        this.point = point;
    }

    /** True once it struck. */
    get struck(): boolean {
        return this.point === undefined;
    }

    /** A call came: undefined if the line ends there; else what is to be asked once the server acted, true if it does then. */
    call(what: string): (() => boolean) | undefined {
        const k = this.calls.push(what);
        return this.strikes("before", k) ? undefined : () => this.strikes("after", k) || this.strikes("reply", k);
    }

    private strikes(when: When, k: number): boolean {
        const { point } = this;
        if (point?.when !== when || point.k !== k) return false;
        delete this.point;
        return point.strike();
    }
}

/** Tells of a call: what it asks for, the lane that it belongs to, where that shows, and how far it got, where that is logged. */
export type Way = (what: string, lane?: string, phase?: () => string) => Verdict | Promise<Verdict>;

/** Lets the emulated AWS tell of the calls of one identity, until that is taken back. */
export function watchAws(aws: Aws, way: Way, mine: (call: Call) => boolean): { remove(): void } {
    aws.through((call) => {
        if (!mine(call)) return stay;
        return way(`${call.service} ${call.action} ${call.resource}`, undefined, () => call.phase);
    });
    return { remove: () => aws.through(undefined) };
}
