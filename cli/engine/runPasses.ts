import type { Decision } from "./decisions";
import { title } from "./events";
import type { Failure, Failures } from "./failuresByCredential";
import type { Ran } from "./run";

/** The two things that a whole run is made of; each is told the names to leave out, and whether to refresh first. */
export interface Passes {
    preview(leftOut: string[], refresh: boolean): Promise<Pass>;
    up(leftOut: string[], refresh: boolean): Promise<Pass>;
    /** Names of all credentials, as far as they are known before the run. */
    names: string[];
    say(message: string): void;
    /** True once somebody broke it off: nothing is begun any more. */
    stopped(): boolean;
}

/** One pass with what failed in it. */
export interface Pass {
    ran: Ran;
    failures: Failures;
}

/** How it ended for one credential. */
export interface Result {
    name: string;
    /** `unfinished`: the run ended before it had done all for this one; the next run goes on with it. */
    result: "ok" | "failed" | "unfinished";
    /** Why it failed. */
    error?: string;
    reason?: string;
    sentence?: string;
    level?: string;
    moved?: boolean;
}

/** How it ended for the whole stack. */
export interface Outcome {
    ok: boolean;
    credentials: Result[];
    /** `create myapp-green`, in the order of the run. */
    steps: string[];
    /** Errors that belong to no credential. */
    errors: string[];
    /** How often the engine went over the stack. */
    passes: number;
    /** Whether the vendors were asked first what has changed behind the stack's back. */
    refreshed: boolean;
    /** Only of a run that was broken off: what had come to its end by then. */
    stopped?: Broken;
}

/** A run that was broken off. */
export interface Broken {
    /** What was under way, or was not begun any more. */
    at: "preview" | "update";
    /** Steps that were done. */
    finished: string[];
    /** Steps that were begun and did not come to their end. */
    brokenOff: string[];
}

/** What is wanted of a run. */
export interface PassOptions {
    /** No preview before the update. @default false */
    skipPreview?: boolean;
    /** Ask the vendors first. @default false */
    refresh?: boolean;
}

/** One pass more for each failure; where everything fails, that is not worth going on with. */
const MOST_UPDATES = 10;

/**
 * Rotates what is due, without one credential keeping another from it.
 *
 * Previews show which credentials cannot be decided upon: their store or vendor does not answer, their entry is wrong,
 * or the decision is to stop. They are left out, which changes and deletes nothing of them, until a preview is clean.
 * Then comes the update. Where a step of a credential fails, the engine ends the run once the steps under way are
 * done, and one more update without that credential does the rest.
 *
 * A vendor that does not answer for one credential ends a refresh for all, so whatever fails is tried again without it.
 */
