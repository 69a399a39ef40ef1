import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { DateTime } from "luxon";
import { readCalendar, ScheduleArgs, windowAt } from "../../../components/rotation/calendar";
import { toMilliseconds } from "../../../components/rotation/duration";
import { ScheduleName, schedules } from "../../../components/rotation/presets";
import { checkCredentials } from "../../../stack/config";
import type { Entry } from "../../../stack/schema";
import type { Tenant } from "../story/lifecycle";

type IamEntry = Extract<Entry, { kind: "aws-iam-access-key" }>;

/** The reader that the Pulumi SDK reads this file with. */
const { load } = createRequire(require.resolve("@pulumi/pulumi"))("js-yaml") as {
    load(text: string): unknown;
};

/** A credential that the demo can play: an IAM key that is published to SSM. */
export interface Listed {
    entry: IamEntry;
    name: string;
    user: string;
    /** Path of the parameter with the whole credential as JSON, which its consumer reads. */
    document: string;
    /** Path of the parameter with the rotation record. */
    record: string;
}

/** The stack's configuration as the user wrote it. */
export interface StackFile {
    config: Record<string, unknown>;
    listed: Listed[];
}

/**
 * Reads `Pulumi.dev.yaml`.
 *
 * @throws Error when it lists something that the demo cannot play
 */
export function readStackFile(repository: string): StackFile {
    const file = path.join(repository, "Pulumi.dev.yaml");
    const { config } = load(readFileSync(file, "utf8")) as { config: Record<string, unknown> };
    return { config, listed: checkCredentials(config["rotation:credentials"]).map(playable) };
}

function playable(entry: Entry): Listed {
    const { name } = entry;
    const ssm = entry.stores[0].ssm;
    if (entry.kind !== "aws-iam-access-key" || ssm === undefined) {
        throw new Error(
            `the demo plays credentials of the kind aws-iam-access-key whose first store is ssm, and ${name} in ` +
                `Pulumi.dev.yaml is none; take it out for the demo`,
        );
    }
    const document = `${ssm.prefix}/${ssm.documentName ?? "credential"}`;
    return {
        entry,
        name,
        user: entry.user,
        document,
        record: `${ssm.prefix}/${ssm.recordName ?? "rotation"}`,
    };
}

/** The credential as the story sees it. */
export function tenantOf({ entry, name }: Listed): Tenant {
    const calendar = readCalendar(scheduleOf(entry), name);
    return {
        name,
        overlapMs: toMilliseconds(entry.overlap ?? "24h", "overlap"),
        retentionMs: toMilliseconds(entry.retention ?? "24h", "retention"),
        windowStart: (now) => Date.parse(windowAt(calendar, DateTime.fromMillis(now, { zone: "utc" })).start),
    };
}

function scheduleOf({ schedule, every, anchor, stagger }: IamEntry): ScheduleArgs {
    const base = every === undefined ? schedules[(schedule ?? "iam") as ScheduleName] : { every };
    return {
        ...base,
        ...(anchor === undefined ? {} : { anchor }),
        ...(stagger === undefined ? {} : { stagger }),
    };
}
