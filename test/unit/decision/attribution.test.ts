import * as assert from "node:assert/strict";
import {
    appearedSince,
    idOf,
    remoteOf,
    stemsFromIntent,
    unknownCredentials,
    redactedId,
    redactedIds,
} from "../../../components/decision/attribution";
import { BLUE_1, disabled, facts, FOREIGN, GREEN_2, hoursLater, key, ledger, record } from "./support/scene";

/* Does not prove that the record names what the store publishes: the gates see to that. */
describe("whose a credential is", () => {
    it("is told by the record, for both slots", () => {
        assert.equal(idOf(ledger(), "green", record()), GREEN_2);
        assert.equal(idOf(ledger(), "blue", record()), BLUE_1);
    });

    it("is told by the ledger where the record is gone", () => {
        assert.equal(idOf(ledger({ id: BLUE_1 }), "blue", null), BLUE_1);
        assert.equal(idOf(ledger(), "green", null), undefined);
    });

    it("is told by the taking over first", () => {
        assert.equal(idOf(ledger({ adopted: FOREIGN, id: BLUE_1 }), "blue", record()), FOREIGN);
    });

    it("is not told by another generation of the slot", () => {
        assert.equal(idOf(ledger({ generation: 3 }), "blue", record()), undefined);
        assert.equal(
            idOf(ledger({ generation: 0 }), "blue", record({ previous: { generation: 0, id: FOREIGN } })),
            undefined,
        );
    });

    it("is not told by a record of the other slot", () => {
        assert.equal(idOf(ledger({ generation: 2 }), "blue", record()), undefined);
    });
});

/* Does not prove that the vendor's list is fresh: no list is. */
describe("what the vendor says of a slot", () => {
    it("the credential, missing, or unknown", () => {
        assert.deepEqual(remoteOf(ledger(), "green", facts()), key(GREEN_2));
        assert.equal(remoteOf(ledger(), "blue", facts()), "missing");
        assert.equal(remoteOf(ledger(), "blue", facts({ remote: null })), "unknown");
        assert.equal(remoteOf(ledger(), "green", facts({ record: null })), "unknown");
    });
});

describe("strangers", () => {
    const remote = [key(BLUE_1), key(GREEN_2), key(FOREIGN)];

    it("are all that neither ledger nor record names", () => {
        assert.deepEqual(unknownCredentials(ledger(), facts({ remote })), [key(FOREIGN)]);
    });

    it("do not include the old key of a slot for which another one was asked", () => {
        const asked = ledger({ generation: 3, phase: "live" }, { current: "blue", generation: 3 });
        assert.deepEqual(unknownCredentials(asked, facts({ remote })), [key(FOREIGN)]);
    });
});

/* Does not prove that a key made by hand in the very hour of a run is told from one of ours: nothing tells. */
describe("what may stem from a mint", () => {
    const since = "2026-04-08T02:00:00.000Z";
    const intent = { since, known: [BLUE_1], again: [hoursLater(48, since)] };
    const made = (hours: number, more = {}) => key(FOREIGN, { createdAt: hoursLater(hours, since), ...more });

    it("was made from five minutes before until an hour after the run, or a later one, decided", () => {
        for (const hours of [-5 / 60, 0, 1, 48 - 5 / 60, 48, 49])
            assert.ok(stemsFromIntent(intent, made(hours)), `${hours}`);
        for (const hours of [-0.1, 1.001, 47.9, 49.001]) assert.ok(!stemsFromIntent(intent, made(hours)), `${hours}`);
    });

    it("did not stand there before", () => {
        assert.ok(!appearedSince(intent, key(BLUE_1)));
        assert.ok(!stemsFromIntent(intent, key(BLUE_1, { createdAt: since })));
        assert.ok(appearedSince(intent, made(-100)));
    });

    it("bears its generation, where names tell", () => {
        assert.ok(stemsFromIntent(intent, made(-100, { generation: 3 }), 3));
        assert.ok(!stemsFromIntent(intent, made(0, { generation: 2 }), 3));
    });

    it("is anything new where the vendor tells no time, and nothing without a mint", () => {
        assert.ok(stemsFromIntent(intent, key(FOREIGN, { createdAt: undefined })));
        assert.ok(!stemsFromIntent(undefined, made(0)));
    });
});

describe("identifiers in sentences", () => {
    it("are told by their last four characters", () => {
        assert.equal(redactedId(BLUE_1), "…1111");
        assert.equal(redactedIds([key(BLUE_1), disabled(GREEN_2)]), "…1111 (active), …2222 (inactive)");
        assert.equal(redactedIds([key(BLUE_1, { name: "app-1" })]), "app-1 …1111 (active)");
    });
});
