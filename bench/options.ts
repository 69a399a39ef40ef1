import { parseArgs } from "node:util";

export const HELP = `npm run bench -- [--out FILE] [--sizes N,N,…] [--guide N,N,…] [--real-waits] [--docs]

Measures the package, everything in one run, so that ratios mean something:
  against a hand-written stack of the same AWS resources: first up, no-op preview, size of the state, peak memory;
  how the cost grows from 100 to 1,000 credentials (of the package alone);
  rotation of all in one up, and the calls that it makes;
  against a runbook's scripts: one rotates key by key and waits 15 s for each, one replaces passwords of PostgreSQL;
  load time of a program that imports the package, over that of the same SDKs.
The growth is measured with one checkpoint at the end, for the engine writes the whole state after each of some thousand
steps. --sizes 10 --guide 1 --growth 0 is a first look.
  --out FILE       write the figures as JSON
  --sizes N,…      sizes to compare, the first is the one of the headline (default 100,1,10); 1000 and more are slow
  --growth N       size to compare with 100 for the growth; 0: not at all (default 1000)
  --every-checkpoint
                   let the engine write the state after every step in the growth too; without, it writes it once, at
                   both sizes of the growth and nowhere else
  --guide N,…      how many keys the script rotates (default 1,10,100)
  --logins N,…     how many logins of PostgreSQL the other script does (default 1,10; 0: none)
  --real-waits     let the script sleep; without, its waits are added to what its calls took
  --docs           write docs/performance.md`;

/** What is measured. */
export interface Options {
    out?: string;
    sizes: number[];
    growth: number;
    /** Growth without the checkpoints between, at both of its sizes. */
    oneCheckpoint: boolean;
    guide: number[];
    logins: number[];
    realWaits: boolean;
    docs: boolean;
}

/** Reads the arguments; undefined where only help was asked for. */
export function options(args: string[]): Options | undefined {
    const text = { type: "string" } as const;
    const flag = { type: "boolean" } as const;
    const { values } = parseArgs({
        args,
        options: {
            ...{ out: text, sizes: text, growth: text, guide: text, logins: text },
            ...{ "every-checkpoint": flag, "real-waits": flag, docs: flag, help: flag },
        },
    });
    if (values.help) return undefined;
    return {
        out: values.out,
        sizes: numbers("--sizes", values.sizes ?? "100,1,10", 1),
        growth: numbers("--growth", values.growth ?? "1000", 0)[0],
        oneCheckpoint: !(values["every-checkpoint"] ?? false),
        guide: numbers("--guide", values.guide ?? "1,10,100", 1),
        logins: numbers("--logins", values.logins ?? "1,10", 0).filter((number) => number > 0),
        realWaits: values["real-waits"] ?? false,
        docs: values.docs ?? false,
    };
}

function numbers(name: string, value: string, least: number): number[] {
    const found = value.split(",").map(Number);
    if (found.every((number) => Number.isInteger(number) && number >= least)) return found;
    throw new Error(`${name} ${value}: expected whole numbers from ${least}, with commas between`);
}
