import assert from "node:assert/strict";
import * as path from "node:path";
import { EngineSuite, Run, Stack, withFolder } from "../../../support/harness";

const EXAMPLES = path.resolve(__dirname, "../../../../examples");
const START = "2030-01-01T12:00:00Z";

/** How an example is played. */
export interface Play {
    /** What its README tells to configure. */
    config?: Record<string, unknown>;
    /** Days after which every credential of it has come to its next window. */
    days: number;
    /** Moves clocks that are not AWS's. */
    clock?: (now: Date) => void;
    /** Looks at what the first run made. */
    made?: (run: Run, stack: Stack) => Promise<void> | void;
    /** Looks at what the rotation did. */
    rotated?: (run: Run, stack: Stack) => Promise<void> | void;
}

/** Runs an example as its README tells: first issue, nothing to do, a rotation, nothing to do, and the end of all. */
export async function play({ aws }: EngineSuite, name: string, told: Play): Promise<void> {
    const later = new Date(Date.parse(START) + told.days * 86_400_000);
    told.clock?.(new Date(START));
    await withFolder({ aws, folder: path.join(EXAMPLES, name), now: START, config: told.config }, async (stack) => {
        const first = await stack.ok();
        await told.made?.(first, stack);
        await stack.settled();
        const before = await stack.outputs();
        told.clock?.(later);
        const rotated = await stack.ok({ now: later.toISOString() });
        assert.notDeepEqual(await stack.outputs(), before, `nothing rotated:\n${rotated.text}`);
        await told.rotated?.(rotated, stack);
        await stack.settled();
    });
}
