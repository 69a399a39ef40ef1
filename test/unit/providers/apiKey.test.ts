import assert from "node:assert/strict";
import { check, create, delete as remove, diff, update } from "../../../components/providers/apiKey";

const inputs = {
    vendor: "sendgrid",
    settings: `{"endpoint":"http://127.0.0.1:9","scopes":["mail.send"]}`,
    management: "SG.management-secret",
    keyName: "rotation-app-00000000-g1-blue",
    generation: 1,
    twin: "id-0",
    expiresOn: "2030-01-01T00:00:00Z",
};

describe("the slot of an API key", () => {
    it("keeps what the key was made with until the next mint", () => {
        const news = {
            ...inputs,
            twin: "id-9",
            expiresOn: "2031-01-01T00:00:00Z",
            management: "SG.other",
            keyName: "renamed",
        };
        assert.deepEqual(check(inputs, news).inputs, { ...inputs, management: "SG.other" });
        assert.deepEqual(check({}, news).inputs, news);
        assert.deepEqual(check(inputs, { ...news, generation: 2 }).inputs, { ...news, generation: 2 });
        const { twin, ...without } = inputs;
        assert.equal("twin" in check(without, { ...news, twin }).inputs, false, "a first issue has none for good");
    });

    it("is replaced by another generation only", () => {
        const state = { ...inputs, keyId: "id-1", key: "SG.secret" };
        assert.deepEqual(diff("id-1", state, inputs), { changes: false, replaces: [], deleteBeforeReplace: true });
        assert.deepEqual(diff("id-1", state, { ...inputs, generation: 2 }).replaces, ["generation"]);
        for (const change of [{ management: "SG.other" }, { settings: "{}" }]) {
            assert.deepEqual(diff("id-1", state, { ...inputs, ...change }), {
                changes: true,
                replaces: [],
                deleteBeforeReplace: true,
            });
        }
    });

    it("keeps its key when the way to the vendor changes", () => {
        const state = { ...inputs, keyId: "id-1", key: "SG.secret" };
        assert.deepEqual(update("id-1", state, { ...inputs, management: "SG.other" }).outs, {
            ...state,
            management: "SG.other",
        });
    });

    it("is deleted with the management key that the other slot was given, where the vendor takes the older one no more", async () => {
        const state = { ...inputs, keyId: "id-1", key: "SG.secret" };
        const { fetch } = globalThis;
        const asked: string[] = [];
        let known = "SG.management-secret";
        globalThis.fetch = (_, init) => {
            const [bearer] = /SG\.[a-z-]+/.exec(JSON.stringify(init?.headers)) ?? [""];
            asked.push(bearer);
            return Promise.resolve(new Response(null, { status: bearer === known ? 204 : 401 }));
        };
        try {
            const other = {
                ...inputs,
                generation: 2,
                keyName: "rotation-app-00000000-g2-green",
                management: "SG.newer",
            };
            check({}, { ...other, keyName: "rotation-other-00000000-g2-green", management: "SG.stranger" });
            check({}, other);
            await remove("id-1", state);
            assert.deepEqual(asked, ["SG.management-secret"]);
            known = "SG.none";
            for (const gone of [{ vendor: "cloudflare" }, { settings: `{"endpoint":"http://127.0.0.1:8"}` }])
                await assert.rejects(remove("id-1", { ...state, ...gone }), /could not delete/);
            assert.deepEqual(
                asked.splice(0),
                Array(3).fill("SG.management-secret"),
                "what is somebody else's gets no other",
            );
            known = "SG.newer";
            await remove("id-1", state);
            assert.deepEqual(asked, ["SG.management-secret", "SG.newer"]);
            known = "SG.none";
            await assert.rejects(remove("id-1", state), /could not delete .* 401.*It may still be valid/);
        } finally {
            globalThis.fetch = fetch;
        }
    });

    it("takes over a key without asking the vendor", async () => {
        const made = await create({ ...inputs, adopted: "id-7", adoptedKey: "SG.adopted" });
        assert.deepEqual([made.id, made.outs.keyId, made.outs.key], ["id-7", "id-7", "SG.adopted"]);
    });

    it("names the key whose making is uncertain, and no secret", async () => {
        const { twin: _, ...first } = inputs;
        await assert.rejects(create(first), (error: Error) => {
            assert.match(
                error.message,
                /^SendGrid API key: could not make rotation-app-00000000-g1-blue: the connection failed/,
            );
            assert.match(error.message, /Whether rotation-app-00000000-g1-blue was made is not known/);
            assert.ok(!JSON.stringify(error, Object.getOwnPropertyNames(error)).includes("management-secret"));
            return true;
        });
    });

    it("says which package it needs for a vendor that it does not know", async () => {
        await assert.rejects(
            create({ ...inputs, vendor: "acme" }),
            /has no vendor "acme", only stripe, sendgrid, datadog, cloudflare/,
        );
    });
});
