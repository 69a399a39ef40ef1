import { changes, Happening, mints, Picture, pictureOf, Role, Standing, step, Twist } from "./lifecycle";

/** What a night is told for; most are `usual`: something fell due. */
export type Chapter = "first" | "quiet" | "usual" | "return" | "emergency" | "broken" | "recovery" | "joining";

/** One run of the story. */
export interface Night {
    /** The simulated clock (RFC 3339). */
    at: string;
    chapter: Chapter;
    /** The credential that the chapter is about. */
    about?: string;
    /** Nights without a run before this one, where that is what the chapter is about. */
    missed?: number;
    /** What the run does to each credential. */
    happenings: Record<string, Happening>;
    /** What vendors and stores must hold after it. */
    pictures: Record<string, Picture>;
    /** How many keys it makes. */
    minted: number;
}

/** When the story begins, and the nights on which nobody ran it. */
export interface Frame {
    start: string;
    /** The first night without a run, and the first night with one again. */
    outage: { from: string; until: string };
}

const DAY_MS = 86_400_000;
const QUIET_AFTER_NIGHTS = 7;
const EMERGENCY_AFTER_NIGHTS = 9;
const MOST_NIGHTS = 400;

/** A run every night at three, from the first Sunday of 2030; the dates lie ahead, for the trigger must not expire by the real clock. */
export const HALF_A_YEAR: Frame = {
    start: "2030-01-06T03:00:00Z",
    outage: { from: "2030-02-11T03:00:00Z", until: "2030-06-10T03:00:00Z" },
};

/**
 * Plans the half year: of all nights only those on which something falls due, and those that the story is about.
 *
 * @throws Error when the credentials' calendars leave no place for a chapter
 */
export function planStory(roles: Role[], frame: Frame = HALF_A_YEAR): Night[] {
    return planActs(roles, frame).nights;
}

/** The story with a second act, if there is to be one. */
export interface Acts {
    nights: Night[];
    /** Goes on from the last night with credentials that join, until each of them has rotated once. */
    second(latecomers: Role[]): Night[];
}

/** Plans the half year, and what may follow. */
export function planActs(roles: Role[], frame: Frame = HALF_A_YEAR): Acts {
    const teller = new Teller(roles, frame);
    const nights = play(teller, Date.parse(frame.start), frame);
    const second = (latecomers: Role[]): Night[] => {
        teller.join(latecomers);
        return play(teller, Date.parse(nights.at(-1)?.at ?? frame.start) + DAY_MS, frame).slice(nights.length);
    };
    return { nights, second };
}

function play(teller: Teller, start: number, frame: Frame): Night[] {
    for (let night = 0; night < MOST_NIGHTS; night++) {
        if (teller.tell(start + night * DAY_MS)) return [...teller.nights];
    }
    throw new Error(
        `the story does not come to its end in ${MOST_NIGHTS} nights: it needs a credential that rotates soon after ` +
            `${frame.outage.until.slice(0, 10)}, such as one with every: 30d`,
    );
}

class Teller {
    readonly nights: Night[] = [];
    private standings: Record<string, Standing> = {};
    private readonly told = new Set<Chapter>();
    private returnedAt = Infinity;
    private latecomers: Role[] = [];

    constructor(
        private roles: Role[],
        private readonly frame: Frame,
    ) {}

    /** From the next night on these are there too. */
    join(latecomers: Role[]): void {
        this.latecomers = latecomers;
        this.roles = [...this.roles, ...latecomers];
    }

    /** Tells one night, or passes over it; true when the story is over. */
    tell(now: number): boolean {
        const { from, until } = this.frame.outage;
        if (now >= Date.parse(from) && now < Date.parse(until)) return false;
        const usual = this.tryOut(now, {});
        const { chapter, about } = this.chapterOf(now, usual);
        const idle = usual.every(({ happening }) => !changes(happening));
        if (chapter === "usual" && idle) return this.told.has("recovery") && this.atRest() && this.joined();
        const outcome = this.tryOut(now, about === undefined ? {} : { [about]: twistOf(chapter) });
        this.write(now, chapter, about, outcome);
        return false;
    }

    private chapterOf(now: number, usual: Outcome[]): { chapter: Chapter; about?: string } {
        const last = this.nights.at(-1);
        const idle = usual.every(({ happening }) => !changes(happening));
        if (last === undefined) return { chapter: "first" };
        if (usual.some(({ happening }) => happening === "first-issue")) return { chapter: "joining" };
        if (last.chapter === "broken") return { chapter: "recovery", about: last.about };
        if (now === Date.parse(this.frame.outage.until)) return { chapter: "return" };
        if (!this.told.has("quiet") && idle && now >= Date.parse(this.frame.start) + QUIET_AFTER_NIGHTS * DAY_MS) {
            return { chapter: "quiet" };
        }
        const wellBack = now >= this.returnedAt + EMERGENCY_AFTER_NIGHTS * DAY_MS;
        if (!this.told.has("emergency") && idle && wellBack && this.atRest()) {
            return { chapter: "emergency", about: this.roles[0].name };
        }
        const rotating = usual.find(({ happening, role }) => happening === "window" && role.breakable);
        if (this.told.has("emergency") && !this.told.has("broken") && rotating) {
            return { chapter: "broken", about: rotating.role.name };
        }
        return { chapter: "usual" };
    }

    private tryOut(now: number, twists: Record<string, Twist>): Outcome[] {
        return this.roles.map((role) => ({
            role,
            ...step(role, this.standings[role.name], now, twists[role.name]),
        }));
    }

    private write(now: number, chapter: Chapter, about: string | undefined, outcome: Outcome[]): void {
        const of = <T>(read: (one: Outcome) => T) =>
            Object.fromEntries(outcome.map((one) => [one.role.name, read(one)]));
        this.told.add(chapter);
        if (chapter === "return") this.returnedAt = now;
        this.standings = of(({ standing }) => standing);
        const missed = chapter === "return" ? nightsBetween(this.frame.outage.from, now) : undefined;
        this.nights.push({
            at: new Date(now).toISOString().replace(".000", ""),
            chapter,
            ...(about === undefined ? {} : { about }),
            ...(missed === undefined ? {} : { missed }),
            happenings: of(({ happening }) => happening),
            pictures: of(({ standing }) => pictureOf(standing)),
            minted: outcome.filter(({ happening }) => mints(happening)).length,
        });
    }

    /** True once each latecomer has rotated; its first credential is in blue. */
    private joined(): boolean {
        return this.latecomers.every(({ name }) => this.standings[name]?.live === "green");
    }

    private atRest(): boolean {
        return Object.values(this.standings).every(({ other, owed }) => other === "absent" && !owed);
    }
}

interface Outcome {
    role: Role;
    happening: Happening;
    standing: Standing;
}

function twistOf(chapter: Chapter): Twist {
    if (chapter === "emergency") return { emergency: true };
    return chapter === "broken" ? { broken: true } : {};
}

function nightsBetween(from: string, until: number): number {
    return Math.round((until - Date.parse(from)) / DAY_MS);
}
