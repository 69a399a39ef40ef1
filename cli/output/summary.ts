import { appendFileSync } from "node:fs";
import type { Outcome } from "../engine/runPasses";
import { markdownTable } from "./markdown";

/**
 * Appends to the summary of a GitHub Actions job; does nothing anywhere else. Where the file cannot be written, that is
 * said, and is no failure of the run, which was done by then.
 */
export function appendSummary(text: string, say: (text: string) => void): void {
    const file = process.env.GITHUB_STEP_SUMMARY;
    if (!file) return;
    try {
        appendFileSync(file, `${text}\n`);
    } catch (error) {
        const { code = "unknown" } = error as NodeJS.ErrnoException;
        say(`warning: the job's summary was not written: GITHUB_STEP_SUMMARY: ${JSON.stringify(file)} (${code})`);
    }
}

/** What a run did, in Markdown. */
export function upSummary(stack: string, outcome: Outcome): string {
    const rows = outcome.credentials.map(({ name, result, moved, reason, error, sentence }) => [
        name,
        result === "failed"
            ? "❌ failed"
            : result === "unfinished"
              ? "⚠️ unfinished"
              : moved
                ? `✅ ${reason}`
                : "✅ nothing to do",
        error ?? sentence ?? "",
    ]);
    return [
        `## Credential rotation of ${stack}: ${outcome.ok ? "done" : outcome.stopped ? "stopped" : "failed"}`,
        "",
        ...(rows.length > 0 ? [markdownTable(["credential", "result", "what"], rows), ""] : []),
        ...outcome.errors.flatMap((error) => ["```text", error.replaceAll("```", "'''"), "```", ""]),
        `${outcome.steps.length} steps in ${outcome.passes} passes.`,
    ].join("\n");
}
