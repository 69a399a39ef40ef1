import assert from "node:assert/strict";
import { cases } from "../../../support/apiKey/cases";
import { at } from "../../../support/apiKey/player";
import { Rig } from "./support/rig";

type Asked = [method: string, path: string, headers: string];

/** Everything that is asked of the vendors while it runs. */
async function asked(run: () => Promise<void>): Promise<Asked[]> {
    const { fetch } = globalThis;
    const seen: Asked[] = [];
    globalThis.fetch = (input, init) => {
        seen.push([init?.method ?? "GET", new URL(String(input)).pathname, JSON.stringify(init?.headers)]);
        return fetch(input, init);
    };
    try {
        await run();
    } finally {
        globalThis.fetch = fetch;
    }
    return seen;
}

/** Stripe's own SDK does not ask by `fetch`; that its double lets nobody manage keys with such a key says the same. */
// A secret of Entra is tried in the body of a sign-in, which manages nothing.
const { stripe: _, stripeLive: __, entra: ___, ...vendors } = cases;

// Holds 40; incidents 12.
describe("the calls that manage keys", () => {
    for (const [name, start] of Object.entries(vendors))
        it(`never use the key that is rotated, at ${name}`, async () => {
            const given = await start();
            try {
                const rig = new Rig(given);
                const secrets = () =>
                    given.vendor.keyring.keys.filter((key) => !key.managing).map(({ secret }) => secret);
                const calls = await asked(async () => {
                    await rig.ok();
                    await rig.ok({ now: at(30) });
                    await rig.ok({ now: at(31) });
                });
                const withNew = calls.filter(([, , headers]) => secrets().some((secret) => headers.includes(secret)));
                assert.ok(withNew.length >= 8, "the new keys are verified");
                const others = withNew.filter(([method, path]) => `${method} ${path}` !== `GET ${given.use.path}`);
                assert.deepEqual(
                    others.map(([method, path]) => `${method} ${path}`),
                    [],
                );
                assert.ok(calls.some(([method]) => method === "DELETE" || method === "POST"));
            } finally {
                await given.vendor.close();
            }
        });
});
