import assert from "node:assert/strict";
import { cases } from "../../support/apiKey/cases";
import { short } from "../../support/apiKey/player";
import { engineSuite, Run, Stack } from "../../support/harness";
import { at, COUNTED, folded, Story, together } from "./support/story";

/** Test mode of Stripe and tokens of a Cloudflare user are played elsewhere. */
const { stripeLive, sendgrid, datadog, cloudflareAccount } = cases;

engineSuite("the life of API keys", (suite) => {
    it("of all vendors on one stack: made, verified, published, overlapped and deleted, each run seen before", async () => {
        const given = await Promise.all([stripeLive, sendgrid, datadog, cloudflareAccount].map((start) => start()));
        try {
            await together(suite, given, async (keys, stack) => {
                const run = async (now?: string, how: "ok" | "preview" = "ok") => {
                    for (const key of keys) key.begin({ now });
                    const ran = await stack[how]({ now, noPreview: COUNTED });
                    return { ...ran, calls: keys.map((key) => key.seen(ran).calls) };
                };
                const each = <T>(tell: (one: (typeof given)[number]) => T): T[] => given.map(tell);
                const made = (one: (typeof given)[number], name: string): string[] => [
                    `create ${name} ${one.created}`,
                    "list 200",
                    `verify ${name} 200 x${one.verifications}`,
                ];

                const first = await run();
                const begun = each((one) => ["list 200 x2", ...made(one, "g1-blue")]);
                assert.deepEqual(first.calls.map(folded), begun);

                const preview = await run(at(30), "preview");
                assert.equal(preview.code, 0, preview.text);
                assert.deepEqual(
                    preview.calls,
                    each(() => ["list 200"]),
                );
                const second = await run(at(30));
                const rotated = each((one) => ["list 200 x2", ...one.twin("g1-blue"), ...made(one, "g2-green")]);
                assert.deepEqual(second.calls.map(folded), rotated);
                assert.deepEqual(preview.steps.toSorted(), second.steps.toSorted());
                assert.deepEqual(preview.said.toSorted(), second.said.toSorted());
                assertStanding(keys, ["g1-blue", "g2-green"]);
                diesByItself(keys[3]);

                const waiting = await run(at(30, 23));
                assert.deepEqual(
                    waiting.calls,
                    each(() => ["list 200"]),
                    "the overlap is not over",
                );
                usedAfterwards(keys[2]);
                const third = await run(at(31));
                assert.deepEqual(
                    third.calls,
                    each(({ retired }) => ["list 200", `retire g1-blue ${retired}`]),
                );
                const deleting = third.said.filter((said) => /deleting blue, .* its overlap of 1 d is over/.test(said));
                assert.equal(deleting.length, keys.length, third.said.join("\n"));
                assert.match(
                    deleting.join("\n"),
                    /somebody still used it at 2030-01-31T11:00:00.000Z, after generation 2 was published/,
                );
                assertStanding(keys, ["g2-green"]);
                await stack.settled();
                await checkStack(stack, keys, [first, second, third]);
            });
        } finally {
            for (const { vendor } of given) await vendor.close();
        }
    });
});

function assertStanding(keys: Story[], expected: string[]): void {
    for (const key of keys) assert.deepEqual(key.standing(), expected);
}

/** A Cloudflare token dies two periods and a day after its mint, in case that rotation ever stops. */
function diesByItself({ vendor }: Story): void {
    const ends = vendor.keyring.standing().map(({ name, more }) => `${short(name)} ${String(more.expires_on)}`);
    assert.deepEqual(ends.slice(1), ["g1-blue 2030-03-03T12:00:00Z", "g2-green 2030-04-02T00:00:00Z"]);
}

/** Somebody uses the older Datadog key while consumers move; Datadog tells. Later it would be held. */
function usedAfterwards({ vendor }: Story): void {
    const older = vendor.keyring.standing().find(({ name }) => name.endsWith("-g1-blue"));
    assert.ok(older);
    older.lastUsedAt = Date.parse(at(30, 11));
}

async function checkStack(stack: Stack, keys: Story[], runs: Run[]): Promise<void> {
    const all = keys.map(({ vendor }) => vendor.keyring.keys);
    for (const some of all) {
        const [older, newer] = some.filter(({ managing }) => !managing);
        assert.deepEqual(newer.permissions, older.permissions, "the permissions of the twin");
    }
    const secrets = all.flat().map(({ secret }) => secret);
    const state = await stack.exportState();
    const texts = { state, calls: keys.flatMap(({ vendor }) => vendor.calls).join() };
    const said = Object.fromEntries(runs.map(({ text }, index) => [`run ${index + 1}`, text]));
    for (const [where, text] of Object.entries({ ...texts, ...said })) {
        assert.ok(!secrets.some((secret) => text.includes(secret)), `a secret stands in ${where}`);
    }
    const status = (await stack.outputs()).status as Record<string, { generation: number }>;
    assert.deepEqual(
        keys.map(({ name }) => status[name].generation),
        keys.map(() => 2),
    );
    const slots = slotsIn(state);
    assert.equal(slots.length, keys.length, "the keys that were deleted are not in the state any more");
    slots.forEach(check);
}

/** A key as the engine keeps it. */
interface Slot {
    id: string;
    inputs: Record<string, unknown>;
    outputs: Record<string, unknown>;
}

function slotsIn(state: string): Slot[] {
    const { resources } = (JSON.parse(state) as { deployment: { resources: (Slot & { type: string })[] } }).deployment;
    return resources.filter(({ type }) => type === "pulumi-nodejs:dynamic/rotation:ApiKey");
}

/** What is secret is sealed, and the code is one line that asks the installed package. */
function check(slot: Slot): void {
    const { inputs, outputs } = slot;
    const sealed = (value: unknown) => JSON.stringify(value).includes("ciphertext");
    assert.deepEqual([sealed(outputs.key), sealed(outputs.management), sealed(inputs.management)], [true, true, true]);
    assert.equal(outputs.keyId, slot.id);
    assert.equal(outputs.__provider, `exports.handler = () => require("pulumi-credential-rotation/api-key");`);
    const bytes = JSON.stringify(slot).length;
    assert.ok(bytes < 6000, `a key takes ${bytes} bytes of the state`);
    if (process.env.MEASURE) console.log(`a key takes ${bytes} bytes of the state`);
}
