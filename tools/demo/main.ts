/** The demo itself; `tools/demo.mjs` sets everything up and then starts this. */
import { moto } from "./stage/early"; // before all that takes long to load
import { rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { lastLine, type Summary, summaryJson } from "./picture/summary";
import { secondsText, wrap } from "./picture/text";
import { Show } from "./show";
import { readStackFile, roleOf } from "./stage/listed";
import type { Entry } from "../../stack/schema";
import { LOGINS_PER_SECOND } from "./stage/household";
import { isLate, isReady } from "./stage/latecomers";
import { Stage } from "./stage/stage";
import { type Acts, planActs } from "./story/plan";
import { listed } from "./story/telling";
import { Terminal } from "./terminal";

/** What demo.mjs tells once the rest of the engine was built, or could not be. */
interface Rest {
    /** To be laid over the environment; undefined where there is a problem. */
    env?: NodeJS.ProcessEnv;
    problem?: string;
}

/** Listened for from the beginning: it may come before anybody waits for it. */
const theRest = new Promise<Rest>((resolve) => process.once("message", (told) => resolve(told as Rest)));

/** What demo.mjs hands over. */
interface Settings {
    /** When the command was started (milliseconds). */
    startedAt: number;
    /** Where everything is put that is needed only meanwhile; TMPDIR is the same. */
    folder: string;
    verbose: boolean;
    /** Absolute path for the JSON. */
    out?: string;
}

const settings = JSON.parse(process.env.ROTATION_DEMO ?? "{}") as Settings;
const TITLE = "Half a year of `pulumi up`, every night at three: keys rotate, nobody notices.";
const REPOSITORY = path.resolve(__dirname, "../..");

async function main({ startedAt, verbose, out }: Settings): Promise<boolean> {
    const terminal = new Terminal();
    const since = (moment = Date.now()) => (moment - startedAt) / 1000;
    const file = readStackFile(REPOSITORY);
    const late = isReady(process.env) ? [] : file.entries.filter(isLate);
    const entries = file.entries.filter((entry) => !late.includes(entry));
    const acts = planActs(entries.map(roleOf));
    terminal.say(terminal.paint(TITLE, "bold"));
    const opened = Stage.open({ ...file, entries }, acts.nights[0].at, moto);
    const stage = await terminal.during(() => "starting an AWS, vendors, a stack and services", opened);
    const setUpSeconds = since();
    const show = new Show(stage, terminal, verbose);
    let ok = false;
    try {
        opening(terminal, stage, setUpSeconds);
        if (late.length > 0) announce(late, terminal);
        terminal.say();
        ok = (await show.play(acts.nights)) && (await secondAct(late, acts, show, stage, terminal));
        if (ok) show.draw();
        ok = ok && (await show.takeStock());
        ok = (await show.tearDown()) && ok;
        ok = (await show.search()) && ok;
    } finally {
        await stage.close();
    }
    const { logins, failedLogins, credentials } = stage.tally();
    const failures = stage.failures();
    for (const line of failures) terminal.say(terminal.paint(`   ✗ ${line}`, "red"));
    const summary: Summary = {
        logins,
        failedLogins,
        runs: show.runs,
        seconds: since(),
        credentials,
        kinds: stage.tallies(),
        setUpSeconds,
        ...(show.firstRotationAt === undefined ? {} : { firstRotationSeconds: since(show.firstRotationAt) }),
        ok: ok && failures.length === 0 && logins > 0,
    };
    closing(terminal, summary);
    if (out !== undefined) writeFileSync(out, summaryJson(summary));
    return summary.ok;
}

/** What could not be there from the beginning, as soon as it is ready; left out, and told, where it can't be had. */
async function secondAct(late: Entry[], acts: Acts, show: Show, stage: Stage, terminal: Terminal): Promise<boolean> {
    if (late.length === 0) return true;
    const names = listed(late.map(({ name }) => name));
    terminal.say();
    const rest = await terminal.during(() => `getting Vault and the provider of PostgreSQL for ${names}`, theRest);
    if (rest.env === undefined) {
        terminal.say(...wrap(`${names} is left out: ${rest.problem}`, terminal.width));
        return true;
    }
    Object.assign(process.env, rest.env);
    await stage.join(late);
    return show.play(acts.second(late.map(roleOf)));
}

function opening(terminal: Terminal, stage: Stage, setUpSeconds: number): void {
    const doubles = stage.households.filter(({ tenant }) => tenant.unmatched).map(({ tenant }) => tenant.vendor);
    const real = stage.households.some(({ shelf }) => shelf.lags) ? ", a real PostgreSQL and a real Vault" : "";
    const text =
        `${stage.households.length} credentials of Pulumi.dev.yaml, an emulated AWS at ${stage.endpoint}, doubles of ` +
        `${listed([...new Set(doubles)])}${real}, a rotator that may do what rotatorPolicy() says and nothing else, and for each credential a ` +
        `service that reads the store and logs in ${LOGINS_PER_SECOND} times a second. Set up in ${secondsText(setUpSeconds)}.`;
    for (const line of wrap(text, terminal.width)) terminal.say(line);
}

/** What the beginning is without. */
function announce(late: Entry[], terminal: Terminal): void {
    const names = listed(late.map(({ name }) => name));
    const text = `Not among them yet: ${names}. Vault and the provider of PostgreSQL are being got meanwhile; with them comes a second act.`;
    for (const line of wrap(text, terminal.width)) terminal.say(line);
}

function closing(terminal: Terminal, summary: Summary): void {
    const { firstRotationSeconds, setUpSeconds } = summary;
    const rotation =
        firstRotationSeconds === undefined ? "none" : `on the screen after ${secondsText(firstRotationSeconds)}`;
    terminal.say();
    terminal.say(`set-up ${secondsText(setUpSeconds)}, first rotation ${rotation}`);
    terminal.say(lastLine(summary, terminal.paint));
}

/** Ends at once, and only once: what was started ends with this process, and nothing may cut that short. */
function endOn(signal: "SIGINT" | "SIGTERM" | "SIGHUP" | "disconnect", code: number): void {
    process.on(signal, () => {
        if (ending) return;
        ending = true;
        console.error("\nBroken off; all that was started is being ended.");
        process.exit(code);
    });
}

let ending = false;
process.on("exit", () => rmSync(settings.folder, { recursive: true, force: true, maxRetries: 5 }));
endOn("SIGINT", 130);
endOn("SIGTERM", 143);
endOn("SIGHUP", 129);
endOn("disconnect", 143);

main(settings).then(
    (ok) => process.exit(ok ? 0 : 1),
    (error: unknown) => {
        console.error(`\nthe demo broke off: ${error instanceof Error ? error.stack : String(error)}`);
        process.exit(1);
    },
);
