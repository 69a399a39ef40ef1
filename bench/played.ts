import { type Aws, startAws } from "../test/support/aws";
import { type Service, startService, type Traffic } from "../test/support/service";
import { type RotatedSide, rotateAll, run, type Side } from "./compare";
import { Project } from "./project";

/** The programs that are compared. */
export type Program = "handWritten" | "rotated";

/** Where the state is: in files, in files that are written once at the end of a run, or in a service. */
export type Kept = "files" | "one checkpoint" | "service";

/** How much later each answer of the service comes, in milliseconds: about what it takes to ask Pulumi Cloud. */
export const ANSWER_MS = 50;

/** What a measurement has to itself. */
export interface Played {
    project: Project;
    aws: Aws;
    /** Where the state is in one. */
    service?: Service;
}

/** Makes a project with an empty stack, an emulator and a service of its own, and removes them, whatever happened. */
export async function withProject<T>(
    program: Program,
    credentials: number,
    kept: Kept,
    play: (played: Played) => Promise<T>,
): Promise<T> {
    const aws = await startAws({ python: process.env.MOTO_PYTHON ?? "python3", now: () => new Date("2030-01-10") });
    const service = kept === "service" ? await startService({ delayMs: ANSWER_MS, watchful: false }) : undefined;
    const project = new Project(program, credentials, aws, { service, oneCheckpoint: kept === "one checkpoint" });
    try {
        await project.create();
        return await play({ project, aws, service });
    } finally {
        project.remove();
        await service?.stop();
        await aws.close();
    }
}

/** A side without a rotation, which the growth has no use for. */
export function side(program: Program, credentials: number, kept: Kept): Promise<Side> {
    return withProject(program, credentials, kept, ({ project }) =>
        run(project, credentials, saying(program, credentials)),
    );
}

/** A side that rotated; with what the service was sent for the rotation, where the state is in one. */
export function rotatedSide(
    program: Program,
    credentials: number,
    kept: Kept,
): Promise<RotatedSide & { traffic?: Traffic }> {
    const say = saying(program, credentials);
    return withProject(program, credentials, kept, async ({ project, aws, service }) => {
        const figures = await run(project, credentials, say);
        service?.traffic();
        const rotation = await rotateAll(project, aws, say);
        const peakBytes = Math.max(figures.peakBytes, rotation.peakBytes);
        const traffic = service?.traffic();
        if (traffic) say(`the service was sent ${traffic.requests} requests, ${traffic.bytes} bytes`);
        return { ...figures, ...rotation, peakBytes, ...(traffic ? { traffic } : {}) };
    });
}

function saying(program: Program, credentials: number): (text: string) => void {
    return (text) => console.log(`  ${credentials} ${program}: ${text}`);
}
