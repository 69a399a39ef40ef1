import { readCalendar, type ScheduleName, schedules, toMilliseconds } from "pulumi-credential-rotation/plain";
import { UserError } from "../exitCodes";

/** The schedule of an entry that has none, for kinds that are no API keys. */
const PRESETS: Record<string, ScheduleName> = {
    "aws-iam-access-key": "iam",
    "gcp-service-account-key": "thirdParty",
    "postgres-login": "database",
    "static-secret": "weekly",
};

/** What an entry that says nothing else has. */
const USUAL = "24h";
const LEAST_PERIOD_MS = 60_000;
const LEAST_OVERLAP = "5m";

/** @throws UserError where it is no duration, or a shorter one than a calendar takes */
export function checkPeriod(every: string): void {
    if (toMilliseconds(every, "--every") >= LEAST_PERIOD_MS) return;
    throw new UserError(`--every: ${JSON.stringify(every)} is too short; expected at least one minute`);
}

/**
 * Refuses at once what the stack would refuse in its next run.
 *
 * @throws UserError where the older credential would not have left before the next one comes
 */
export function checkTimes({ kind, every, overlap }: { kind: string; every?: string; overlap?: string }): void {
    if (every) checkPeriod(every);
    const preset = PRESETS[kind];
    const overlapMs = toMilliseconds(overlap || USUAL, "--overlap");
    if (preset === undefined && overlapMs < toMilliseconds(LEAST_OVERLAP, "--overlap")) {
        throw new UserError(`--overlap: ${JSON.stringify(overlap)}; expected at least ${LEAST_OVERLAP}`);
    }
    const period = every || schedules[preset ?? "thirdParty"].every;
    const retentionMs = preset === undefined ? 0 : toMilliseconds(USUAL, "retention");
    if (overlapMs + retentionMs < readCalendar({ every: period }, kind).shortestPeriodMs) return;
    const leaves = preset === undefined ? "" : `, and the ${USUAL} of the retention after it,`;
    throw new UserError(
        `--overlap: ${JSON.stringify(overlap || USUAL)}${leaves} must be shorter than the period of ${period}; ` +
            `expected a longer --every or a shorter --overlap`,
    );
}
