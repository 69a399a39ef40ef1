import * as pulumi from "@pulumi/pulumi";

const nobody = {};

/** Made once for each run of the program: a process of the Automation API sees many runs, and one may not know the other's. */
export function perRun<T>(make: () => T): () => T {
    const made = new WeakMap<object, { it: T }>();
    return () => {
        const run = pulumi.runtime.getStackResource() ?? nobody; // outside a run there is one
        const known = made.get(run) ?? { it: make() };
        made.set(run, known);
        return known.it;
    };
}

let count = 0;

/** What this run is called; every start of the program is another one. */
export const runName = perRun(() => [Date.now(), process.pid, count++].map((part) => part.toString(36)).join("-"));
