import { describe } from "../rotation/duration";
import { Pace } from "../rotation/verification";
import { answerOf, firstLine, reachOf } from "./ask";
import { Release } from "./contract";
import { Listed } from "./inventory";

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/** Attempts at refreshing; asking again for the same release starts nothing new. */
const REFRESHES = 3;

/**
 * Moves a consumer to a release: asks it whether it runs on it already, refreshes it if not, and waits until it confirms.
 * One that cannot be waited for is only refreshed.
 *
 * @throws Error that names the consumer and what it said last
 */
export async function move(consumer: Listed, release: Release, pace: Pace): Promise<void> {
    const { title, driver, deadlineMs } = consumer;
    if ((await answerOf(consumer, release)).state === "confirmed") return remember(consumer, release);
    await refresh(consumer, release, pace);
    if (driver.waits === false) return;
    const started = pace.now();
    let pause = FIRST_PAUSE_MS;
    for (;;) {
        const { state, detail, final } = await answerOf(consumer, release);
        if (state === "confirmed") return remember(consumer, release);
        const elapsed = pace.now() - started;
        if (final || elapsed + pause > deadlineMs) {
            const what = state === "unknown" ? "could not be asked whether it runs on" : "does not run on";
            throw new Error(
                `consumer ${title} ${what} generation ${release.generation}${final ? "" : ` after ${describe(deadlineMs)}`}: ${detail}. The previous ` +
                    `credential stays valid until it does. Look what keeps it, and run again`,
            );
        }
        pace.waiting?.(elapsed, detail);
        await pace.pause(pause);
        pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS);
    }
}

async function remember(consumer: Listed, release: Release): Promise<void> {
    const { driver, title, settings } = consumer;
    if (driver.remember === undefined) return;
    try {
        await driver.remember((await reachOf(consumer)) ?? { settings }, release);
    } catch (error) {
        throw new Error(
            `consumer ${title} runs on generation ${release.generation}, but that could not be noted there: ` +
                `${firstLine(error)}. Run again`,
        );
    }
}

async function refresh(consumer: Listed, release: Release, pace: Pace): Promise<void> {
    const reach = await reachOf(consumer);
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
