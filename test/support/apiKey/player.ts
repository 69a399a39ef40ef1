import assert from "node:assert/strict";
import type { Vendor } from "../vendors";

/** A window begins at this moment, and at every thirtieth day after it. */
export const ANCHOR = "2030-01-01T00:00:00Z";

/** How one run differs from the one before. */
export interface Moment {
    /** Moves the clock of the run and of the vendor. */
    now?: string;
}

/** What one run did. */
export interface Played {
    failed: boolean;
    /** Calls to the vendor, with the names of keys cut to their ends: `create g1-blue 201`. */
    calls: string[];
    /** What was said: `warning: …`. */
    said: string[];
    /** All that was written, errors too. */
    text: string;
}

/**
 * Plays runs of one credential, on the real engine or without it. A story that is told to both is what shows that the
 * one without does as the engine does.
 */
export interface Player {
    readonly vendor: Vendor;
    run(moment?: Moment): Promise<Played>;
    ok(moment?: Moment): Promise<Played>;
    fails(pattern: RegExp, moment?: Moment): Promise<Played>;
    /** What stands at the vendor: `g1-blue`. */
    standing(): string[];
    /** Lets each writing to a store fail until it is mended. */
    breakStore(): { mend(): void };
}

/** Throws unless the run went well. */
export function good<T extends Played>(played: T): T {
    assert.equal(played.failed, false, played.text);
    return played;
}

/** Throws unless the run failed, saying this. */
export function bad<T extends Played>(played: T, pattern: RegExp): T {
    assert.equal(played.failed, true, `the run should have failed:\n${played.text}`);
    assert.match(played.text.replace(/\s+/g, " "), pattern);
    return played;
}

/** Cuts names of keys to what differs between them. */
export function short(text: string): string {
    return text.replace(/rotation-[A-Za-z0-9_.-]+?-[0-9a-f]{8}-(?:[0-9a-f]{8}-)?(g\d+-(?:blue|green))/g, "$1");
}

/** Runs of equal calls, each once, with its number: verifications are several. */
export function folded(calls: string[]): string[] {
    const runs: { call: string; count: number }[] = [];
    for (const call of calls) {
        const last = runs.at(-1);
        if (last?.call === call) last.count++;
        else runs.push({ call, count: 1 });
    }
    return runs.map(({ call, count }) => (count === 1 ? call : `${call} x${count}`));
}

/** A moment, in days and hours after the anchor; windows begin on the days 0, 30, 60 … */
export function at(day: number, hour = 0, minute = 0): string {
    return new Date(Date.parse(ANCHOR) + ((day * 24 + hour) * 60 + minute) * 60_000).toISOString();
}
