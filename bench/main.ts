import { writeFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { callsNeeded, perRotation } from "./calls";
import { type Aws, startAws } from "../test/support/aws";
import { type RotatedSide, rotateAll, run, type Side } from "./compare";
import { againstGuide, type GuideFigures } from "./guide";
import { loadTimes } from "./load";
import { againstLoginScript, type LoginFigures } from "./logins";
import { type Figures, page, ratio, type Size } from "./page";
import { HELP, type Options, options } from "./options";
import { Project } from "./project";

type Program = "handWritten" | "rotated";

/** A side without a rotation, which the growth has no use for. */
function side(program: Program, credentials: number, oneCheckpoint: boolean): Promise<Side> {
    return played(program, credentials, oneCheckpoint, (project, _, say) => run(project, say));
}

function rotatedSide(program: Program, credentials: number, oneCheckpoint: boolean): Promise<RotatedSide> {
    return played(program, credentials, oneCheckpoint, async (project, aws, say) => {
        const figures = await run(project, say);
        const rotation = await rotateAll(project, aws, say);
        return { ...figures, ...rotation, peakBytes: Math.max(figures.peakBytes, rotation.peakBytes) };
    });
}

/** On a project and an emulator of its own. */
async function played<T>(
    program: Program,
    credentials: number,
    oneCheckpoint: boolean,
    play: (project: Project, aws: Aws, say: (text: string) => void) => Promise<T>,
): Promise<T> {
    const say = (text: string) => console.log(`  ${credentials} ${program}: ${text}`);
    const aws = await startAws({ python: process.env.MOTO_PYTHON ?? "python3", now: () => new Date("2030-01-10") });
    const project = new Project(program, credentials, aws, oneCheckpoint);
    try {
        return await play(project, aws, say);
    } finally {
        project.remove();
        await aws.close();
    }
}

async function compare(credentials: number): Promise<Size> {
    const handWritten = await rotatedSide("handWritten", credentials, false);
    const rotated = await rotatedSide("rotated", credentials, false);
    return { credentials, handWritten, rotated };
}

/** How much more so many cost than a hundred; undefined where that was not asked for. */
async function growth(to: number, known: Side | undefined, oneCheckpoint: boolean): Promise<Figures["growth"]> {
    if (to === 0) return undefined;
    const small = known ?? (await side("rotated", 100, oneCheckpoint));
    const large = await side("rotated", to, oneCheckpoint);
    return {
        credentials: to,
        checkpoints: oneCheckpoint ? "one" : "all",
        firstUp: ratio(large.firstUpSeconds, small.firstUpSeconds),
        noopPreview: ratio(large.noopPreviewSeconds, small.noopPreviewSeconds),
        state: ratio(large.stateBytes, small.stateBytes),
        firstUpSeconds: large.firstUpSeconds,
        noopPreviewSeconds: large.noopPreviewSeconds,
    };
}

async function main({
    out,
    sizes: wanted,
    growth: to,
    oneCheckpoint,
    guide: keys,
    logins: wantedLogins,
    realWaits,
    docs,
}: Options): Promise<void> {
    const sizes: Size[] = [];
    for (const size of wanted) sizes.push(await compare(size));
    const load = await loadTimes();
    const guide: GuideFigures[] = [];
    for (const number of keys) {
        guide.push(await againstGuide(number, realWaits));
        console.log(
            `  ${number} keys by a runbook's script: ${guide[guide.length - 1].speedup.toFixed(1)} times as long`,
        );
    }
    const logins: LoginFigures[] = [];
    for (const number of wantedLogins) {
        logins.push(await againstLoginScript(number));
        console.log(`  ${number} logins by a runbook's script: ${logins[logins.length - 1].scriptRefused} refused`);
    }
    const [{ credentials, handWritten, rotated }] = sizes;
    console.log("once more with one checkpoint, to see what the engine's checkpoints take");
    const unwritten = await rotatedSide("rotated", credentials, true);
    // Like is compared with like: a size that was measured with all checkpoints doesn't serve where there is but one.
    const all = sizes.find((size) => size.credentials === 100)?.rotated;
    const one = credentials === 100 ? unwritten : undefined;
    const grown = await growth(to, oneCheckpoint ? one : all, oneCheckpoint);
    const figures: Figures = {
        credentials,
        firstUpRatio: ratio(rotated.firstUpSeconds, handWritten.firstUpSeconds),
        noopPreviewRatio: ratio(rotated.noopPreviewSeconds, handWritten.noopPreviewSeconds),
        stateRatio: ratio(rotated.stateBytes, handWritten.stateBytes),
        peakMemoryRatio: ratio(rotated.peakBytes, handWritten.peakBytes),
        rotateAllSeconds: round(rotated.rotateAllSeconds),
        rotateAllRatio: ratio(rotated.rotateAllSeconds, handWritten.rotateAllSeconds),
        rotateAllOneCheckpointSeconds: round(unwritten.rotateAllSeconds),
        loadRatio: ratio(load.packageSeconds, load.sdksSeconds),
        growth1000over100: grown === undefined ? null : Math.max(grown.firstUp, grown.noopPreview),
        guideSpeedup: guide.length === 0 ? null : ratio(guide[guide.length - 1].speedup, 1),
        callsMade: ratio(rotated.rotateAllCalls, credentials),
        callsNeeded: callsNeeded(),
        calls: perRotation(rotated.rotateAllActions, credentials),
        growth: grown,
        guide,
        logins,
        sizes,
        load,
        machine: {
            cpus: os.cpus().length,
            model: os.cpus()[0]?.model ?? "",
            load: os.loadavg().map(round),
            node: process.version,
        },
        date: new Date().toISOString(),
    };
    const text = page(figures);
    console.log(`\n${text}`);
    if (docs) await writeDocs(text);
    if (out !== undefined) writeFileSync(out, `${JSON.stringify(figures, null, 2)}\n`);
}

async function writeDocs(text: string): Promise<void> {
    const { format, resolveConfig } = await import("prettier");
    const file = path.join(__dirname, "..", "docs", "performance.md");
    writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}

function round(value: number): number {
    return Math.round(value * 10) / 10;
}

const chosen = options(process.argv.slice(2));
if (chosen === undefined) console.log(HELP);
else
    main(chosen).catch((error: Error) => {
        console.error(error.message);
        process.exitCode = 1;
    });
