import assert from "node:assert/strict";
import { engineSuite } from "../../support/harness";
import { Case, cases } from "./support/cases";
import { at, folded, story, Story } from "./support/story";

engineSuite("an API key's life", (suite) => {
    for (const [name, start] of Object.entries(cases)) {
        it(`${name}: is made, verified, published, overlapped and deleted, each run seen before`, async () => {
            const given = await start();
            try {
                await story(suite, given, (key) => live(key, given));
            } finally {
                await given.vendor.close();
            }
        });
    }
});

async function live(key: Story, { verifications, created, retired, twin, vendor }: Case): Promise<void> {
    const first = await key.ok();
    assert.deepEqual(folded(first.calls), [
        "list 200 x2",
        `create g1-blue ${created}`,
        "list 200",
        `verify g1-blue 200 x${verifications}`,
    ]);
    const preview = await key.preview({ now: at(30) });
    assert.deepEqual(preview.calls, ["list 200"]);
    const second = await key.ok({ now: at(30) });
    const made = [`create g2-green ${created}`, "list 200", `verify g2-green 200 x${verifications}`];
    assert.deepEqual(folded(second.calls), ["list 200 x2", ...twin("g1-blue"), ...made]);
    assert.deepEqual([...preview.steps].sort(), [...second.steps].sort());
    assert.deepEqual(preview.said, second.said);
    assert.deepEqual(key.standing(), ["g1-blue", "g2-green"]);
    assert.deepEqual((await key.ok({ now: at(30, 23) })).calls, ["list 200"], "the overlap is not over");
    const third = await key.ok({ now: at(31) });
    assert.deepEqual(third.calls, ["list 200", `retire g1-blue ${retired}`]);
    assert.match(third.said.join(), /deleting blue, generation 1: its overlap of 1 d is over/);
    assert.deepEqual(key.standing(), ["g2-green"]);
    await key.stack.settled();
    const { keys } = vendor.keyring;
    const twins = keys.filter(({ managing }) => !managing).map(({ permissions }) => permissions);
    assert.deepEqual(twins[1], twins[0], "the permissions of the twin");
    const secrets = keys.map(({ secret }) => secret);
    const texts = {
        state: await key.stack.exportState(),
        first: first.text,
        second: second.text,
        calls: vendor.calls.join(),
    };
    for (const [where, text] of Object.entries(texts)) {
        assert.ok(!secrets.some((secret) => text.includes(secret)), `a secret stands in ${where}`);
    }
    assert.equal((await key.stack.status()).generation, 2);
    slotsIn(texts.state).forEach(check);
}

/** A key as the engine keeps it. */
interface Slot {
    id: string;
    inputs: Record<string, unknown>;
    outputs: Record<string, unknown>;
}

function slotsIn(state: string): Slot[] {
    const { resources } = (JSON.parse(state) as { deployment: { resources: (Slot & { type: string })[] } }).deployment;
    const slots = resources.filter(({ type }) => type === "pulumi-nodejs:dynamic/rotation:ApiKey");
    assert.equal(slots.length, 1, "the key that was deleted is not in the state any more");
    return slots;
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