export async function passes(
    { preview, up, say, names, stopped }: Passes,
    options: PassOptions = {},
): Promise<Outcome> {
    const { skipPreview = false } = options;
    let { refresh = false } = options;
    const failed = new Map<string, Failure>();
    const complaints = new Map<string, Failure>();
    const decisions = new Map<string, Decision>();
    const steps: string[] = [];
    const finished: string[] = [];
    let at: Broken["at"] = "preview";
    let count = 0;
    let last: Pass | undefined;
    let refreshed = false;

    const leave = (all: Failure[]): boolean => {
        for (const one of all) if (one.found) complaints.set(one.name, one);
        const fresh = all.filter(({ name, found }) => !found && !failed.has(name));
        for (const one of fresh) {
            failed.set(one.name, one);
            say(`${one.name} fails: ${firstLine(one.message)}`);
        }
        return fresh.length > 0;
    };
    const note = (pass: Pass): Pass => {
        count += 1;
        for (const one of pass.ran.decisions) {
            if (!failed.has(one.name)) decisions.set(one.name, merge(decisions.get(one.name), one));
        }
        return pass;
    };
    /** One pass more; undefined where it was broken off before it began, or by what ended it. */
    const attempt = async (begin: Passes["preview"]): Promise<Pass | undefined> => {
        if (stopped()) return undefined;
        try {
            return note(await begin([...failed.keys()], refresh));
        } catch (error) {
            if (stopped()) return undefined;
            throw error;
        }
    };
    while (!skipPreview) {
        last = await attempt(preview);
        if (last === undefined || stopped()) return finish(last);
        if (last.ran.ok) break;
        if (!last.ran.began) return finish(last);
        if (refresh) {
            refresh = false;
            say("looking again, at what the state holds, for a refresh for all ends where one fails");
            continue;
        }
        if (!leave(last.failures.byName)) {
            if ((failed.size === 0 && complaints.size === 0) || last.failures.others.length > 0) return finish(last);
            break; // a program that builds what it was told to leave out
        }
        say(`going on without ${[...failed.keys()].join(", ")}; nothing of it is changed`);
    }
    at = "update";
    for (let update = 1; !nothingLeft(); update++) {
        last = await attempt(up);
        if (last === undefined) break;
        steps.push(...last.ran.steps.map(title));
        finished.push(...last.ran.finished);
        if (stopped()) break;
        const asked = refresh;
        refresh = false;
        const done = last.ran.ok || onlyFound(last);
        refreshed = asked && done;
        const more = leave(last.failures.byName) || (asked && last.ran.began);
        if (done || !more || update >= MOST_UPDATES) break;
        if (failed.size === 0) say("once more, from what the state holds, for a refresh for all ends where one fails");
        else if (!nothingLeft()) say(`once more for the others, without ${[...failed.keys()].join(", ")}`);
    }
    return finish(last);

    function nothingLeft(): boolean {
        const all = new Set([...names, ...decisions.keys()]);
        return failed.size > 0 && [...all].every((name) => failed.has(name));
    }

    function finish(pass: Pass | undefined): Outcome {
        if (stopped()) return broken(pass);
        const ok = pass?.ran.ok ?? true;
        const others = pass?.failures.others ?? [];
        const explained = failed.size > 0 || complaints.size > 0 || others.length > 0;
        const unexplained = ok || explained ? [] : [pass?.ran.error ?? "the run failed"];
        const errors = ok ? [] : [...new Set([...others, ...unexplained])];
        const whole = ok && failed.size === 0 && complaints.size === 0;
        return { ok: whole, credentials: results(ok || onlyFound(pass)), steps, errors, passes: count, refreshed };
    }

    /** What the engine says of a run that it was told to end is no failure of anybody's. */
    function broken(pass: Pass | undefined): Outcome {
        leave(pass?.failures.byName ?? []);
        const brokenOff = without(steps, finished);
        const stopped = { at, finished, brokenOff };
        const errors = pass?.failures.others ?? [];
        return { ok: false, credentials: results(false), steps, errors, passes: count, refreshed: false, stopped };
    }

    function results(ok: boolean): Result[] {
        const told = [...new Set([...names, ...decisions.keys(), ...failed.keys()])].sort();
        return told.map((name) => {
            const { reason, sentence, level, moved } = decisions.get(name) ?? {};
            const said = { name, reason, sentence, level, moved };
            const failure = failed.get(name) ?? complaints.get(name);
            if (failure) return { ...said, result: "failed", error: failure.message };
            return { ...said, result: ok ? "ok" : "unfinished" };
        });
    }
}

/** True where a run failed for what decisions found alone, and so did everything else first. */
function onlyFound(pass: Pass | undefined): boolean {
    if (pass === undefined || pass.failures.others.length > 0) return false;
    return pass.failures.byName.length > 0 && pass.failures.byName.every(({ found }) => found);
}

/** A later pass that finds nothing to do is not what the run was about. */
function merge(before: Decision | undefined, next: Decision): Decision {
    return before?.moved && !next.moved ? before : next;
}

/** The list, less each of the others once. */
function without(all: string[], others: string[]): string[] {
    const left = [...others];
    return all.filter((one) => {
        const index = left.indexOf(one);
        if (index >= 0) left.splice(index, 1);
        return index < 0;
    });
}

function firstLine(text: string): string {
    return text.split("\n")[0];
}
