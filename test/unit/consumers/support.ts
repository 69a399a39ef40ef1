import assert from "node:assert/strict";
import { Confirmation, ConsumerDriver, Release } from "../../../components/consumers/consumer";
import { ConsumerAccess } from "../../../components/shared/consumerAccess";

const STARTED = new Date();

/** A release of the credential `myapp`. */
export function releaseOf(generation: number, publishedAt = STARTED): Release {
    return {
        credential: "myapp",
        generation,
        slot: generation % 2 === 1 ? "blue" : "green",
        publishedAt: publishedAt.toISOString(),
    };
}

/** Asks until the consumer confirms, and gives back everything that it said on the way. */
export async function confirmations<S>(
    driver: ConsumerDriver<S>,
    reach: ConsumerAccess<S>,
    release: Release,
    most = 12,
): Promise<Confirmation[]> {
    const all: Confirmation[] = [];
    while (all.length < most) {
        all.push(await driver.confirm(reach, release));
        if (all[all.length - 1].state === "confirmed") return all;
    }
    return all;
}

/** The error of a call that must fail; nothing of it shows a secret. */
export async function failureOf(call: Promise<unknown>, secrets: string[] = []): Promise<string> {
    const error = await call.then(
        () => assert.fail("this should have failed"),
        (reason: Error) => reason,
    );
    const everything = JSON.stringify([error.message, error.stack, error, (error as { cause?: unknown }).cause]);
    for (const secret of secrets) assert.ok(!everything.includes(secret), "the error shows a secret");
    return error.message;
}
