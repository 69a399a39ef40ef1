import { appendFileSync } from "node:fs";
import type { Outcome } from "../engine/passes";
import { markdownTable } from "./markdown";

/** Appends to the summary of a GitHub Actions job; does nothing anywhere else. */
export function appendSummary(text: string): void {
    const file = process.env.GITHUB_STEP_SUMMARY;
    if (file) appendFileSync(file, `${text}\n`);
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
        `## Credential rotation of ${stack}: ${outcome.ok ? "done" : "failed"}`,
        "",
        ...(rows.length > 0 ? [markdownTable(["credential", "result", "what"], rows), ""] : []),
        ...outcome.errors.flatMap((error) => ["```text", error.replaceAll("```", "'''"), "```", ""]),
        `${outcome.steps.length} steps in ${outcome.passes} passes.`,
    ].join("\n");
}
