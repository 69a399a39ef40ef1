import { AuditPolicy } from "../../../../components/decision/types";
import { BLUE_1, GREEN_2, hoursLater, key, ledger, NOW, record, Row, rows } from "../support/scene";

const HOUR = 3_600_000;
const overlapping = ledger({ phase: "overlap" });
const resting = (hours: number) => ledger({ phase: "inactive", since: hoursLater(-hours) });
const due = { record: record({ rotated_at: "2026-04-01T02:00:00Z" }) };
const held = { kind: "hold", level: "warning" } as const;
const audit: AuditPolicy = { quietMs: 8 * HOUR, lagMs: 4 * HOUR, onUse: "hold" };
const used = (hoursAgo: number, more = {}) => key(BLUE_1, { lastUsedAt: hoursLater(-hoursAgo), ...more });
const seen = (hoursAgo: number, more = {}) => ({ remote: [used(hoursAgo, more), key(GREEN_2)] });
const told = (hoursAgo: number) => seen(hoursAgo, { active: false });

const use: Row[] = [
    {
        name: "holds what was used within the quiet time and the lag, and names service and caller",
        ledger: overlapping,
        facts: seen(11, { lastUsedFor: "s3 in eu-central-1", lastUsedBy: "CloudTrail names aws-cli" }),
        policy: { audit },
        ...held,
        reason: "in-use",
        sentence:
            `holding blue, generation 1: it is still in use, last at ${hoursLater(-11)} for s3 in eu-central-1. CloudTrail ` +
            "names aws-cli. It leaves after 8 h without a use; the vendor tells of a use up to 4 h late. If that is " +
            `harmless, set audit.reviewed: "${hoursLater(-11)}"`,
    },
    {
        name: "fails where it was told to",
        ledger: overlapping,
        facts: seen(11),
        policy: { audit: { ...audit, lagMs: 0, quietMs: 12 * HOUR, onUse: "fail" } },
        kind: "hold",
        level: "error",
        reason: "in-use",
        sentence:
            `holding blue, generation 1: it is still in use, last at ${hoursLater(-11)}. It leaves after 12 h without a use. ` +
            `If that is harmless, set audit.reviewed: "${hoursLater(-11)}"`,
    },
    {
        name: "lets go of what was used before that",
        ledger: overlapping,
        facts: seen(12),
        policy: { audit },
        reason: "disabling",
        sentence:
            "disabling blue, generation 1: its overlap of 1 d is over; somebody still used it at " +
            `${hoursLater(-12)}, after generation 2 was published`,
    },
    {
        name: "does not count the first half of the overlap, in which consumers move",
        ledger: overlapping,
        facts: { ...seen(12), record: record({ rotated_at: hoursLater(-24) }) },
        policy: { audit: { ...audit, quietMs: 24 * HOUR } },
        reason: "disabling",
        sentence:
            "disabling blue, generation 1: its overlap of 1 d is over; somebody still used it at " +
            `${hoursLater(-12)}, after generation 2 was published`,
    },
    {
        name: "does not count what was looked into",
        ledger: overlapping,
        facts: seen(1),
        policy: { audit: { ...audit, reviewed: hoursLater(-1) } },
        reason: "disabling",
        sentence:
            "disabling blue, generation 1: its overlap of 1 d is over; somebody still used it at " +
            `${hoursLater(-1)}, after generation 2 was published`,
    },
    {
        name: "holds what cannot be told",
        ledger: overlapping,
        facts: { remote: [key(BLUE_1, { useUnknown: "AccessDenied" }), key(GREEN_2)] },
        policy: { audit },
        ...held,
        reason: "in-use",
        sentence:
            "holding blue, generation 1: it cannot be told whether it is still in use: AccessDenied. Nothing is disabled " +
            "or deleted before that",
    },
    {
        name: "does not hold back a rotation that was asked for",
        ledger: overlapping,
        facts: seen(1),
        policy: { audit, nonce: "n1" },
        reason: "disabling",
        sentence:
            "disabling blue, generation 1: a rotation was asked for and needs its place; the next run rotates; somebody " +
            `still used it at ${hoursLater(-1)}, after generation 2 was published`,
    },
    {
        name: "after the disabling it is said at once, and nothing is deleted",
        ledger: resting(10),
        facts: told(9),
        policy: { audit },
        ...held,
        reason: "used-after-disabling",
        sentence:
            `holding blue, generation 1: it was used after it was disabled, at ${hoursLater(-9)}. A consumer was missed and ` +
            'fails: use: "previous" brings the key back. It is not deleted. If that is harmless, set audit.reviewed: ' +
            `"${hoursLater(-9)}"`,
    },
    {
        name: "and long after that, however due a rotation is",
        ledger: resting(60),
        facts: { ...told(59), ...due },
        policy: { audit },
        ...held,
        reason: "used-after-disabling",
        sentence:
            `not rotating, due since 2026-04-05T02:00:00Z: holding blue, generation 1: it was used after it was disabled, at ` +
            `${hoursLater(-59)}. A consumer was missed and fails: use: "previous" brings the key back. It is not deleted. If ` +
            `that is harmless, set audit.reviewed: "${hoursLater(-59)}"`,
    },
    {
        name: "a use just before the disabling, which was told too late, is one of a missed consumer too",
        ledger: resting(50),
        facts: {
            ...told(52),
            record: record({ rotated_at: hoursLater(-80) }),
            window: { start: hoursLater(-100), end: NOW },
        },
        policy: { audit },
        ...held,
        reason: "in-use",
        sentence:
            `holding blue, generation 1: it was used shortly before it was disabled, at ${hoursLater(-52)}. This was told only ` +
            'afterwards. A consumer was missed: use: "previous" brings the key back. It is not deleted. If that is ' +
            `harmless, set audit.reviewed: "${hoursLater(-52)}"`,
    },
    {
        name: "what was known when it was disabled speaks not against deleting",
        ledger: resting(50),
        facts: {
            ...told(54),
            record: record({ rotated_at: hoursLater(-80) }),
            window: { start: hoursLater(-100), end: NOW },
        },
        policy: { audit },
        reason: "deleting",
        sentence: "deleting blue, generation 1: disabled for 2 d 2 h, retention is 2 d",
    },
];

/* Does not prove that these facts are gathered: the engine tests do. */
describe("a previous credential that is used", () => rows(use));
