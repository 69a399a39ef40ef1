import { NEEDED } from "./calls";
import type { RotatedSide } from "./compare";
import { type Growth, growthTable } from "./growth";
import { type GuideFigures, PARALLEL } from "./guide";
import type { LoginFigures } from "./logins";
import { NOTES } from "./notes";
import { kilo, mega, seconds, table } from "./table";
import type { Traffic } from "../test/support/service";

/** Both sides at one size. */
export interface Size {
    credentials: number;
    handWritten: RotatedSide;
    rotated: RotatedSide;
}

/** All that one run of the bench measured. */
export interface Figures {
    credentials: number;
    firstUpRatio: number;
    noopPreviewRatio: number;
    stateRatio: number;
    peakMemoryRatio: number;
    rotateAllSeconds: number;
    /** Over a hand-written stack that makes and publishes a second key for each user. */
    rotateAllRatio: number;
    /** The same with the state in a service like Pulumi Cloud, which is told what changes. */
    rotateAllServiceSeconds: number;
    /** The same with the state in files, written once at the end, which shows what the engine's checkpoints take. */
    rotateAllOneCheckpointSeconds: number;
    loadRatio: number;
    /** The worse of first up and no-op preview; null where it was not measured. */
    growth1000over100: number | null;
    /** At the largest number of keys that the script rotated, with the state in the service; null where it rotated none. */
    guideSpeedup: number | null;
    /** The same with the state in files. */
    guideSpeedupOnFiles: number | null;
    /** The package at the size of the headline, with the state in the service. */
    service: RotatedSide & { answerMs: number; traffic?: Traffic };
    callsMade: number;
    callsNeeded: number;
    calls: Record<string, number>;
    growth?: Growth;
    guide: GuideFigures[];
    logins: LoginFigures[];
    sizes: Size[];
    load: { sdksSeconds: number; packageSeconds: number };
    machine: { cpus: number; model: string; load: number[]; node: string };
    date: string;
}

