import assert from "node:assert/strict";
import { cases } from "../../support/apiKey/cases";
import { engineSuite } from "../../support/harness";
import { at, story } from "./support/story";

interface Resource {
    type: string;
    inputs?: Record<string, unknown>;
    outputs?: Record<string, unknown>;
}

/** The state as a version left it that knew neither whose the keys are nor how their names begin. */
function older(state: string): string {
    const whole = JSON.parse(state) as { deployment: { resources: Resource[] } };
    for (const { type, inputs = {}, outputs = {} } of whole.deployment.resources) {
        for (const kept of [inputs, outputs]) {
            if (type.endsWith("rotation:ApiKey")) delete kept.prefix;
            if (!type.endsWith("rotation:Ledger")) continue;
            delete kept.whose;
            const ledger = JSON.parse(String(kept.ledger)) as { intent?: { mark?: string } };
            delete ledger.intent?.mark;
            kept.ledger = JSON.stringify(ledger);
        }
    }
    return JSON.stringify(whole);
}

engineSuite("a state of an older version", (suite) => {
    it("shows no diff, takes whose the keys are as it sees it first, and refuses another one after that", async () => {
        const [given, theirs] = [await cases.sendgrid(), await cases.sendgrid()];
        try {
            await story(suite, given, async (key) => {
                await key.ok();
                const [made] = given.vendor.keyring.standing().filter(({ managing }) => !managing);
                made.name = made.name.replace(/-[0-9a-f]{8}(-g1-blue)$/, "$1");
                await key.stack.importState(older(await key.stack.exportState()));
                await key.stack.settled();
                const first = await key.ok({ now: at(1) });
                assert.deepEqual([first.calls.filter((call) => !call.startsWith("list")), first.mutations], [[], []]);
                await key.stack.settled();
                const { endpoint, managementKey } = key.stack.entry;
                const elsewhere = { endpoint: theirs.vendor.endpoint, managementKey: theirs.entry.managementKey };
                const set = { ...elsewhere, heal: true };
                await key.fails(/endpoint: .*; expected .*, whose these keys are/, { now: at(30), set });
                assert.deepEqual([key.standing(), theirs.vendor.names()], [["g1-blue"], []]);
                await key.ok({ set: { endpoint, managementKey, heal: false } });
                const names = given.vendor.names();
                assert.match(names[1], /-[0-9a-f]{8}-[0-9a-f]{8}-g2-green$/, "the next key has a word of its own");
                await key.ok({ now: at(31) });
                assert.deepEqual(key.standing(), ["g2-green"]);
            });
        } finally {
            for (const { vendor } of [given, theirs]) await vendor.close();
        }
    });
});
