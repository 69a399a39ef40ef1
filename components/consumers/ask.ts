import { oneLine } from "../oneLine";
import { knownValue } from "../rotation/outputs";
import { ConsumerFact } from "../rotation/types";
import { Confirmation, Reach, Release } from "./contract";
import { Listed } from "./inventory";

/** Time after which a consumer that was asked and says nothing counts as one that could not be asked. */
const PATIENCE_MS = 30_000;

/** Longest text of somebody else in a sentence. */
const LONGEST = 600;

/** What every one of them says of a release, asked side by side. */
export function askAll(consumers: Listed[], release: Release): Promise<ConsumerFact[]> {
    return Promise.all(consumers.map((consumer) => ask(consumer, release)));
}

/** What one of them says. Never throws: a consumer that cannot be asked has not confirmed. */
export async function ask(consumer: Listed, release: Release): Promise<ConsumerFact> {
    const { name, title } = consumer;
    const { state, detail } = await answerOf(consumer, release);
    return { name, title, state, detail };
}

/** What one of them says, and whether that may change within the run. Never throws. */
export async function answerOf(consumer: Listed, release: Release): Promise<Confirmation> {
    const { state, detail, final } = await inTime(confirmed(consumer, release));
    return { state, detail: oneLine(detail), final };
}

async function confirmed(consumer: Listed, release: Release): Promise<Confirmation> {
    try {
        const reach = await reachOf(consumer);
        if (reach === undefined) return { state: "unknown", detail: "its secret is not known in this preview" };
        return await consumer.driver.confirm(reach, release);
    } catch (error) {
        return { state: "unknown", detail: firstLine(error) };
    }
}

/** How a consumer is reached; undefined where its secret cannot be known in this preview. */
export async function reachOf({ settings, secret, told }: Listed): Promise<Reach<object> | undefined> {
    if (secret === undefined) return { settings, told };
    const known = await knownValue(secret);
    return known === undefined ? undefined : { settings, secret: known, told };
}

/** What went wrong, short enough for a sentence. */
export function firstLine(error: unknown): string {
    const text = error instanceof Error ? error.message : String(error);
    return oneLine(text.split("\n")[0]).slice(0, LONGEST);
}

async function inTime(answer: Promise<Confirmation>): Promise<Confirmation> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Confirmation>((resolve) => {
        const detail = `no answer within ${PATIENCE_MS / 1000} s`;
        timer = setTimeout(() => resolve({ state: "unknown", detail }), PATIENCE_MS);
    });
    try {
        return await Promise.race([answer, late]);
    } finally {
        clearTimeout(timer);
    }
}
