import assert from "node:assert/strict";
import type { CredentialKind } from "../../../components/rotation/credentialKind";
import { givesBoth, Inspection, withTried } from "../../../components/rotation/inspectPublished";
import type { Store } from "../../../components/stores/store";
import { BLUE_1, GREEN_2, key, record } from "../decision/support/scene";

/** A store that gives this out, and a vendor whose answer to the published key is this. */
function look(fields: Record<string, string> | undefined, answer: "alive" | "dead" | "unknown" = "alive") {
    let tried = 0;
    const kind = {
        fieldNames: ["accessKeyId"],
        pair: { fieldNames: ["accessKeyId", "before"] },
        probe: () =>
            Promise.resolve(++tried && (answer === "alive" ? { state: answer } : { state: answer, detail: "" })),
    } as unknown as CredentialKind;
    const readBack = () =>
        fields === undefined
            ? Promise.reject(new Error("couldn't find resource"))
            : Promise.resolve([{ at: "/app in SSM", fields }]);
    const store = { readBack } as unknown as Store;
    return { asked: { scope: { name: "app" }, kind, store } as unknown as Inspection, tried: () => tried };
}

describe("a second look at what a list lacks", () => {
    it("finds a published key that works", async () => {
        const { asked } = look({ accessKeyId: GREEN_2 });
        assert.deepEqual(await withTried(asked, [key(BLUE_1)], record()), [key(BLUE_1), { id: GREEN_2, active: true }]);
    });

    it("believes the list where the key is refused too, or nothing is published to be tried", async () => {
        for (const { asked } of [
            look({ accessKeyId: GREEN_2 }, "dead"),
            look(undefined),
            look({ accessKeyId: BLUE_1 }),
        ])
            assert.deepEqual(await withTried(asked, [], record()), []);
    });

    it("tries nothing where the list has it, or there is no record", async () => {
        const { asked, tried } = look({ accessKeyId: GREEN_2 });
        await withTried(asked, [key(GREEN_2)], record());
        await withTried(asked, [], null);
        assert.equal(await withTried(asked, null, record()), null);
        assert.equal(tried(), 0);
    });
});

describe("whether the value before is published too", () => {
    it("is told by the store, and is no where that lacks it", async () => {
        assert.equal(await givesBoth(look({ accessKeyId: GREEN_2, before: "x" }).asked, record()), true);
        assert.equal(await givesBoth(look({ accessKeyId: GREEN_2 }).asked, record()), false);
        assert.equal(await givesBoth(look(undefined).asked, record()), false);
        assert.equal(await givesBoth(look(undefined).asked, record({ previous: undefined })), undefined);
    });
});
