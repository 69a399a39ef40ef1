import { writeFileSync } from "node:fs";

/** How a part was asked for. */
export const asked = {
    seed: Number(process.env.PROOF_SEED ?? 1),
    minutes: Number(process.env.PROOF_MINUTES ?? 5),
};

/** How long AWS takes to know a key, in milliseconds: longer than a run takes to publish one that it does not try. */
export const ACTIVATION_MS = 2000;

/** What a part on the engine came to; written where the environment says, after each cell. */
export interface Figures {
    cells: number;
    /** Cells that there are; the others were not played. */
    of: number;
    rotations: number;
    logins: number;
    failedLogins: number;
    /** What was played where. */
    played: string[];
    failures: string[];
    [more: string]: unknown;
}

export const nothingYet = (): Figures => ({
    ...{ cells: 0, of: 0, rotations: 0, logins: 0, failedLogins: 0, played: [], failures: [] },
});

export function write(figures: Figures): void {
    if (process.env.PROOF_FIGURES) writeFileSync(process.env.PROOF_FIGURES, JSON.stringify(figures));
}

export function tell(text: string): void {
    process.stderr.write(`${text}\n`);
}
