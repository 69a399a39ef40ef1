import type { Leave, Refusal, Verdict } from "../../../support/door";
import { stay } from "../../../support/door";
import type { Way, When } from "../kinds/line";

/** What a call may meet, beside the SIGKILL: the line breaks before or after the server acts, hangs, or it refuses. */
export type Trouble = Refusal | "refuse-before" | "lose-reply" | "hang";

/** The k-th call of a lane, and what it meets: it is held for the kill at such a moment, or in trouble. */
export interface Aim {
    k: number;
    what: When | Trouble;
}

/** A call that met what it was aimed at. */
export interface Met extends Aim {
    /** What was called. */
    call: string;
    /** The server did it. */
    acted: boolean;
    /** Its answer was sent. */
    sent: boolean;
    /** How far it got by the server's own log, where that has it. */
    phase?: () => string;
}

/** The lane of calls that name nobody's credential. */
export const SHARED = "shared";

/** How long a call hangs, in milliseconds: the package's own clients give up after ten seconds. */
const HANGS_MS = 12_000;

/** The calls of one credential in a run. */
interface Lane {
    calls: string[];
    aim?: Aim;
    /** Its aimed call came: nothing of this lane goes by any more if that is held for the kill. */
    frozen: boolean;
    met?: Met;
}

/**
 * All servers ask here what becomes of a call. Each credential has a lane of its own, in which one call can be held; when
 * the strike comes, all lanes have it at once, each at its own call.
 */
export class Gate {
    private lanes = new Map<string, Lane>();
    private over = new Latch();
    private letGo = new Latch();
    /** When the first call that is held came, and when the last of all, in milliseconds; 0 if none did. */
    firstHeld = 0;
    lastCall = 0;

    /** Lanes by the names of their credentials. */
    constructor(private readonly names: string[]) {}

    /** Begins a run: counts from one again, and aims at these calls. */
    arm(aims: ReadonlyMap<string, Aim> = new Map()): void {
        const lane = (name: string): [string, Lane] => [name, { calls: [], aim: aims.get(name), frozen: false }];
        this.lanes = new Map([...this.names, SHARED].map(lane));
        [this.over, this.letGo] = [new Latch(), new Latch()];
        [this.firstHeld, this.lastCall] = [0, 0];
    }

    /** What each lane called since then, without the names of credentials. */
    calls(): Map<string, string[]> {
        return new Map([...this.lanes].map(([name, { calls }]) => [name, calls]));
    }

    /** Lanes whose aimed call came, with what became of it. */
    met(): Map<string, Met> {
        return new Map([...this.lanes].flatMap(([name, { met }]) => (met ? [[name, met] as const] : [])));
    }

    /** Answers that are held are let go, the kill comes a moment later, and whatever else is held breaks. */
    async strike(kill: () => void): Promise<void> {
        this.letGo.open();
        await new Promise((resolve) => setTimeout(resolve, 1));
        kill();
        this.over.open();
    }

    /** What becomes of a call. */
    readonly way: Way = async (text, named, phase): Promise<Verdict> => {
        const name = named ?? this.laneOf(text);
        const lane = this.lanes.get(name);
        if (!lane) return stay;
        if (lane.frozen) return this.brokenAtLast();
        this.lastCall = Date.now();
        const call = text.replaceAll(name, "app");
        const k = lane.calls.push(call);
        return lane.aim?.k === k ? this.meet(lane, { ...lane.aim, call, acted: false, sent: false, phase }) : stay;
    };

    private async meet(lane: Lane, met: Met): Promise<Verdict> {
        const { what } = met;
        if (what === "before" || what === "after" || what === "reply") {
            lane.frozen = true;
            this.firstHeld ||= Date.now();
            if (what !== "before") return this.leaving(lane, met, what);
        }
        lane.met = met;
        if (what === "before") return this.brokenAtLast();
        if (what === "refuse-before") return undefined;
        if (what === "lose-reply") return () => (met.acted = true);
        if (what !== "hang") return what;
        await new Promise((resolve) => setTimeout(resolve, HANGS_MS));
        return undefined;
    }

    private leaving(lane: Lane, met: Met, what: "after" | "reply"): Leave {
        return async () => {
            met.acted = true;
            lane.met = met;
            if (what === "after") return this.over.opened.then(() => true);
            await this.letGo.opened;
            met.sent = true;
            return false;
        };
    }

    private brokenAtLast(): Promise<undefined> {
        return this.over.opened.then(() => undefined);
    }

    /** One name may begin another one: the longest is meant. */
    private laneOf(text: string): string {
        const named = this.names.filter((name) => text.includes(name));
        return named.sort((a, b) => b.length - a.length)[0] ?? SHARED;
    }
}

/** Opens once, for all who wait. */
class Latch {
    open: () => void = () => undefined;
    readonly opened = new Promise<void>((resolve) => (this.open = resolve));
}
