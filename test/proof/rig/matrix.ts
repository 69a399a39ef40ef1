import assert from "node:assert/strict";
import { StatefulRig } from "../../unit/credentials/apiKey/support/statefulRig";
import type { How, Point } from "../../unit/credentials/apiKey/support/life";
import { type Case, cases } from "../../support/apiKey/cases";
import { at } from "../../support/apiKey/player";
import type { FaultKind } from "../../support/vendors";

export const VENDORS = { ...cases };
export type VendorName = keyof typeof VENDORS;

export const KILLS: How[] = ["kill before", "kill effect", "kill reply"];
/** Faults of the line, and the vendor's own answers. */
export const FAULTS: (How | FaultKind)[] = [
    "error-500",
    "act-then-500",
    "throttle",
    "deny",
    "late",
    "late effect",
    "lost",
    "lost effect",
];
const OF_THE_LINE: string[] = ["late", "late effect", "lost", "lost effect"];

/** The three runs of a credential's life that change something, each with the moment before it. */
const STAGES = {
    "first issue": { before: [], now: at(0, 12) },
    rotation: { before: [at(0, 12)], now: at(30) },
    "end of the overlap": { before: [at(0, 12), at(30)], now: at(31) },
};

/** What a matrix came to. */
export interface Matrix {
    cells: number;
    /** Remote calls of each stage. */
    calls: Record<string, number>;
    failures: string[];
    logins: number;
    failedLogins: number;
}

type What = How | FaultKind;

/** Plays one cell: up to the stage, the run in which it happens, then runs until all is in order. */
async function cell(start: () => Promise<Case>, stage: keyof typeof STAGES, what: What | undefined, nth: number) {
    const given = await start();
    let logins = 0;
    try {
        const rig = new StatefulRig(given);
        const { before, now } = STAGES[stage];
        for (const moment of before) await rig.ok({ now: moment });
        rig.onCall = () => void (logins += rig.read() === undefined ? 0 : 1);
        const mine = given.vendor.keyring.standing().length;
        const line = what !== undefined && (what.startsWith("kill") || OF_THE_LINE.includes(what));
        const point: Point | undefined = line ? { nth, how: what as How, times: 99 } : undefined;
        if (what !== undefined && !line) given.vendor.fault({ kind: what as FaultKind, nth, times: 99 });
        const first = await rig.live(point ?? (what === undefined ? undefined : { nth: Infinity, how: "lost" }), now);
        given.vendor.clearFaults();
        assert.equal(first.killed, what?.startsWith("kill") ?? false);
        if (what === undefined) return { calls: first.calls, logins };
        // Two runs at the most: one may have to clear away what the other left.
        const second = await rig.run();
        if (second.failed) assert.match(second.text, /Run again|next run/);
        if (second.failed) await rig.ok();
        assert.deepEqual(rig.unaccounted(), [], "a key of ours is in no slot");
        const again = await rig.ok();
        assert.ok(
            again.calls.every((call) => call.startsWith("list")),
            `something was left to do: ${again.calls.join()}`,
        );
        assert.ok(given.vendor.keyring.standing().length <= mine + 1, "keys pile up");
        return { calls: first.calls, logins };
    } finally {
        await given.vendor.close();
    }
}

/** Every cell of one vendor: stage × call × what happens. */
export async function matrix(
    name: VendorName,
    whats: What[],
    onCell: () => void = () => undefined,
    stages = Object.keys(STAGES) as (keyof typeof STAGES)[],
): Promise<Matrix> {
    const result: Matrix = { cells: 0, calls: {}, failures: [], logins: 0, failedLogins: 0 };
    for (const stage of stages) {
        const { calls } = await cell(VENDORS[name], stage, undefined, 0);
        result.calls[stage] = calls;
        const wanted = whats.flatMap((what) => Array.from({ length: calls }, (_, i) => ({ what, nth: i + 1 })));
        // Much of a cell is waiting: several at a time.
        const lanes = Array.from({ length: 12 }, async () => {
            for (let next = wanted.shift(); next !== undefined; next = wanted.shift()) {
                const { what, nth } = next;
                result.cells++;
                onCell();
                try {
                    result.logins += (await cell(VENDORS[name], stage, what, nth)).logins;
                } catch (error) {
                    const { message } = error as Error;
                    if (/published key died/.test(message)) result.failedLogins++;
                    result.failures.push(`${name}, ${stage}, ${what} at call ${nth} of ${calls}: ${message}`);
                }
            }
        });
        await Promise.all(lanes);
    }
    return result;
}
