import type { Aws } from "../test/support/aws";
import { Measured } from "./process";
import { Project } from "./project";

/** Figures of one side. */
export interface Side {
    firstUpSeconds: number;
    noopPreviewSeconds: number;
    stateBytes: number;
    peakBytes: number;
}

/** Figures of a side that rotated. */
export interface RotatedSide extends Side {
    /** Every credential gets a new key in one up. */
    rotateAllSeconds: number;
    /** Calls that the rotation of all made at AWS, reads included. */
    rotateAllCalls: number;
    /** The same calls, by action. */
    rotateAllActions: Record<string, number>;
}

/** Of so many previews the middle one counts; at so many credentials there is but one, which takes minutes. */
const PREVIEWS = 3;
const MANY = 500;

function must(measured: Measured, what: string): Measured {
    if (measured.code === 0) return measured;
    throw new Error(`${what} ended with ${measured.code}:\n${measured.output.slice(-4000)}`);
}

/** Runs first up and no-op preview of a project. */
export async function run(project: Project, credentials: number, say: (text: string) => void): Promise<Side> {
    const up = must(await project.pulumi("up", "--yes"), "first up");
    say(`first up ${up.seconds.toFixed(1)} s`);
    const previews: Measured[] = [];
    for (let i = 0; i < (credentials < MANY ? PREVIEWS : 1); i++) {
        previews.push(must(await project.pulumi("preview", "--expect-no-changes"), "no-op preview"));
    }
    const noopPreviewSeconds = median(previews.map((preview) => preview.seconds));
    say(`no-op preview ${noopPreviewSeconds.toFixed(1)} s`);
    const peakBytes = Math.max(up.peakBytes, ...previews.map((preview) => preview.peakBytes));
    return { firstUpSeconds: up.seconds, noopPreviewSeconds, stateBytes: project.stateBytes(), peakBytes };
}

/** Rotates every credential of the project in one up. */
export async function rotateAll(project: Project, aws: Aws, say: (text: string) => void, more: string[] = []) {
    const now = "2030-02-04T02:00:00Z";
    aws.setNow(new Date(now));
    project.configure(aws, now);
    project.generation++;
    aws.resetCalls();
    const up = must(await project.pulumi("up", "--yes", ...more), "rotation of all");
    say(`rotation of all ${up.seconds.toFixed(1)} s`);
    const rotateAllActions: Record<string, number> = {};
    for (const { action } of aws.calls) rotateAllActions[action] = (rotateAllActions[action] ?? 0) + 1;
    return {
        rotateAllSeconds: up.seconds,
        rotateAllCalls: aws.calls.length,
        rotateAllActions,
        peakBytes: up.peakBytes,
    };
}

/** The middle one. */
export function median(values: number[]): number {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)];
}
