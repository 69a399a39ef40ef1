import { engineSuite, type KillPoint } from "../../support/harness";
import { at } from "../../engine/support/story";
import { asked, counted, inOrder, type Lane, lane, nothingYet, nth, tell, write } from "./cells";
import { WHENS } from "./kinds/line";

const figures = nothingYet();
/** How long it goes on, in minutes: longer than a fault or soak does, for the whole matrix is to be played. */
const MINUTES = asked.minutes * 4;

/*
 * SIGKILL to engine, providers and program at each call that a run of AWS IAM makes with the rotating identity, before AWS
 * acts, after it did and before its reply, and just after its reply.
 */
engineSuite("AWS IAM killed at every call", (suite) => {
    it("converges in two runs at the most, and the published key works all along", async () => {
        await lane(suite, figures, async (own) => {
            await own.stack.ok();
            const first = await counted(own, at(30));
            const off = await counted(own, at(31));
            const gone = await counted(own, at(33));
            figures.calls = { rotation: first.length, disabling: off.length, deleting: gone.length };
            figures.of = (first.length + off.length + gone.length) * WHENS.length;
            const ends = Date.now() + MINUTES * 60_000;
            let day = 30;
            for (const when of WHENS) {
                for (let k = 1; k <= Math.max(first.length, off.length, gone.length); k++) {
                    if (Date.now() > ends) return;
                    day += 30;
                    await cell(own, first.length, { when, ...nth(own, k) }, k, at(day), "rotation", first);
                    await cell(own, off.length, { when, ...nth(own, k) }, k, at(day + 1), "disabling", off);
                    await cell(own, gone.length, { when, ...nth(own, k) }, k, at(day + 3), "deleting", gone);
                    figures.rotations++;
                }
            }
        });
    });
});

async function cell(
    own: Lane,
    of: number,
    point: KillPoint,
    k: number,
    now: string,
    stage: string,
    calls: { action: string }[],
): Promise<void> {
    if (k > of) return void (await own.stack.ok({ now }));
    const what = `${stage}, ${point.when} call ${k} of ${of} (${calls[k - 1].action})`;
    try {
        await own.stack.killAt(point, { now });
        await inOrder(own);
        figures.cells++;
        figures.played.push(what);
        tell(`${figures.cells} of ${figures.of}: ${what}`);
    } catch (error) {
        const { message } = error as Error;
        // A run after another one may make a call less: what it does not come to is no cell.
        if (!/never came to/.test(message)) figures.failures.push(`${what}: ${message.slice(0, 1500)}`);
        else tell(`not reached: ${what}`);
        await own.stack.cancel().catch(() => undefined);
        await inOrder(own);
    }
    write(figures);
}
