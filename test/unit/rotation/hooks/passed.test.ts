import { beforeMint } from "../../../../components/rotation/hooks/beforeCreate";
import { beforeRecord } from "../../../../components/rotation/hooks/beforeRecord";
import type { StoreReader } from "../../../../components/rotation/hooks/gateContext";
import { GateContext } from "../../../../components/rotation/hooks/gateContext";
import assert from "node:assert/strict";
import type { Facts, Ledger } from "../../../../components/decision/types";
import type { CredentialKind } from "../../../../components/rotation/credentialKind";
import { beforePublish } from "../../../../components/rotation/hooks/beforePublish";
import { facts, GREEN_2, key, ledger, policy, record } from "../../decision/support/scene";

const RUN = "this run";

/** The gates of a rotation into green that this run decided upon. */
function context(reason: string, more: Partial<Facts> = {}, again?: StoreReader, unlisted = false): GateContext {
    const moved = { run: RUN, reason, sentence: "" };
    const before: Ledger = ledger({ phase: "absent", id: undefined }, { moved });
    const kind = {
        listCredentials: () => Promise.resolve([]),
        probe: () => Promise.resolve({ state: "alive" }),
    } as Partial<CredentialKind> as CredentialKind;
    return {
        ...{ kind, ledger: before, policy: policy({ unlisted }), consumers: [], again },
        limits: { deadlineMs: 1000, successes: 1 },
        scope: { name: "app", parent: undefined as never },
        facts: facts({ record: null, remote: [], ...more }),
        pace: { now: () => 0, pause: () => Promise.resolve() },
    };
}

const none = () => Promise.resolve([]);

describe("a step whose gate was taken away", () => {
    it("is noticed by the gate of the next step", async () => {
        await assert.rejects(beforePublish(context("window"), GREEN_2, {}, none), /made without the check before it/);
        await assert.rejects(beforeRecord(context("going-back"), {}, none), /published without the check before it/);
    });

    it("is no matter where each gate was passed in turn", async () => {
        const whole = context("window");
        await beforeMint(whole);
        await beforePublish(whole, GREEN_2, {}, none);
        await beforeRecord(whole, {}, none);
    });

    it("may have been passed by an earlier run, which this one finishes", async () => {
        await beforePublish(context("finishing"), GREEN_2, {}, none);
        await beforeRecord(context("finishing"), {}, none);
    });
});

describe("a slot that the state does not hold", () => {
    const again = (places: object[]): StoreReader => ({
        record: () => Promise.resolve(null),
        places: () => Promise.resolve(places as never),
    });

    it("is not made anew when somebody deleted it and a refresh forgot it", async () => {
        const lost = context("window", { record: record(), remote: [] });
        await assert.rejects(beforeMint(lost), /…2222 was deleted by somebody else, and nothing is made in its place/);
    });

    it("is made where its place was corrected and holds nothing, and only there", async () => {
        const strange = (places: object[]) => {
            const found = context("finishing", { remote: null }, again(places), true);
            found.ledger.green.id = GREEN_2;
            return found;
        };
        await beforeMint(strange([]));
        const taken = strange([{ at: "/app in SSM", fields: {} }]);
        await assert.rejects(beforeMint(taken), /name its old place in aliases/);
    });

    it("is not made anew where it is on record", async () => {
        const held = context("window", { record: record(), remote: [key(GREEN_2)] });
        await assert.rejects(beforeMint(held), /this stack's state does not hold it/);
    });
});
