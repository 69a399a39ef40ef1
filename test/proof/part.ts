import { cpus } from "node:os";
import { RULES } from "../unit/decision/walk/rules";
import { WALKS } from "../unit/decision/walk/walks";
import { FAULTS, KILLS, type Matrix, matrix, type VendorName, VENDORS } from "./rig/matrix";
import { modelBased, type Played } from "./rig/modelBased";
import { soakVendor, type Soaked } from "./rig/soak";
import { soakIam } from "./rig/soakIam";

/*
 * One part of `npm run proof` that needs no engine, in a process of its own: `part.ts NAME SEED MINUTES`. Says how far
 * it is on stderr, and ends with one line of JSON on stdout.
 */
const [name, seedText, minutes] = process.argv.slice(2);
const seed = Number(seedText);
const ends = Date.now() + Number(minutes) * 60_000;

function progress(text: string): void {
    process.stderr.write(`${text}\n`);
}

const vendors = Object.keys(VENDORS) as VendorName[];
/** Live mode makes a pair of keys of its own for each creation, and an account's tokens go the way of a user's. */
const different = vendors.filter((vendor) => vendor !== "stripeLive" && vendor !== "cloudflareAccount");

const parts: Record<string, () => Promise<{ failures: string[] }>> = {
    async walk() {
        const walks = Object.entries(WALKS).map(([title, start]) => {
            const { states, transitions, breaches } = start();
            progress(`${title}: ${states} states, ${transitions} transitions`);
            return { title, states, transitions, breaches: [...breaches].map(([rule, why]) => `${rule}: ${why}`) };
        });
        const sum = (key: "states" | "transitions") => walks.reduce((all, walk) => all + walk[key], 0);
        const failures = walks.flatMap(({ title, breaches }) => breaches.map((breach) => `${title}: ${breach}`));
        return {
            states: sum("states"),
            transitions: sum("transitions"),
            rules: Object.keys(RULES).length,
            walks: walks.map(({ title, states, transitions }) => ({ title, states, transitions })),
            failures,
        };
    },

    async rig() {
        const played: (Matrix & { vendor: string; title: string; whats: readonly string[] })[] = [];
        for (const vendor of different) {
            for (const [title, whats] of [["kills", KILLS] as const, ["faults", FAULTS] as const]) {
                const { cells, calls, failures, ...rest } = await matrix(vendor, whats);
                progress(`${vendor}, ${title}: ${cells} cells, ${failures.length} failed`);
                played.push({ vendor, title, whats, cells, calls, failures, ...rest });
            }
        }
        const sum = (key: "cells" | "logins" | "failedLogins") => played.reduce((all, one) => all + one[key], 0);
        const failures = played.flatMap((one) => one.failures);
        const [cells, logins, failedLogins] = [sum("cells"), sum("logins"), sum("failedLogins")];
        return { cells, logins, failedLogins, matrices: played, failures };
    },

    async soak() {
        const each = Math.ceil(500 / different.length);
        const soaked: Record<string, Soaked> = { "aws-iam (model)": soakIam(500, seed) };
        progress(`aws-iam (model): ${soaked["aws-iam (model)"].rotations} rotations`);
        // Side by side, for much of it is waiting.
        await Promise.all(
            different.map(async (vendor, index) => {
                let done = 0;
                const tell = () => ++done % 25 === 0 && progress(`${vendor}: ${done} rotations`);
                soaked[vendor] = await soakVendor(vendor, each, seed + index, tell, () => Date.now() > ends);
            }),
        );
        const all = Object.values(soaked);
        const sum = (key: "rotations" | "runs" | "faults" | "kills" | "logins" | "failedLogins") =>
            all.reduce((total, one) => total + one[key], 0);
        const figures = (["rotations", "runs", "faults", "kills", "logins", "failedLogins"] as const).map((key) => [
            key,
            sum(key),
        ]);
        const mostKeys = Math.max(...all.map((one) => one.mostKeys));
        return {
            ...(Object.fromEntries(figures) as Record<string, number>),
            ...{ mostKeys, kinds: soaked, failures: all.flatMap((one) => one.failures) },
        };
    },

    async model() {
        const played: Record<string, Played> = {};
        const { SEED, REPLAY, COMMANDS } = process.env;
        const replay = { path: REPLAY, replayPath: COMMANDS };
        await Promise.all(
            different.map(async (vendor, index) => {
                const from = { seed: SEED === undefined ? seed + index : Number(SEED), ...replay };
                const left = Math.max(10_000, ends - Date.now());
                played[vendor] = await modelBased(vendor, REPLAY === undefined ? 250 : 1, from, left);
                progress(`${vendor}: ${played[vendor].sequences} sequences`);
            }),
        );
        const sum = (key: "sequences" | "commands" | "runs") =>
            Object.values(played).reduce((all, one) => all + one[key], 0);
        const failures = Object.values(played).flatMap(({ failure }) => failure ?? []);
        const figures = { sequences: sum("sequences"), commands: sum("commands"), runs: sum("runs") };
        return { ...figures, kinds: played, failures };
    },
};

void parts[name]().then(
    (result) => {
        process.stdout.write(`${JSON.stringify({ ...result, processors: cpus().length })}\n`, () => process.exit(0));
    },
    (error: Error) => {
        console.error(error.stack);
        process.exit(1);
    },
);
