import assert from "node:assert/strict";
import type { Aws } from "../../support/aws";
import { KillPoint, Run, Stack } from "../../support/harness";

/**
 * A choice of points to kill a run at. `KILL_POINTS=all npm test -- --only engine --grep SIGKILL` plays every one; each
 * is three or four runs, and the walk plays all of them without an engine.
 */
export function chosen<T>(all: readonly T[], few: (point: T) => boolean): T[] {
    return process.env.KILL_POINTS === "all" ? [...all] : all.filter(few);
}

/** How a kill point reads in a message. */
export function named({ when, action, nth }: KillPoint): string {
    return `killed ${when} ${nth ? `call ${nth} of ` : ""}${action}`;
}

/** Runs until one succeeds, at most twice; one that fails must have asked for the other. */
export async function recovered(stack: Stack, now: string): Promise<Run[]> {
    const first = await stack.up({ now });
    if (first.code === 0) return [first];
    assert.match(first.text, /Run again/);
    return [first, await stack.ok()];
}

/** The keys of a user that work. */
export function activeKeys(aws: Aws, user: string): string[] {
    const active = aws.keys(user).filter(({ status }) => status === "Active");
    return active.map(({ accessKeyId }) => accessKeyId);
}

/** Nobody ever asked for a third key: AWS would have refused it. */
export function neverThree(aws: Aws): void {
    const refused = aws.calls.filter(({ errorCode }) => errorCode === "LimitExceeded");
    assert.deepEqual(refused, []);
}
