/**
 * What the story expects of one credential, night by night. Written apart from the package on purpose: the demo
 * compares what AWS and the store hold with this, so it must not ask the package what is right.
 */

/** The two places a key can live in. */
export type Slot = "blue" | "green";

/** What a slot shows: the published key, a key still valid beside it, a disabled one, or none. */
export type Light = "live" | "overlap" | "inactive" | "absent";

/** Both slots of a credential. */
export type Picture = Record<Slot, Light>;

/** A credential as the story sees it. Times are in milliseconds. */
export interface Role {
    name: string;
    overlapMs: number;
    /** Means nothing where the vendor cannot disable. */
    retentionMs: number;
    /** False where the vendor can only delete: then the overlap ends with the deletion. */
    disables: boolean;
    /** True where a key can be made that never works. */
    breakable: boolean;
    /** Start of the calendar's window that holds the moment. */
    windowStart(now: number): number;
}

/** Where a credential stands between two runs. */
export interface Standing {
    live: Slot;
    publishedAt: number;
    other: Exclude<Light, "live">;
    /** When the other slot got there. */
    otherSince: number;
    /** True after a rotation that failed: the next run owes it. */
    owed: boolean;
}

/** What a run does to a credential. */
export type Happening =
    | "first-issue"
    | "window"
    | "emergency"
    | "failing"
    | "restarting"
    | "disabling"
    | "deleting"
    | "overlap"
    | "retention"
    | "due-waiting"
    | "idle";

/** What the story adds to a night. */
export interface Twist {
    /** The key leaked: rotate now and disable the old one in the same run. */
    emergency?: boolean;
    /** A key that is made in this run never works. */
    broken?: boolean;
}

/** Happenings that leave everything as it is. */
const WAITING: readonly Happening[] = ["overlap", "retention", "due-waiting", "idle"];

/** True if the happening changes something at AWS or in the store. */
export function changes(happening: Happening): boolean {
    return !WAITING.includes(happening);
}

/** True if the happening makes a key. */
export function mints(happening: Happening): boolean {
    return ["first-issue", "window", "emergency", "failing", "restarting"].includes(happening);
}

/** The other slot of the pair. */
export function otherOf(slot: Slot): Slot {
    return slot === "blue" ? "green" : "blue";
}

/** Both slots as they are to be seen. */
export function pictureOf({ live, other }: Standing): Picture {
    const picture = { blue: other, green: other } as Picture;
    return { ...picture, [live]: "live" };
}

/** What the next run does, and where the credential stands after it. */
export function step(
    role: Role,
    standing: Standing | undefined,
    now: number,
    twist: Twist = {},
): { happening: Happening; standing: Standing } {
    if (standing === undefined) {
        const first: Standing = {
            live: "blue",
            publishedAt: now,
            other: "absent",
            otherSince: now,
            owed: false,
        };
        return { happening: "first-issue", standing: first };
    }
    const happening = happeningOf(role, standing, now, twist);
    return { happening, standing: after(happening, role, standing, now) };
}

function happeningOf(role: Role, standing: Standing, now: number, twist: Twist): Happening {
    const { other, owed, publishedAt, otherSince } = standing;
    const due = role.windowStart(now) > publishedAt;
    if (owed) return "restarting";
    if (twist.emergency) return other === "overlap" ? leaving(role) : "emergency";
    if (other === "overlap") {
        if (now - publishedAt >= role.overlapMs) return leaving(role);
        return due ? "due-waiting" : "overlap";
    }
    if (other === "inactive" && now - otherSince < role.retentionMs) return due ? "due-waiting" : "retention";
    if (due) return twist.broken ? "failing" : "window";
    return other === "inactive" ? "deleting" : "idle";
}

/** How an overlap ends. */
function leaving({ disables }: Role): Happening {
    return disables ? "disabling" : "deleting";
}

function after(happening: Happening, role: Role, standing: Standing, now: number): Standing {
    const minted: Standing = {
        ...standing,
        live: otherOf(standing.live),
        publishedAt: now,
        otherSince: now,
        owed: false,
    };
    if (happening === "window" || happening === "restarting") return { ...minted, other: "overlap" };
    if (happening === "emergency") return { ...minted, other: role.disables ? "inactive" : "absent" };
    if (happening === "failing") return { ...standing, other: "absent", otherSince: now, owed: true };
    if (happening === "disabling") return { ...standing, other: "inactive", otherSince: now };
    if (happening === "deleting") return { ...standing, other: "absent", otherSince: now };
    return standing;
}
