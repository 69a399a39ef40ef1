import { type Case, cases } from "../../../support/apiKey/cases";
import {
    failurePoints,
    type FailurePoint,
    noAnswerInTime,
    oneAfterTheOther,
} from "../../../support/apiKey/failurePoints";
import { Rig } from "./support/rig";

async function play(vendor: string, start: () => Promise<Case>, point: FailurePoint): Promise<void> {
    const given = await start();
    try {
        const key = new Rig(given);
        await key.ok();
        await point(key, given);
        given.vendor.assertMatched();
    } catch (error) {
        (error as Error).message = `${vendor}: ${(error as Error).message}`;
        throw error;
    } finally {
        await given.vendor.close();
    }
}

/** Side by side, for much of it is waiting. */
async function playAll(vendors: [string, () => Promise<Case>][], point: FailurePoint): Promise<void> {
    const ended = await Promise.allSettled(vendors.map(([name, start]) => play(name, start, point)));
    const failed = ended.flatMap((one) => (one.status === "rejected" ? [one.reason as Error] : []));
    if (failed.length > 0) throw failed[0];
}

/** Live mode differs only in how a secret is shown; a pair of keys for each mint takes its time. */
const { stripeLive, cloudflareAccount: _, ...vendors } = cases;

describe("an API key's failures at every vendor, call by call", function () {
    this.timeout(60_000);
    for (const [title, point] of Object.entries(failurePoints)) {
        it(title, () => playAll(Object.entries(vendors), point));
    }

    it("a verification ends when no answer comes in time, and nothing is published or deleted", () =>
        playAll(Object.entries(vendors), noAnswerInTime));

    // Holds 22, 26, 28; incidents 6.
    it("all of them one after the other, as the engine is told them too", () =>
        playAll(Object.entries(vendors), oneAfterTheOther));

    it("a creation of Stripe's live mode whose reply was lost is found by its name, for its secret is lost", () =>
        play("stripeLive", stripeLive, failurePoints["so is one that acted and answered 500"]));
});
