import * as pulumi from "@pulumi/pulumi";

const nobody = {};

/** What all copies of this package in one process have together: a shared library may bring one of its own. */
export function shared<T>(name: string, make: () => T): T {
    const all = globalThis as unknown as Record<symbol, T | undefined>;
    return (all[Symbol.for(`pulumi-credential-rotation/${name}`)] ??= make());
}

/** Made once for each run of the program: a process of the Automation API sees many runs, and one may not know the other's. */
export function runLocal<T>(make: () => T, made = new WeakMap<object, { it: T }>()): () => T {
    return () => {
        const run = pulumi.runtime.getStackResource() ?? nobody; // outside a run there is one
        const known = made.get(run) ?? { it: make() };
        made.set(run, known);
        return known.it;
    };
}

let count = 0;

/** What this run is called; every start of the program is another one. */
export const runId = runLocal(() => [Date.now(), process.pid, count++].map((part) => part.toString(36)).join("-"));
