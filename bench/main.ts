import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { startAws } from "../test/support/aws";
import { rotateAll, run } from "./compare";
import { loadTimes } from "./load";
import { Project } from "./project";

const HELP = `npm run bench -- [--out FILE] [--credentials N]

Measures the package against a hand-written stack of the same AWS resources, side by side in one run: first up, no-op
preview, size of the state, peak memory, rotation of all credentials in one up, and the load time of a program.
  --out FILE        write the figures as JSON
  --credentials N   how many IAM credentials (default 100)`;

interface Options {
    out?: string;
    credentials: number;
}

function options(): Options | undefined {
    const { values } = parseArgs({
        options: { out: { type: "string" }, credentials: { type: "string" }, help: { type: "boolean" } },
    });
    if (values.help) return undefined;
    const credentials = Number(values.credentials ?? "100");
    if (!Number.isInteger(credentials) || credentials < 1) {
        throw new Error(`--credentials ${values.credentials}: expected a whole number from 1`);
    }
    return { out: values.out, credentials };
}

async function side(program: "handWritten" | "rotated", credentials: number) {
    const say = (text: string) => console.log(`  ${program}: ${text}`);
    const aws = await startAws({ python: process.env.MOTO_PYTHON ?? "python3", now: () => new Date("2030-01-10") });
    const project = new Project(program, credentials, aws);
    try {
        const figures = await run(project, say);
        const rotation = program === "rotated" ? await rotateAll(project, aws, say) : undefined;
        return { ...figures, ...rotation, peakBytes: Math.max(figures.peakBytes, rotation?.peakBytes ?? 0) };
    } finally {
        project.remove();
        await aws.close();
    }
}

async function main({ out, credentials }: Options): Promise<void> {
    console.log(`${credentials} IAM credentials, by hand and with the package`);
    const hand = await side("handWritten", credentials);
    const ours = await side("rotated", credentials);
    const load = await loadTimes();
    const ratio = (a: number, b: number) => Math.round((a / b) * 1000) / 1000;
    const figures = {
        credentials,
        firstUpRatio: ratio(ours.firstUpSeconds, hand.firstUpSeconds),
        noopPreviewRatio: ratio(ours.noopPreviewSeconds, hand.noopPreviewSeconds),
        stateRatio: ratio(ours.stateBytes, hand.stateBytes),
        peakMemoryRatio: ratio(ours.peakBytes, hand.peakBytes),
        rotateAllSeconds: Math.round((ours.rotateAllSeconds ?? 0) * 10) / 10,
        loadRatio: ratio(load.packageSeconds, load.sdksSeconds),
        handWritten: hand,
        rotated: ours,
        load,
        node: process.version,
        date: new Date().toISOString(),
    };
    console.table({
        "first up": { ratio: figures.firstUpRatio, aim: 1.6 },
        "no-op preview": { ratio: figures.noopPreviewRatio, aim: 1.3 },
        "state size": { ratio: figures.stateRatio, aim: 1.6 },
        "peak memory": { ratio: figures.peakMemoryRatio },
        "load time": { ratio: figures.loadRatio },
    });
    console.log(`rotation of all: ${figures.rotateAllSeconds} s (aim 45 s)`);
    if (out !== undefined) writeFileSync(out, `${JSON.stringify(figures, null, 2)}\n`);
}

const chosen = options();
if (chosen === undefined) console.log(HELP);
else void main(chosen);
