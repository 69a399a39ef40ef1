import assert from "node:assert/strict";
import type { FaultKind } from "../../support/aws";
import { engineSuite } from "../../support/harness";
import { at } from "../../engine/support/story";
import { Random } from "../rig/random";
import { asked, counted, inOrder, type Lane, lane, nothingYet, tell, write } from "./cells";

const figures = nothingYet();
const KINDS: FaultKind[] = ["error-500", "throttle", "deny", "lose-reply", "refuse-before", "hang"];
/** How long a call hangs, in milliseconds: the package's own clients give up after ten seconds. */
const HANGS_MS = 12_000;

/*
 * One fault at one call that a rotation of AWS IAM makes with the rotating identity; the cells are played in a random
 * order, for as long as it was asked for. A call that hangs is given up by the package's own clients; those of the AWS
 * provider know no time-out, and go on once the connection breaks.
 */
engineSuite("AWS IAM with a fault at a call", (suite) => {
    it("goes on or is finished by the next runs, and the published key works all along", async () => {
        await lane(suite, figures, async (own) => {
            await own.stack.ok();
            const calls = await counted(own, at(30));
            figures.calls = { rotation: calls.length };
            const cells = KINDS.flatMap((kind) => calls.map(({ action }, index) => ({ kind, k: index + 1, action })));
            figures.of = cells.length;
            const random = new Random(asked.seed);
            const ends = Date.now() + asked.minutes * 60_000;
            for (let day = 60; cells.length > 0 && Date.now() < ends; day += 30) {
                const [{ kind, k, action }] = cells.splice(random.below(cells.length), 1);
                await own.stack.ok({ now: at(day - 29) });
                await cell(own, kind, k, `${kind} at call ${k} (${action})`, at(day));
                figures.rotations++;
            }
        });
    });
});

async function cell(own: Lane, kind: FaultKind, k: number, what: string, now: string): Promise<void> {
    const onHit = (): void => {
        if (kind === "hang") setTimeout(() => fault.remove(), HANGS_MS);
    };
    const fault = own.stack.aws.fault({ match: { where: own.mine, nth: k }, kind, onHit });
    try {
        const run = await own.stack.up({ now });
        fault.remove();
        await inOrder(own);
        figures.cells++;
        figures.played.push(`${what}: the run ${run.code === 0 ? "went on" : "failed"}`);
        tell(`${figures.cells} of ${figures.of}: ${what}`);
    } catch (error) {
        figures.failures.push(`${what}: ${(error as Error).message.slice(0, 1500)}`);
        fault.remove();
        assert.ok(await inOrder(own).then(() => true), "does not come into order again");
    }
    write(figures);
}
