import type { Outcome } from "../engine/runPasses";

/** What a run did and did not do, for the sentence of a command that was stopped: in it, or after its end. */
export function doneText({ steps, stopped }: Outcome): string {
    if (stopped === undefined) return `the run had come to its end (${steps.length} steps)`;
    if (steps.length === 0) {
        const where = stopped.at === "preview" ? "the update was not begun" : "the update had taken no step";
        return `nothing of the stack was changed; ${where}`;
    }
    const parts = [
        stopped.finished.length > 0 ? `done: ${stopped.finished.join(", ")}` : "no step came to its end",
        stopped.brokenOff.length > 0 ? `begun and not finished: ${stopped.brokenOff.join(", ")}` : "",
        "nothing else was begun. The next run goes on from there",
    ];
    return parts.filter(Boolean).join("; ");
}