/** The figures as a page of the docs. */
export function page(figures: Figures): string {
    const { machine, date, sizes, guide, logins, growth, calls, service } = figures;
    const kept = `state in an emulated service, ${service.answerMs} ms for each answer`;
    const on = `${machine.cpus} × ${machine.model}, Node.js ${machine.node}, load average ${machine.load[0]} at the end`;
    return [
        "# Performance",
        `Measured by \`npm run bench -- --docs\` on ${date.slice(0, 10)}: ${on}. Ratios compare two programs of one run on one machine; seconds are of that machine.`,
        "## Aims",
        table(
            ["what", "reached", "aim"],
            [
                [`first up of ${figures.credentials}, over a hand-written stack`, `${figures.firstUpRatio} ×`, "1.6 ×"],
                ["no-op preview, over the same", `${figures.noopPreviewRatio} ×`, "1.3 ×"],
                ["size of the state, over the same", `${figures.stateRatio} ×`, "1.6 ×"],
                ["peak memory, over the same", `${figures.peakMemoryRatio} ×`, ""],
                [
                    `rotation of all ${figures.credentials} in one up, ${kept}`,
                    `${figures.rotateAllServiceSeconds} s`,
                    "45 s",
                ],
                ["the same, state in files", `${figures.rotateAllSeconds} s`, "45 s"],
                ["the same, over new keys in the hand-written stack", `${figures.rotateAllRatio} ×`, ""],
                [
                    "the same, state in files with one checkpoint at the end",
                    `${figures.rotateAllOneCheckpointSeconds} s`,
                    "",
                ],
                ["loading the package, over the SDKs below it", `${figures.loadRatio} ×`, ""],
                [
                    `1,000 credentials, over 100${growth === undefined ? "" : `, ${growth.kept === "files" ? "state in files" : kept}`}`,
                    shown(figures.growth1000over100),
                    "12 ×",
                ],
                [`over a runbook's script, ${kept}`, shown(figures.guideSpeedup), "33 ×"],
                ["the same, state in files", shown(figures.guideSpeedupOnFiles), "33 ×"],
                ["calls for each rotation, and needed", `${figures.callsMade}, ${figures.callsNeeded}`, ""],
            ],
        ),
        "## By size",
        "Seconds of the hand-written stack / of the package, with the state in files (`file://`).",
        table(
            ["credentials", "first up", "no-op preview", "state, kB", "peak memory, MB", "rotation of all"],
            sizes.map(({ credentials, handWritten: hand, rotated: ours }) => [
                String(credentials),
                `${seconds(hand.firstUpSeconds)} / ${seconds(ours.firstUpSeconds)}`,
                `${seconds(hand.noopPreviewSeconds)} / ${seconds(ours.noopPreviewSeconds)}`,
                `${kilo(hand.stateBytes)} / ${kilo(ours.stateBytes)}`,
                `${mega(hand.peakBytes)} / ${mega(ours.peakBytes)}`,
                `${seconds(hand.rotateAllSeconds)} / ${seconds(ours.rotateAllSeconds)}`,
            ]),
        ),
        inService(figures),
        ...(growth === undefined ? [] : growthTable(growth)),
        "## Against a runbook's script",
        `[bench/guide/iam.py](../bench/guide/iam.py) rotates key by key and waits 15 s for each to be known everywhere; one \`up --parallel ${PARALLEL}\` of the package rotates all of them, and polls each new key, at an AWS that knows it after 8 s. Waits that are counted were added to what the script's calls took, and not slept.`,
        table(
            ["keys", "script, s", "waits", "one up, service, s", "times", "one up, files, s", "times"],
            guide.map((one) => [
                String(one.credentials),
                seconds(one.guideSeconds),
                one.waits,
                seconds(one.serviceSeconds),
                one.speedup.toFixed(1),
                seconds(one.filesSeconds),
                one.speedupOnFiles.toFixed(1),
            ]),
        ),
        ...(logins.length === 0 ? [] : loginsAgainst(logins)),
        "## Calls of one rotation",
        "Made is what reaches AWS for one key that is published as three parameters and a record; needed is what no rotation of that kind can do without. The rest is what the AWS provider reads after each write, and a second and third look at the list of keys just before and after one is made.",
        table(
            ["action", "made", "needed", "what for"],
            [...new Set([...Object.keys(NEEDED), ...Object.keys(calls)])].map((action) => [
                action,
                String(calls[action] ?? 0),
                String(NEEDED[action]?.times ?? 0),
                NEEDED[action]?.why ?? "the provider reads back what it wrote",
            ]),
        ),
        ...NOTES,
    ]
        .filter((block) => block !== "")
        .join("\n\n")
        .concat("\n");
}

function loginsAgainst(logins: LoginFigures[]): string[] {
    return [
        "[bench/guide/login.mjs](../bench/guide/login.mjs) replaces passwords of PostgreSQL one by one, and a runbook has no wait there: the server refuses the old password before Vault has the new one. One `up` makes each login beside the one before, tries it, publishes it and keeps both. Refused is what a service met that reads the first login from Vault and connects, again and again, of so many logins.",
        table(
            ["logins", "script, s", "refused", "one up, s", "refused"],
            logins.map((one) => [
                String(one.credentials),
                seconds(one.scriptSeconds),
                `${one.scriptRefused} of ${one.scriptLogins + one.scriptRefused}`,
                seconds(one.oursSeconds),
                `${one.oursRefused} of ${one.oursLogins + one.oursRefused}`,
            ]),
        ),
    ];
}

function inService({ credentials, service }: Figures): string {
    const { firstUpSeconds, noopPreviewSeconds, rotateAllSeconds, traffic, answerMs } = service;
    const sent = traffic
        ? `; for the rotation it was sent ${traffic.requests} requests with ${kilo(traffic.bytes)} kB in all`
        : "";
    return `The package at ${credentials} with the state in a service like Pulumi Cloud: first up ${seconds(firstUpSeconds)} s, no-op preview ${seconds(noopPreviewSeconds)} s, rotation of all ${seconds(rotateAllSeconds)} s${sent}. The service is [emulated](testing.md#the-emulated-service) on the same machine, keeps every step of a run, encrypts secrets as Pulumi Cloud does by default, and gives each answer after ${answerMs} ms.`;
}

function shown(value: number | null): string {
    return value === null ? "not measured" : `${value} ×`;
}
