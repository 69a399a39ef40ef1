import type { EngineSuite } from "../../../support/harness";
import { asked, type Figures, write } from "../figures";
import type { Make } from "../kinds/kinds";
import { withLanes } from "./lanes";
import { Matrix, type Plan } from "./matrix";

/** Credentials of one kind on a stack: more make a run longer, fewer make more runs. */
const LANES = 8;
/** How long a kind goes on at the most, in minutes: a matrix is to be played whole. */
const MINUTES = asked.minutes * 15;
/** The same in milliseconds, with time for what is under way, and to take all away. */
export const PATIENCE_MS = (MINUTES + 15) * 60_000;

/** Plays the matrix of a kind, unless `KIND` names others, and adds it to the figures. */
export async function play(suite: EngineSuite, figures: Figures, name: string, make: Make, plan: Plan): Promise<void> {
    const { KIND } = process.env;
    if (KIND !== undefined && !KIND.split(",").includes(name)) return;
    const kinds = (figures.kinds ??= {}) as Record<string, object>;
    const seen = await withLanes(suite, make, LANES, figures, async (lanes) => {
        const matrix = new Matrix(name, lanes, plan, figures);
        kinds[name] = matrix.played;
        await matrix.play(Date.now() + MINUTES * 60_000);
    });
    Object.assign(kinds[name], seen);
    write(figures);
}
