import { singleLine } from "../shared/singleLine";
import { knownValue } from "../shared/pulumiOutputs";
import { ConsumerFact } from "../decision/types";
import { Confirmation, Release } from "./consumer";
import { ConsumerAccess } from "../shared/consumerAccess";
import { ResolvedConsumer } from "./resolveConsumers";

/** Time after which a consumer that was asked and says nothing counts as one that could not be asked. */
const TIMEOUT_MS = 30_000;

/** Longest text of somebody else in a sentence. */
const MAX_DETAIL_LENGTH = 600;

/** What every one of them says of a release, asked side by side. */
export function confirmAll(consumers: ResolvedConsumer[], release: Release): Promise<ConsumerFact[]> {
    return Promise.all(consumers.map((consumer) => confirm(consumer, release)));
}

/** What one of them says. Never throws: a consumer that cannot be asked has not confirmed. */
export async function confirm(consumer: ResolvedConsumer, release: Release): Promise<ConsumerFact> {
    const { name, title } = consumer;
    const { state, detail } = await confirmationFrom(consumer, release);
    return { name, title, state, detail };
}

/** What one of them says, and whether that may change within the run. Never throws. */
export async function confirmationFrom(consumer: ResolvedConsumer, release: Release): Promise<Confirmation> {
    const { state, detail, final } = await inTime(confirmed(consumer, release));
    return { state, detail: singleLine(detail), final };
}

async function confirmed(consumer: ResolvedConsumer, release: Release): Promise<Confirmation> {
    try {
        const reach = await accessOf(consumer);
        if (reach === undefined) return { state: "unknown", detail: "its secret is not known in this preview" };
        return await consumer.driver.confirm(reach, release);
    } catch (error) {
        return { state: "unknown", detail: firstLine(error) };
    }
}

/** How a consumer is reached; undefined where its secret cannot be known in this preview. */
export async function accessOf({
    settings,
    secret,
    context: told,
}: ResolvedConsumer): Promise<ConsumerAccess<object> | undefined> {
    if (secret === undefined) return { settings, context: told };
    const known = await knownValue(secret);
    return known === undefined ? undefined : { settings, secret: known, context: told };
}

/** What went wrong, short enough for a sentence. */
export function firstLine(error: unknown): string {
    const text = error instanceof Error ? error.message : String(error);
    return singleLine(text.split("\n")[0]).slice(0, MAX_DETAIL_LENGTH);
}

async function inTime(answer: Promise<Confirmation>): Promise<Confirmation> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Confirmation>((resolve) => {
        const detail = `no answer within ${TIMEOUT_MS / 1000} s`;
        timer = setTimeout(() => resolve({ state: "unknown", detail }), TIMEOUT_MS);
    });
    try {
        return await Promise.race([answer, late]);
    } finally {
        clearTimeout(timer);
    }
}
