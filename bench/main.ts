import { writeFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { callsNeeded, perRotation } from "./calls";
import type { Side } from "./compare";
import { againstGuide, type GuideFigures } from "./guide";
import { loadTimes } from "./load";
import { againstLoginScript, type LoginFigures } from "./logins";
import { type Figures, page, ratio, type Size } from "./page";
import { HELP, type Options, options } from "./options";
import { ANSWER_MS, rotatedSide, side } from "./played";

async function compare(credentials: number): Promise<Size> {
    const handWritten = await rotatedSide("handWritten", credentials, "files");
    const rotated = await rotatedSide("rotated", credentials, "files");
    return { credentials, handWritten, rotated };
}

/** How much more so many cost than a hundred; undefined where that was not asked for. */
async function growth(to: number, known: Side | undefined, kept: "service" | "files"): Promise<Figures["growth"]> {
    if (to === 0) return undefined;
    console.log(`growth to ${to}, with the state in ${kept === "service" ? "a service" : "files"}`);
    const small = known ?? (await side("rotated", 100, kept));
    const large = await side("rotated", to, kept);
    return {
        credentials: to,
        kept,
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
    growthOnFiles,
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
    console.log(`once more with the state in a service that answers after ${ANSWER_MS} ms`);
    const inService = await rotatedSide("rotated", credentials, "service");
    console.log("once more with one checkpoint, to see what the engine's checkpoints take");
    const unwritten = await rotatedSide("rotated", credentials, "one checkpoint");
    const onFiles = sizes.find((size) => size.credentials === 100)?.rotated;
    const known = growthOnFiles ? onFiles : credentials === 100 ? inService : undefined;
    const grown = await growth(to, known, growthOnFiles ? "files" : "service").catch((error: Error) => {
        // Half an hour of figures is not thrown away for one that could not be had.
        console.error(`growth to ${to}: ${error.message}`);
        process.exitCode = 1;
        return undefined;
    });
    const last = guide.at(-1);
    const figures: Figures = {
        credentials,
        firstUpRatio: ratio(rotated.firstUpSeconds, handWritten.firstUpSeconds),
        noopPreviewRatio: ratio(rotated.noopPreviewSeconds, handWritten.noopPreviewSeconds),
        stateRatio: ratio(rotated.stateBytes, handWritten.stateBytes),
        peakMemoryRatio: ratio(rotated.peakBytes, handWritten.peakBytes),
        rotateAllSeconds: round(rotated.rotateAllSeconds),
        rotateAllRatio: ratio(rotated.rotateAllSeconds, handWritten.rotateAllSeconds),
        rotateAllServiceSeconds: round(inService.rotateAllSeconds),
        rotateAllOneCheckpointSeconds: round(unwritten.rotateAllSeconds),
        loadRatio: ratio(load.packageSeconds, load.sdksSeconds),
        growth1000over100: grown === undefined ? null : Math.max(grown.firstUp, grown.noopPreview),
        guideSpeedup: last === undefined ? null : ratio(last.speedup, 1),
        guideSpeedupOnFiles: last === undefined ? null : ratio(last.speedupOnFiles, 1),
        service: { answerMs: ANSWER_MS, ...inService },
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
