import { DateTime } from "luxon";
import { type Calendar, readCalendar, schedules, toMilliseconds, windowAt } from "pulumi-credential-rotation/plain";
import type { ListedEntry } from "../config/entries";
import type { Credential } from "../state/credentials";

/** Something that falls due. */
export interface DueEvent {
    /** RFC 3339. */
    at: string;
    name: string;
    what: "rotate" | "disable" | "delete";
    overdue: boolean;
    /** True where the program lists no such credential: the time is that of an overlap and a retention of 24 hours. */
    assumed?: true;
}

/** How the period of a credential is known: from its entry, else from the window of its trigger. */
function calendarOf({ name, window }: Credential, entry: ListedEntry | undefined): Calendar | undefined {
    const preset = schedules[entry?.schedule as keyof typeof schedules];
    const every = entry?.every ?? preset?.every;
    if (every !== undefined && (window === undefined || entry?.stagger === undefined)) {
        return readCalendar({ every, anchor: window?.start ?? entry?.anchor ?? preset?.anchor }, name);
    }
    if (window === undefined) return undefined;
    return readCalendar({ every: periodOf(window), anchor: window.start }, name);
}

/** The length of a window: in whole months where it is that, else in time. */
export function periodOf({ start, end }: { start: string; end: string }): string {
    const [from, to] = [DateTime.fromISO(start, { zone: "utc" }), DateTime.fromISO(end, { zone: "utc" })];
    const { months } = to.diff(from, "months");
    const days = to.diff(from, "days").days;
    // A month of 30 days and thirty days look the same; thirty days are what schedules say more often.
    if (Number.isInteger(months) && (days === 31 || days === 28 || days === 29 || months > 1) && from.day === to.day) {
        return `P${months}M`;
    }
    return `${(to.toMillis() - from.toMillis()) / 1000}s`;
}

/**
 * What falls due until then, by time: the rotations of the calendar, and what becomes of the previous credential if
 * runs come often enough. A rotation that fell due already stands first, at the time when it did.
 */
export function dueEvents(credentials: Credential[], entries: ListedEntry[], now: Date, until: Date): DueEvent[] {
    return credentials
        .flatMap((credential) => {
            const entry = entries.find(({ name }) => name === credential.name);
            return [...rotations(credential, entry, until), ...retirements(credential, entry)];
        })
        .map(({ at, ...rest }) => ({ at: iso(at), ...rest, overdue: Date.parse(at) <= now.getTime() }))
        .filter(({ at }) => Date.parse(at) <= until.getTime())
        .sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.name.localeCompare(b.name));
}

type Plain = Omit<DueEvent, "overdue">;

function rotations(credential: Credential, entry: ListedEntry | undefined, until: Date): Plain[] {
    const { name, nextRotation } = credential;
    const calendar = calendarOf(credential, entry);
    const found: Plain[] = [];
    let at = nextRotation;
    for (let count = 0; Date.parse(at) <= until.getTime() && count < 10_000; count++) {
        found.push({ at, name, what: "rotate" });
        if (calendar === undefined) break;
        at = windowAt(calendar, DateTime.fromISO(at, { zone: "utc" })).end;
    }
    return found;
}

function retirements(credential: Credential, entry: ListedEntry | undefined): Plain[] {
    const found = retirementsOf(credential, entry);
    return entry === undefined ? found.map((one) => ({ ...one, assumed: true })) : found;
}

function retirementsOf(
    { name, previousPhase, rotatedAt, ledger, ...credential }: Credential,
    entry: ListedEntry | undefined,
): Plain[] {
    if (ledger?.back || previousPhase === "absent" || previousPhase === "live") return [];
    const overlap = toMilliseconds(entry?.overlap ?? "24h", "overlap");
    const retention = toMilliseconds(entry?.retention ?? "24h", "retention");
    const disabled = Date.parse(rotatedAt) + overlap;
    if (previousPhase === "overlap" && deletesAtOnce(credential, entry))
        return [{ at: iso(disabled), name, what: "delete" }];
    if (previousPhase === "overlap") {
        return [
            { at: iso(disabled), name, what: "disable" },
            { at: iso(disabled + retention), name, what: "delete" },
        ];
    }
    const other = ledger?.current === "blue" ? ledger.green : ledger?.blue;
    return other?.since === undefined ? [] : [{ at: iso(Date.parse(other.since) + retention), name, what: "delete" }];
}

/** True of what cannot be disabled: its older one is deleted when the overlap is over. */
export function deletesAtOnce({ canDisable }: Pick<Credential, "canDisable">, entry: ListedEntry | undefined): boolean {
    return !canDisable || /api-(key|token)$|^entra-app-secret$/.test(entry?.kind ?? "");
}

function iso(moment: number | string): string {
    return new Date(moment).toISOString().replace(".000Z", "Z");
}
