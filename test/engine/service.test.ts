import assert from "node:assert/strict";
import { engineSuite, Run, Stack } from "../support/harness";
import { start } from "../support/harness/processes";
import { type Service, startService } from "../support/service";
import type { Deployment } from "../support/service/state/deployment";
import { command } from "./cli/support/command";
import { activeKeys, neverThree, recovered } from "./support/crash";
import { leaksIn } from "./support/leaks";
import { at, ordered, PUBLISHED, story } from "./support/story";

/*
 * Proves: rotations with a state in a service like Pulumi Cloud, which is told what changes in place of the whole state,
 * and rebuilds it after each batch of that as if the run were killed there.
 * Does not prove: Pulumi's own service; the emulated one knows what its client shows.
 */
engineSuite("a stack whose state is in a service like Pulumi Cloud", (suite) => {
    let service: Service;

    before(async () => {
        service = await startService();
    });
    after(() => service?.stop());

    // Holds 1, 21, 32, 38; incidents 32.
    it("rotates as with any other state, recovers from a killed run, and tells the service no secret", async () => {
        let name = "";
        await story(suite, { backend: service, warm: true }, async ({ stack, user }) => {
            name = stack.name;
            const first = await stack.ok();
            assert.deepEqual(ordered(first.mutations, user), ["iam:CreateAccessKey app", ...PUBLISHED]);
            await stack.settled();
            const [live] = activeKeys(suite.aws, user);

            await killed(stack);
            assert.ok(activeKeys(suite.aws, user).includes(live));
            const pending = service.state(stack.name).deployment.pending_operations ?? [];
            assert.ok(
                pending.some(({ type }) => type === "updating"),
                JSON.stringify(pending),
            );
            await refusedMeanwhile(stack);
            await stack.cancel();

            const runs = await recovered(stack, at(30, 2));
            assert.equal(runs.length, 1);
            assert.equal(service.state(stack.name).deployment.pending_operations?.length, 0);
            await stack.settled();
            const disabled = await stack.ok({ now: at(31, 3) });
            assert.deepEqual(disabled.mutations, [`iam:UpdateAccessKey ${user}`]);
            const deleted = await stack.ok({ now: at(32, 4) });
            assert.deepEqual(deleted.mutations, [`iam:DeleteAccessKey ${user}`]);
            await sameAsTheEngines(stack);
            assert.deepEqual((await stack.refresh()).mutations, []);
            await stack.settled();
            neverThree(suite.aws);

            await keepsItToItself(stack);
            await commandsOfTheStack(stack);
        });
        // The harness has destroyed it by now.
        assert.deepEqual(service.state(name).deployment.resources, []);
        // What is made is looked for before, and a service says where there is nothing to cancel.
        const usual = /^404 GET .*: Not Found: Stack|already completed$/;
        const refused = service.refused.filter((line) => !usual.test(line));
        const expected = /^409 POST .* in progress\.$|^401 GET user: /;
        assert.ok(refused.length > 2 && refused.every((line) => expected.test(line)), refused.join("\n"));
        assert.deepEqual(service.unmatched, []);
    });

    /** A rotation that is killed while it publishes, and leaves its update open. */
    async function killed(stack: Stack): Promise<void> {
        const match = { action: "PutParameter", nth: 2 };
        const fault = suite.aws.fault({ match, kind: "lose-reply", when: "after", onHit: () => stack.kill() });
        const run = await stack.up({ now: at(30) });
        fault.remove();
        assert.equal(run.signal, "SIGKILL", run.text);
    }

    /** While an update holds the stack nobody else changes anything, and who has a false token does not get that far. */
    async function refusedMeanwhile(stack: Stack): Promise<void> {
        const second = await stack.fails(/\[409\] Conflict: Another update is currently in progress/, {
            now: at(30, 1),
        });
        assert.deepEqual(second.mutations, []);
        const waiting = await command(suite.aws, stack, ["up", "--lock-timeout", "0"], {
            now: at(30, 1),
        });
        assert.equal(waiting.code, 4, waiting.text);
        assert.match(waiting.text, /another run holds the lock of this stack/);
        assert.deepEqual(waiting.mutations, []);
        const stranger = await stack.up({ env: { PULUMI_ACCESS_TOKEN: "pul-false" } });
        assert.notEqual(stranger.code, 0);
        assert.match(stranger.text, /PULUMI_ACCESS_TOKEN|invalid access token|pulumi login/);
    }

    /** Without a journal the engine writes the whole state by itself: it must be the one that was rebuilt. */
    async function sameAsTheEngines(stack: Stack): Promise<void> {
        const rebuilt = service.state(stack.name).deployment;
        service.traffic();
        const run: Run = await stack.ok({ env: { PULUMI_DISABLE_JOURNALING: "true" } });
        assert.deepEqual(run.mutations, []);
        const { byKind } = service.traffic();
        assert.ok(byKind["PATCH update/checkpoint"] > 0, JSON.stringify(byKind));
        assert.equal(byKind["PATCH update/journalentries"], undefined);
        const written = service.state(stack.name).deployment;
        assert.deepEqual(plain(rebuilt), plain(written));
        assert.deepEqual(rebuilt.secrets_providers, written.secrets_providers);
        assert.equal(rebuilt.secrets_providers?.type, "service");
    }

    /** Secrets are in the state, encrypted by the service, and nowhere in the clear. */
    async function keepsItToItself(stack: Stack): Promise<void> {
        const secrets = suite.aws.secrets();
        assert.ok(secrets.length > 2);
        const opened = await stack.exportState("--show-secrets");
        assert.equal(leaksIn(new Map([["opened", opened]]), secrets).length, 1, "the state was to hold a secret");
        const kinds = ["journalentries", "checkpoint", "events/batch"];
        for (const kind of kinds)
            assert.ok(
                service.sent.some(({ what }) => what.endsWith(kind)),
                `no ${kind}`,
            );
        const texts = new Map(service.sent.map(({ what, text }, index) => [`${index} ${what}`, text]));
        texts.set("export", await stack.exportState());
        assert.deepEqual(leaksIn(texts, secrets), []);
    }

    /** Commands of the command line that only a service answers like this. */
    async function commandsOfTheStack(stack: Stack): Promise<void> {
        const run = async (...args: string[]): Promise<string> => {
            const { project: cwd, env } = stack.place;
            const { code, stdout, stderr } = await start("pulumi", args, { cwd, env }).ended;
            assert.equal(code, 0, stderr);
            return stdout;
        };
        const history = JSON.parse(await run("stack", "history", "--json", "--stack", stack.name)) as {
            result: string;
        }[];
        assert.equal(history.filter(({ result }) => result === "failed").length, 1, JSON.stringify(history));
        await run("stack", "init", "spare", "--no-select", "--non-interactive");
        assert.match(await run("stack", "ls"), /spare/);
        await run("stack", "rm", "spare", "--yes");
        assert.doesNotMatch(await run("stack", "ls"), /spare/);
        const before = service.state(stack.name).deployment;
        await stack.importState(await stack.exportState());
        assert.deepEqual(plain(service.state(stack.name).deployment), plain(before));
        assert.notEqual((await stack.outputs()).status, undefined);
    }
});

/** Resources by name, without what differs from one encryption or run of a program to the next. */
function plain({ resources = [], pending_operations = [] }: Deployment): unknown {
    const named = resources.map((one) => [`${one.urn} ${one.delete ?? false}`, one] as const);
    const sorted = named.sort(([a], [b]) => (a < b ? -1 : 1));
    const same = (key: string, value: unknown): unknown => {
        if (key === "ciphertext") return "***";
        const urns = Array.isArray(value) && value.every((one) => String(one).startsWith("urn:pulumi:"));
        return urns ? [...(value as string[])].sort() : value;
    };
    return JSON.parse(JSON.stringify([sorted, pending_operations], same));
}
