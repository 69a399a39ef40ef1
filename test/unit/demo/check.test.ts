import assert from "node:assert/strict";
import { deviations } from "../../../tools/demo/check";
import { sentencesOf } from "../../../tools/demo/stage/said";
import type { Observed } from "../../../tools/demo/stage/observe";
import type { Played } from "../../../tools/demo/stage/stage";
import type { Night } from "../../../tools/demo/story/plan";
import { listed, tell } from "../../../tools/demo/story/telling";

const night: Night = {
    at: "2030-02-04T03:00:00Z",
    chapter: "usual",
    happenings: { myapp: "window" },
    pictures: { myapp: { blue: "overlap", green: "live" } },
    minted: 1,
};
const played: Played = {
    ok: true,
    said: [],
    seconds: 1,
    minted: 1,
    mutations: ["iam:CreateAccessKey myapp-user"],
    text: "",
};
const seen: Observed = { picture: { blue: "overlap", green: "live" }, suffix: "…AAAA", strays: [], keys: 2 };

describe("the demo's judgement of a run", () => {
    const judge = (some: Partial<Night>, run: Partial<Played> = {}, found: Partial<Observed> = {}) =>
        deviations({ ...night, ...some }, { ...played, ...run }, { myapp: { ...seen, ...found } });

    it("has nothing to say of one that went as told", () => assert.deepEqual(judge({}), []));

    it("tells a run that failed, and one that should have", () => {
        assert.deepEqual(judge({}, { ok: false }), ["the run failed"]);
        assert.match(judge({ chapter: "broken" })[0], /should have failed/);
        assert.deepEqual(judge({ chapter: "broken" }, { ok: false }), []);
    });

    it("counts the keys that were made", () => {
        assert.deepEqual(judge({}, { minted: 2 }), ["2 keys were made, expected 1"]);
    });

    it("tells where the vendor holds something else", () => {
        const blue = { blue: "live", green: "absent" } as const;
        assert.deepEqual(judge({}, {}, { picture: blue }), [
            "myapp: blue is live, expected overlap",
            "myapp: green is absent, expected live",
        ]);
        assert.deepEqual(judge({}, {}, { strays: ["…BBBB"] }), ["myapp: the store knows nothing of …BBBB"]);
    });

    it("wants a quiet night to be quiet", () => {
        const [found] = judge(
            { chapter: "quiet", minted: 0 },
            { minted: 0, mutations: ["ssm:PutParameter /myapp/rotation"] },
        );
        assert.match(found, /nothing was due.*PutParameter/);
    });
});

describe("what a run of the demo said", () => {
    const urn = (name: string) => `urn:pulumi:dev::p::t::${name}`;
    const event = (message: string, name?: string, severity = "info", ephemeral = false) => ({
        diagnosticEvent: { severity, message, ephemeral, ...(name ? { urn: urn(name) } : {}) },
    });

    it("belongs to a credential, also what one of its resources said", () => {
        const events = [event("rotating\n", "app"), event("bad", "app-two-ssm-document", "error"), event("x", "iam")];
        assert.deepEqual(sentencesOf(events, ["app", "app-two"]), [
            { name: "app", severity: "info", sentence: "rotating" },
            { name: "app-two", severity: "error", sentence: "bad" },
            { name: undefined, severity: "info", sentence: "x" },
        ]);
    });

    it("leaves out progress, debugging, repetitions and the engine's marks", () => {
        const events = [
            event("verifying", "app", "info", true),
            event("noise", "app", "debug"),
            event('<{%reset%}>before hook "rotation-app-publish-8" failed: no<{%reset%}>', "app", "error"),
            event("no", "app", "error"),
        ];
        assert.deepEqual(sentencesOf(events, ["app"]), [{ name: "app", severity: "error", sentence: "no" }]);
    });
});

describe("the demo's headings", () => {
    it("say what a usual night is about", () => {
        const happenings = { a: "window", b: "disabling", c: "window", d: "idle" } as const;
        assert.equal(tell({ ...night, happenings }, "4s").title, "Rotation of a and c, overlap of b ends");
        assert.equal(listed(["a", "b", "c"]), "a, b and c");
        const many = { a: "window", b: "window", c: "window", d: "window", e: "deleting" } as const;
        assert.equal(tell({ ...night, happenings: many }, "4s").title, "Rotation of 4 credentials, old key of e goes");
    });

    it("say what the other nights are about", () => {
        assert.match(tell({ ...night, chapter: "return", missed: 91 }, "4s").title, /91 nights/);
        assert.match(tell({ ...night, chapter: "emergency", about: "myapp" }, "4s").title, /myapp has leaked/);
        assert.match(tell({ ...night, chapter: "broken", about: "myapp" }, "4s").note!, /4s/);
    });
});
