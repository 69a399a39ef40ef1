import type { Outcome, Result } from "../engine/runPasses";
import type { StatusRow } from "../state/status";
import { roughly } from "../output/output";
import type { Alert, Occasion } from "./alert";

/** Where an alert comes from. */
export interface Origin {
    project: string;
    stack: string;
    at: string;
    link?: string;
}

/** Decisions that hold a retirement back because somebody is not done yet. */
const HELD = new Set(["in-use", "consumer-behind"]);
/** Decisions that found a credential in use that was disabled already. */
const LATE = new Set(["used-after-disabling"]);

/** What there is to tell after `up`. What does not fire is said to be over, which closes what an earlier run opened. */
export function alertsAfterUp(
    outcome: Outcome,
    /** Undefined where the state could not be read: then nothing is known of what is overdue, nor that nothing is. */
    rows: StatusRow[] | undefined,
    origin: Origin,
    overdueSeconds: number,
): Alert[] {
    const failed = outcome.credentials.filter(({ result }) => result === "failed");
    const moved = outcome.credentials.filter(({ result, moved }) => result === "ok" && moved);
    const having = (reasons: Set<string>): Result[] =>
        outcome.credentials.filter(({ reason }) => reasons.has(reason ?? ""));
    return [
        failureAlert(failed, outcome, origin),
        gathered("held", having(HELD), origin, "is held back: the previous credential is still in use"),
        gathered("late-use", having(LATE), origin, "was used after it was disabled: a consumer was missed"),
        ...(rows === undefined ? [] : [overdueAlert(rows, origin, overdueSeconds)]),
        ...moved.map((one) => told(one, origin)),
    ];
}

function failureAlert(failed: Result[], outcome: Outcome, origin: Origin): Alert {
    if (outcome.ok) return alert("failure", "over", origin, [], `credential rotation of ${origin.stack} works`, "");
    const names = failed.map(({ name }) => name);
    const whose = names.length > 0 ? `for ${names.join(", ")}` : `of ${origin.stack}`;
    const detail = [...failed.map(({ name, error }) => `${name}: ${error ?? ""}`), ...outcome.errors].join("\n");
    return alert("failure", "firing", origin, names, `Credential rotation FAILED ${whose}`, detail);
}

/** Nobody ran `up` for a period, or it keeps failing: rotations that fell due longer ago than that. */
export function overdueAlert(rows: StatusRow[], origin: Origin, overdueSeconds: number): Alert {
    const late = rows.filter((row) => row.overdueSeconds > overdueSeconds);
    if (late.length === 0) return alert("overdue", "over", origin, [], "no rotation is overdue", "");
    const names = late.map(({ name }) => name);
    const detail = late.map((row) => `${row.name}: due since ${row.nextRotation} (${roughly(row.overdueSeconds)})`);
    return alert("overdue", "firing", origin, names, `Rotation overdue for ${names.join(", ")}`, detail.join("\n"));
}

/** What a pipeline that runs plain `pulumi up` can tell: how it ended. */
export function alertFromExitCode(code: number, origin: Origin): Alert {
    if (code === 0) return alert("failure", "over", origin, [], `credential rotation of ${origin.stack} works`, "");
    const summary = `Credential rotation FAILED of ${origin.stack}`;
    return alert("failure", "firing", origin, [], summary, `pulumi ended with exit code ${code}`);
}

/**
 * What the last run found wrong, as the state tells: for runs whose exit code does not say it. An alert of its own beside
 * that of a failed run, so that neither closes the other.
 */
export function foundAlert(rows: StatusRow[], origin: Origin): Alert {
    const found = rows.filter(({ error }) => error !== undefined);
    const names = found.map(({ name }) => name);
    const works = "nothing is wrong with a published credential";
    const summary = names.length > 0 ? `Published credential in trouble: ${names.join(", ")}` : works;
    const detail = found.map(({ name, error = "" }) => `${name}: ${error}`).join("\n");
    const made = alert("failure", names.length > 0 ? "firing" : "over", origin, names, summary, detail);
    return { ...made, key: `credential-rotation/${origin.project}/${origin.stack}/found` };
}

/** A change that took place. */
export function changeAlert(summary: string, origin: Origin): Alert {
    return alert("success", "told", origin, [], summary, "");
}

function told({ name, sentence = "" }: Result, origin: Origin): Alert {
    return alert("success", "told", origin, [name], `${name}: ${sentence}`, "");
}

function gathered(occasion: Occasion, results: Result[], origin: Origin, what: string): Alert {
    const names = results.map(({ name }) => name);
    if (names.length === 0) return alert(occasion, "over", origin, [], `nothing ${what.split(":")[0]}`, "");
    const detail = results.map(({ name, sentence }) => `${name}: ${sentence ?? ""}`).join("\n");
    return alert(occasion, "firing", origin, names, `${names.join(", ")} ${what}`, detail);
}

function alert(
    occasion: Occasion,
    state: Alert["state"],
    { project, stack, at, link }: Origin,
    credentials: string[],
    summary: string,
    detail: string,
): Alert {
    const key = `credential-rotation/${project}/${stack}/${occasion}`;
    return { occasion, state, project, stack, credentials, summary, detail, key, at, ...(link ? { link } : {}) };
}
