import type { Night } from "./story/plan";
import type { Observed } from "./stage/observe";
import type { Played } from "./stage/stage";

/** Where a run ended otherwise than the story says; none if it went as told. */
export function deviations(night: Night, played: Played, observed: Record<string, Observed>): string[] {
    const failsAsTold = night.chapter === "broken";
    const found: string[] = [];
    if (played.ok === failsAsTold) {
        found.push(failsAsTold ? "the run succeeded, and should have failed" : "the run failed");
    }
    if (played.minted !== night.minted) found.push(`${played.minted} keys were made, expected ${night.minted}`);
    if (night.chapter === "quiet" && played.mutations.length > 0) {
        found.push(`nothing was due, and yet AWS was changed: ${played.mutations.join(", ")}`);
    }
    for (const [name, expected] of Object.entries(night.pictures)) {
        const { picture, strays } = observed[name];
        for (const slot of ["blue", "green"] as const) {
            if (picture[slot] !== expected[slot]) {
                found.push(`${name}: ${slot} is ${picture[slot]}, expected ${expected[slot]}`);
            }
        }
        if (strays.length > 0) found.push(`${name}: the store knows nothing of ${strays.join(", ")}`);
    }
    return found;
}
