import { writeFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { callsNeeded, perRotation } from "./calls";
import { againstGuide, type GuideFigures } from "./guide";
import { loadTimes } from "./load";
import { againstLoginScript, type LoginFigures } from "./logins";
import { type Growth, times } from "./growth";
import { type Figures, page, type Size } from "./page";
import { ratio } from "./ratio";
import { HELP, type Options, options } from "./options";
import { ANSWER_MS, type Kept, rotatedSide, side } from "./played";

async function compare(credentials: number): Promise<Size> {
    const handWritten = await rotatedSide("handWritten", credentials, "files");
    const rotated = await rotatedSide("rotated", credentials, "files");
    return { credentials, handWritten, rotated };
}

/** Both sides at a hundred and at larger sizes, without a rotation. */
async function growth(sizes: number[], kept: Kept): Promise<Growth> {
    console.log(`growth to ${sizes.join(", ")}, with the state in ${kept === "service" ? "a service" : "files"}`);
    const grown: Growth = { kept, sizes: [] };
    for (const credentials of [100, ...sizes]) {
        const handWritten = await side("handWritten", credentials, kept);
        grown.sizes.push({ credentials, handWritten, rotated: await side("rotated", credentials, kept) });
    }
    return grown;
}

async function main({
    out,
    sizes: wanted,
    growth: larger,
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
    const grown = await (larger.length === 0 ? undefined : growth(larger, growthOnFiles ? "files" : "service"))?.catch(
        (error: Error) => {
            // Half an hour of figures is not thrown away for one that could not be had.
            console.error(`growth: ${error.message}`);
            process.exitCode = 1;
            return undefined;
        },
    );
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
        growth1000over100: grown === undefined ? null : times(grown, 1000),
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
