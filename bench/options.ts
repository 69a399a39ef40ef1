import { parseArgs } from "node:util";

export const HELP = `npm run bench -- [--out FILE] [--sizes N,N,…] [--guide N,N,…] [--real-waits] [--docs]

Measures the package, everything in one run, so that ratios mean something:
  against a hand-written stack of the same AWS resources: first up, no-op preview, size of the state, peak memory;
  how the cost of both grows from 100 to 1,000 credentials;
  rotation of all in one up, and the calls that it makes;
  against a runbook's scripts: one rotates key by key and waits 15 s for each, one replaces passwords of PostgreSQL;
  load time of a program that imports the package, over that of the same SDKs.
Each rotation is measured with the state in files and in an emulated service like Pulumi Cloud, which is told what changes
in place of the whole state and answers after 50 ms. The growth is measured with the state in the service, for into files
the engine writes all of it before and after each of some thousand steps. --sizes 10 --guide 1 --growth 0 is a first look.
  --out FILE       write the figures as JSON
  --sizes N,…      sizes to compare, the first is the one of the headline (default 100,1,10); 1000 and more are slow
  --growth N,…     sizes to compare with 100 for the growth; 0: none (default 500,1000)
  --every-checkpoint
                   measure the growth with the state in files, which takes hours at 1000
  --guide N,…      how many keys the script rotates (default 1,10,100)
  --logins N,…     how many logins of PostgreSQL the other script does (default 1,10; 0: none)
  --real-waits     let the script sleep; without, its waits are added to what its calls took
  --docs           write docs/performance.md`;

/** What is measured. */
export interface Options {
    out?: string;
    sizes: number[];
    growth: number[];
    /** Growth with the state in files. Default: in a service. */
    growthOnFiles: boolean;
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
        growth: numbers("--growth", values.growth ?? "500,1000", 0).filter((number) => number > 0),
        growthOnFiles: values["every-checkpoint"] ?? false,
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
