import { formatDuration } from "../schedule/duration";
import { Clock } from "../shared/verification";
import { confirmationFrom, firstLine, accessOf } from "./confirm";
import { Release } from "./consumer";
import { ResolvedConsumer } from "./resolveConsumers";

const INITIAL_PAUSE_MS = 250;
const MAX_PAUSE_MS = 10_000;

/** Attempts at refreshing; asking again for the same release starts nothing new. */
const REFRESHES = 3;

/**
 * Moves a consumer to a release: asks it whether it runs on it already, refreshes it if not, and waits until it confirms.
 * One that cannot be waited for is only refreshed.
 *
 * @throws Error that names the consumer and what it said last
 */
export async function updateConsumer(consumer: ResolvedConsumer, release: Release, pace: Clock): Promise<void> {
    const { title, driver, deadlineMs } = consumer;
    if ((await confirmationFrom(consumer, release)).state === "confirmed") return remember(consumer, release);
    await refresh(consumer, release, pace);
    if (driver.canWait === false) return;
    const started = pace.now();
    let pause = INITIAL_PAUSE_MS;
    for (;;) {
        const { state, detail, final } = await confirmationFrom(consumer, release);
        if (state === "confirmed") return remember(consumer, release);
        const elapsed = pace.now() - started;
        if (final || elapsed + pause > deadlineMs) {
            const what = state === "unknown" ? "could not be asked whether it runs on" : "does not run on";
            throw new Error(
                `consumer ${title} ${what} generation ${release.generation}${final ? "" : ` after ${formatDuration(deadlineMs)}`}: ${detail}. The previous ` +
                    `credential stays valid until it does. Look what keeps it, and run again`,
            );
        }
        pace.waiting?.(elapsed, detail);
        await pace.pause(pause);
        pause = Math.min(pause * 1.5, MAX_PAUSE_MS);
    }
}

async function remember(consumer: ResolvedConsumer, release: Release): Promise<void> {
    const { driver, title, settings } = consumer;
    if (driver.remember === undefined) return;
    try {
        await driver.remember((await accessOf(consumer)) ?? { settings }, release);
    } catch (error) {
        throw new Error(
            `consumer ${title} runs on generation ${release.generation}, but that could not be noted there: ` +
                `${firstLine(error)}. Run again`,
        );
    }
}

async function refresh(consumer: ResolvedConsumer, release: Release, pace: Clock): Promise<void> {
    const reach = await accessOf(consumer);
    for (let tries = 1; ; tries++) {
        try {
            return await consumer.driver.refresh(reach ?? { settings: consumer.settings }, release);
        } catch (error) {
            if (tries < REFRESHES) {
                await pace.pause(tries * 500);
                continue;
            }
            throw new Error(
                `consumer ${consumer.title} could not be refreshed for generation ${release.generation}: ${firstLine(error)}. ` +
                    `The previous credential stays valid until it is. Run again when it can be reached`,
            );
        }
    }
}
