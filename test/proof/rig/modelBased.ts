import fc from "fast-check";
import { StatefulRig } from "../../unit/credentials/apiKey/support/statefulRig";
import { beginning, inOrder, type Model, steps } from "./commands";
import { VENDORS, type VendorName } from "./matrix";

/** How a run of it is repeated: what its failure printed. */
export interface Replay {
    seed: number;
    path?: string;
    replayPath?: string;
}

/** What it came to. */
export interface Played {
    sequences: number;
    commands: number;
    runs: number;
    failure?: string;
}

/** Random orders of whatever may happen to one key; each sequence begins at a vendor of its own. */
export async function modelBased(
    name: VendorName,
    numRuns: number,
    { seed, path, replayPath }: Replay,
    interruptAfterTimeLimit?: number,
): Promise<Played> {
    const result: Played = { sequences: 0, commands: 0, runs: 0 };
    const property = fc.asyncProperty(
        fc.commands(steps, { maxCommands: 14, size: "max", ...(replayPath ? { replayPath } : {}) }),
        async (commands) => {
            const given = await VENDORS[name]();
            const model: Model = beginning();
            const real = { given, rig: new StatefulRig(given, { deadlineMs: 500, successes: 2 }) };
            try {
                await fc.asyncModelRun(() => ({ model, real }), commands);
                await inOrder(model, real);
            } finally {
                result.sequences++;
                result.commands += [...commands].length;
                result.runs += model.runs;
                await given.vendor.close();
            }
        },
    );
    const limit = interruptAfterTimeLimit === undefined ? {} : { interruptAfterTimeLimit };
    const details = await fc.check(property, {
        seed,
        numRuns,
        ...(path ? { path } : {}),
        ...limit,
        endOnFailure: false,
    });
    if (!details.failed || details.counterexample === null) return result;
    const again = `SEED=${details.seed} REPLAY=${details.counterexamplePath}`;
    const reason = (details.errorInstance as Error | undefined)?.message ?? "";
    const way = String(details.counterexample[0]);
    return { ...result, failure: `${name}: ${reason}\n  after: ${way}\n  once more: ${again}` };
}
