import assert from "node:assert/strict";
import { statusText } from "../../../../cli/commands/status";
import { credentialsOf } from "../../../../cli/state/credentials";
import { statusRows } from "../../../../cli/state/status";
import { ledgerOf, resourcesOf, stateOf } from "../support/scene";

const at = (text: string): Date => new Date(text);
const rows = (ledger = ledgerOf(), now = "2030-01-01T06:00:00Z") =>
    statusRows(credentialsOf(stateOf(resourcesOf("app", ledger))), at(now));

describe("the status of credentials", () => {
    it("is read from components, ledgers and triggers of a state", () => {
        const [found] = credentialsOf(stateOf(resourcesOf("app")));
        assert.equal(found.kind, "AwsIamAccessKey");
        assert.deepEqual(found.window, { start: "2030-01-01T00:00:00Z", end: "2030-01-31T00:00:00Z" });
        assert.deepEqual(found.ids, { blue: "AKIABLUE000000001111", green: "AKIAGREEN00000002222" });
    });

    it("falls back on the ledger where a run never came to register the component's outputs", () => {
        const [found] = credentialsOf(stateOf(resourcesOf("app", ledgerOf(), {})));
        assert.deepEqual([found.currentSlot, found.generation, found.previousPhase], ["green", 2, "overlap"]);
    });

    it("leaves out what has no ledger yet, and schedules", () => {
        const [component] = resourcesOf("app", ledgerOf(), {});
        assert.deepEqual(credentialsOf(stateOf([component])), []);
    });

    it("tells slot, age, phase and next rotation", () => {
        const [row] = rows();
        assert.equal(row.ageSeconds, 6 * 3600);
        assert.deepEqual(row.previous, {
            slot: "blue",
            generation: 1,
            phase: "overlap",
            since: "2030-01-01T00:00:00Z",
        });
        assert.deepEqual([row.overdue, row.overdueSeconds, row.heldBy], [false, 0, undefined]);
    });

    it("tells how long a rotation is overdue, and what keeps its place", () => {
        const [row] = rows(ledgerOf(), "2030-01-31T02:00:00Z");
        assert.deepEqual([row.overdue, row.overdueSeconds], [true, 7200]);
        assert.equal(row.heldBy, "blue is in its overlap since 30 d 2 h");
    });

    it('is held by use: "previous"', () => {
        assert.equal(rows(ledgerOf({ back: true }))[0].heldBy, 'use: "previous" is set');
    });

    it("prefers what a preview just decided", () => {
        const credentials = credentialsOf(stateOf(resourcesOf("app")));
        const decision = {
            name: "app",
            reason: "in-use",
            sentence: "holding blue: still in use",
            level: "warning",
            moved: false,
        };
        const [row] = statusRows(credentials, at("2030-01-02T06:00:00Z"), [decision]);
        assert.equal(row.heldBy, "holding blue: still in use");
    });

    it("tells what the last run found wrong with a published credential", () => {
        const ledger = ledgerOf();
        const { outputs } = resourcesOf("app", ledger)[0];
        const wrong = resourcesOf("app", ledger, { ...outputs, error: "green was deleted by somebody else" });
        const [row] = statusRows(credentialsOf(stateOf(wrong)), at("2030-01-02T06:00:00Z"));
        const said = "green was deleted by somebody else";
        assert.deepEqual([row.error, row.heldBy], [said, said]);
    });

    it("is a table for people", () => {
        const text = statusText({ credentials: rows(ledgerOf(), "2030-02-01T00:00:00Z") });
        const [head, line] = text.split("\n");
        assert.match(head, /credential +published +age +previous +next rotation +overdue +held by/);
        assert.match(
            line,
            /^app +green \(2\) +31 d +blue \(1\) overlap +2030-01-31T00:00:00Z +1 d +blue is in its overlap/,
        );
    });

    it("says so where there is none", () => {
        assert.match(statusText({ credentials: [] }), /no credential yet/);
    });
});
