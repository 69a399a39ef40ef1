import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { DateTime } from "luxon";
import { readCalendar, ScheduleArgs, windowAt } from "../../../components/schedule/calendar";
import { toMilliseconds } from "../../../components/schedule/duration";
import { ScheduleName, schedules } from "../../../components/schedule/presets";
import { checkCredentials } from "../../../stack/config";
import { kinds } from "../../../stack/kinds";
import type { Entry } from "../../../stack/schema";
import type { Role } from "../story/lifecycle";
import { checkPlayable, traitsOf } from "../tenants";

/** The reader that the Pulumi SDK reads this file with. */
const { load } = createRequire(require.resolve("@pulumi/pulumi"))("js-yaml") as {
    load(text: string): unknown;
};

/** The stack's configuration as the user wrote it. */
export interface StackFile {
    config: Record<string, unknown>;
    entries: Entry[];
}

/**
 * Reads `Pulumi.dev.yaml`.
 *
 * @throws Error when it lists something that the demo cannot play
 */
export function readStackFile(repository: string): StackFile {
    const file = path.join(repository, "Pulumi.dev.yaml");
    const { config } = load(readFileSync(file, "utf8")) as { config: Record<string, unknown> };
    const entries = checkedEntries(config["rotation:credentials"]);
    checkPlayable(entries);
    return { config, entries };
}

/** Entries as a stack's file may hold them: checked, and without what the check adds. */
function checkedEntries(listed: unknown): Entry[] {
    return checkCredentials(listed).map(({ place: _, ...entry }) => entry as Entry);
}

/** The credential as the story sees it. */
export function roleOf(entry: Entry): Role {
    const { name, overlap, retention } = entry as Entry & { retention?: string };
    const calendar = readCalendar(scheduleOf(entry), name);
    return {
        name,
        overlapMs: toMilliseconds(overlap ?? "24h", "overlap"),
        retentionMs: toMilliseconds(retention ?? "24h", "retention"),
        ...traitsOf(entry.kind),
        windowStart: (now) => Date.parse(windowAt(calendar, DateTime.fromMillis(now, { zone: "utc" })).start),
    };
}

function scheduleOf({ kind, schedule, every, anchor, stagger }: Entry): ScheduleArgs {
    const base = every === undefined ? schedules[(schedule ?? kinds[kind].preset) as ScheduleName] : { every };
    return {
        ...base,
        ...(anchor === undefined ? {} : { anchor }),
        ...(stagger === undefined ? {} : { stagger }),
    };
}
