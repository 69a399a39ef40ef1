import { DEFAULT_ANCHOR, ScheduleArgs } from "./calendar";

/** Schedules that are in common use; spread one and change a field to adapt it. */
export const schedules = {
    /** IAM access keys: 90 days, the age that Security Hub IAM.3 and CIS 1.14 allow; the older key outlives it by the overlap. */
    iam: { every: "90d", anchor: DEFAULT_ANCHOR },
    /** Database logins: 30 days. */
    database: { every: "30d", anchor: DEFAULT_ANCHOR },
    /** Third-party API keys: 180 days. */
    thirdParty: { every: "180d", anchor: DEFAULT_ANCHOR },
    /** Every Sunday at 02:00 UTC (cron `0 2 * * 0`). */
    weekly: { every: "P7D", anchor: DEFAULT_ANCHOR },
    /** The first of each month at 03:00 UTC (cron `0 3 1 * *`). */
    monthly: { every: "P1M", anchor: "2024-01-01T03:00:00Z" },
} as const satisfies Record<string, ScheduleArgs>;

/** Name of a ready schedule. */
export type ScheduleName = keyof typeof schedules;
