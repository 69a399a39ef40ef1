import { warnUnmanagedKeys } from "../../../../components/decision/rules/unmanagedKeys";
import assert from "node:assert/strict";
import { appearedSince, stemsFromIntent } from "../../../../components/decision/attribution";
import type { Facts, Ledger, Policy } from "../../../../components/decision/types";
import { cases } from "../../../support/apiKey/cases";
import { at } from "../../../support/apiKey/player";
import { StatefulRig } from "./support/statefulRig";

/** Two teams cloned the repository: project, stack and entry are called alike, the backends know nothing of each other. */
describe("two stacks of one name at one vendor", function () {
    this.timeout(20_000);

    it("never take each other's keys for leftovers, whoever fails meanwhile", async () => {
        const given = await cases.datadog();
        try {
            const [ours, theirs] = [new StatefulRig(given), new StatefulRig(given)];
            for (const rig of [ours, theirs]) rig.strict = false;
            await ours.ok();
            await theirs.ok();
            given.vendor.fault({ op: "create", kind: "error-500", times: 9 });
            await ours.fails(/could not make/, { now: at(30) });
            given.vendor.clearFaults();
            await theirs.ok({ now: at(30) });
            const published = theirs.read()?.key;
            const { calls, said } = await ours.ok();
            assert.ok(given.vendor.keyring.admit(published), "what the other one published works");
            assert.deepEqual(
                calls.filter((call) => call.startsWith("retire")),
                [],
            );
            assert.doesNotMatch(said.join(), /bears a name of this credential/);
            for (const rig of [ours, theirs]) await rig.ok({ now: at(31) });
            assert.ok(given.vendor.keyring.admit(published));
            assert.deepEqual(ours.standing(), ["g2-green", "g3-green"]);
        } finally {
            await given.vendor.close();
        }
    });
});

describe("the mark in a key's name", () => {
    const made = { id: "k", active: true, generation: 2 };
    const intent = { since: at(0), known: [] };
    const marked = { ...intent, mark: "aaaaaaaa" };

    it("tells whose mint made it", () => {
        const of = (mint: typeof intent, mark?: string) => {
            const stranger = mark === undefined ? made : { ...made, mark };
            return [appearedSince(mint, stranger, 2), stemsFromIntent(mint, stranger, 2)];
        };
        assert.deepEqual(of(marked, "aaaaaaaa"), [true, true]);
        assert.deepEqual(of(marked, "bbbbbbbb"), [false, false]);
        assert.deepEqual(of(marked), [false, false], "an older version made it, for this ledger or another");
        assert.deepEqual(of(intent), [true, true], "a mint of an older version is finished as it began");
        assert.deepEqual(of(intent, "bbbbbbbb"), [false, false]);
    });

    it("keeps what is another stack's from being reported as a leftover, and nothing else", () => {
        const slot = { generation: 1, phase: "live", id: "mine" } as const;
        const ledger = { current: "blue", blue: slot, green: { generation: 0, phase: "absent" }, intent: marked };
        const seen = (mark?: string) => {
            const facts = { record: null, remote: [{ ...made, ...(mark === undefined ? {} : { mark }) }] };
            const { title } = { title: "key" };
            return warnUnmanagedKeys({
                ledger: ledger as unknown as Ledger,
                facts: facts as unknown as Facts,
                policy: { title } as Policy,
            })?.reason;
        };
        assert.deepEqual([seen("aaaaaaaa"), seen("bbbbbbbb"), seen()], ["foreign", undefined, "foreign"]);
    });
});
