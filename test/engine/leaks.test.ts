import assert from "node:assert/strict";
import * as path from "node:path";
import type { Call } from "../support/aws";
import { engineSuite, fresh, Run, RunOptions, Stack } from "../support/harness";
import { activeKeys } from "./support/crash";
import { filesBelow, formsOf, leaksIn, Passing, quieted } from "./support/leaks";
import { Operator } from "./support/operator";
import { at, story } from "./support/story";

const LOUD = ["-v=9", "--logtostderr"];

engineSuite("secrets", (suite) => {
    it("are recognized in every form by the search for them", () => {
        const secret = "aB+/c=dE9~".repeat(4);
        const texts = [
            `key ${secret}!`,
            JSON.stringify({ a: { b: secret } }),
            `https://x/?k=${encodeURIComponent(secret)}`,
            ...["", "x", "xy"].map((before) => Buffer.from(`${before}${secret}tail`).toString("base64url")),
            Buffer.from(secret).toString("hex"),
        ];
        for (const text of texts)
            assert.ok(
                formsOf(secret).some((form) => text.includes(form)),
                text,
            );
    });

    // Holds 38; incidents 31, 32.
    it("are nowhere in the clear: not in state, history, backups, logs, messages, temporary files or process arguments", async () => {
        const user = fresh("kept");
        await suite.aws.createUser(user);
        const operator = new Operator(suite.aws);
        const key = await operator.mint(user);
        const adopt = { accessKeyId: key.accessKeyId, secretAccessKey: { secret: key.secretAccessKey } };
        const set = { adopt, verification: { deadline: "2s" } };
        await story(suite, { user, quiet: true, set }, async ({ stack }) => {
            const heard = new Map<string, string>();
            const up = async (what: string, options: RunOptions, failure?: RegExp): Promise<void> => {
                const run = await stack.up({ ...options, args: [...LOUD, ...(options.args ?? [])] });
                assert.equal(run.code === 0, failure === undefined, `${what}: ${run.stdout}`);
                if (failure) assert.match(run.text.replace(/\s+/g, " "), failure);
                note(heard, what, run);
            };
            await up("adopt", {});
            suite.aws.setDelays({ activationDelayMs: 3_600_000 });
            await up("never valid", { now: at(30) }, /did not prove to work/);
            suite.aws.setDelays({});
            const deny = { match: { action: "PutParameter" }, kind: "deny", times: 9 } as const;
            const denied = suite.aws.fault(deny);
            await up("store denied", {}, /AccessDenied/);
            denied.remove();
            const passing = new Passing(path.join(stack.place.root, "tmp"));
            const onHit = (): Promise<void> => passing.look();
            const watch = suite.aws.fault({ match: { where: mutates }, kind: "none", times: Infinity, onHit });
            await up("rotate", { now: at(30, 1) });
            watch.remove();
            for (const [what, text] of passing.texts()) heard.set(what, text);
            assert.match(heard.get("arguments of processes") ?? "", /pulumi up .*\n(.*\n)*.*pulumi-resource-aws/);
            note(heard, "preview", await stack.preview({ now: at(31, 1), args: [...LOUD, "--diff"] }));
            await up("disable", {});
            const [live] = activeKeys(suite.aws, user);
            await operator.remove(user, live);
            await up("live key gone", { now: at(31, 2) }, /was deleted by somebody else/);
            await up("heal", { set: { heal: true }, args: ["--refresh"] });
            const wrong = { ...adopt, accessKeyId: "AKIA", extra: 1 };
            await up("mistake", { set: { adopt: wrong } }, /unknown field/);
            stack.entry.adopt = adopt;
            heard.set("export", await stack.exportState());
            await scan(stack, heard);
        });
    });

    async function scan(stack: Stack, heard: Map<string, string>): Promise<void> {
        const secrets = suite.aws.secrets();
        assert.ok(secrets.length > 5);
        const files = await filesBelow(stack.place.root);
        for (const kind of ["history", "backups", "stacks"]) {
            assert.ok(
                [...files.keys()].some((name) => name.includes(`/.pulumi/${kind}/`)),
                `no ${kind} was looked at`,
            );
        }
        for (const [name, text] of files) files.set(name, quieted(name, text));
        assert.deepEqual([...leaksIn(heard, secrets), ...leaksIn(files, secrets)], []);
    }
});

/** At these calls of a rotation the new key is on its way: made, published, or on record. */
function mutates({ access }: Call): boolean {
    return access === "write";
}

function note(heard: Map<string, string>, what: string, run: Run): void {
    heard.set(`${what}: stdout`, run.stdout);
    heard.set(`${what}: stderr`, withoutCalls(run.stderr));
}

/**
 * With -v=9 engine and SDK print each of their own calls with all that is in it, for every program: those lines are
 * left out, so that what remains is what anybody else wrote.
 */
function withoutCalls(log: string): string {
    const call =
        /^(Unm|M)arshaling property for RPC|^(eventSink::Debug\(<\{%reset%\}>)?(RegisterResource|Invoke) RPC finished/;
    const kept = log.split("\n").filter((line) => !call.test(/"msg":"([^"]*)/.exec(line)?.[1] ?? ""));
    assert.ok(kept.length > 100, "the log was to be loud");
    return kept.join("\n");
}
