import { ExitCode } from "../exitCodes";
import { type Step, title } from "./events";
import type { Failures } from "./failuresByCredential";
import type { Ran } from "./run";

/** What a preview found for one credential. */
export interface Finding {
    name: string;
    verdict: "nothing" | "due" | "drift" | "failed";
    reason?: string;
    sentence?: string;
    steps: string[];
}

/** What a preview found in all, with the exit code that says so. */
export interface Verdict {
    exitCode: ExitCode;
    credentials: Finding[];
    /** Planned steps that belong to no credential. */
    otherSteps: string[];
    errors: string[];
}

/** Decisions that answer something that somebody else did. */
const DRIFT = new Set([
    "previous-gone",
    "still-active",
    "live-deleted",
    "live-disabled",
    "live-changed",
    "used-after-disabling",
]);
/** Steps that say no more than that time went by. */
const TRIGGER = /::time:index\/rotating:Rotating::|\$time:index\/rotating:Rotating::/;

/**
 * Judges a preview: what differs because a decision says so is due; what differs although nothing was decided was
 * changed by somebody else, or in the configuration. An error goes before drift, drift before what is due.
 */
export function judge(ran: Ran, failures: Failures, ownerOf: (step: Step) => string | undefined): Verdict {
    const steps = new Map<string, string[]>();
    const otherSteps: string[] = [];
    for (const step of ran.steps.filter(({ urn }) => !TRIGGER.test(urn))) {
        const name = ownerOf(step);
        if (name === undefined) otherSteps.push(title(step));
        else steps.set(name, [...(steps.get(name) ?? []), title(step)]);
    }
    // Tags that every run sets anew are nobody's doing.
    const mere = (step: Step): boolean => ran.newDefaultTags && step.onlyTags === true;
    const own = (name?: string): Step[] =>
        ran.steps.filter((step) => !TRIGGER.test(step.urn) && ownerOf(step) === name);
    const errors = [...failures.others];
    const names = new Set([
        ...ran.decisions.map(({ name }) => name),
        ...failures.byName.map(({ name }) => name),
        ...steps.keys(),
    ]);
    const credentials = [...names].sort().map((name): Finding => {
        const decision = ran.decisions.find((one) => one.name === name);
        const failure = failures.byName.find((one) => one.name === name);
        const planned = steps.get(name) ?? [];
        const said = { name, reason: decision?.reason, sentence: decision?.sentence, steps: planned };
        const drifted = DRIFT.has(decision?.reason ?? "");
        if (failure && !drifted) return { ...said, verdict: "failed", sentence: failure.message };
        if (drifted) return { ...said, verdict: "drift" };
        if (planned.length === 0) return { ...said, verdict: decision?.moved ? "due" : "nothing" };
        if (!decision?.moved && own(name).every(mere))
            return { ...said, sentence: "only tags change, as the provider's default tags do", verdict: "nothing" };
        return { ...said, verdict: decision?.moved || decision?.reason === "finishing" ? "due" : "drift" };
    });
    const is = (verdict: Finding["verdict"]): boolean => credentials.some((one) => one.verdict === verdict);
    if (!ran.ok && errors.length === 0 && !is("failed") && !is("drift")) errors.push(ran.error ?? "the preview failed");
    const failed = errors.length > 0 || is("failed");
    const exitCode = failed
        ? ExitCode.Failed
        : is("drift")
          ? ExitCode.Drift
          : is("due") || !own(undefined).every(mere)
            ? ExitCode.Due
            : ExitCode.Done;
    return { exitCode, credentials, otherSteps, errors };
}
