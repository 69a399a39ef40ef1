import { appendFileSync } from "node:fs";

/** Environment variable with the file that a run is to write its decisions to, one JSON document a line. */
export const DECISIONS_FILE = "ROTATION_DECISIONS_FILE";

/** What a run has to say of one credential. Never a secret. */
export type DecisionRecord =
    | { name: string; reason: string; sentence: string; level: string; moved: boolean }
    /** The credential could not be decided upon, and nothing of it was registered. */
    | { name: string; error: string };

/**
 * Writes it down for whoever started the run and wants more than messages; does nothing where nobody does.
 *
 * @throws Error when the file that was asked for cannot be written
 */
export function recordDecision(told: DecisionRecord): void {
    const file = process.env[DECISIONS_FILE];
    if (file) appendFileSync(file, `${JSON.stringify(told)}\n`);
}
