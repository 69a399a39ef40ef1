import assert from "node:assert/strict";
import { cases } from "../../../support/apiKey/cases";
import { at } from "../../../support/apiKey/player";
import type { FaultSpec } from "../../../support/vendors";
import { StatefulRig } from "./support/statefulRig";

/** Ways in which a rotation goes on failing. */
const WAYS: Record<string, FaultSpec> = {
    "the creation is refused": { op: "create", kind: "deny", times: 999 },
    "the reply of the creation is lost": { op: "create", kind: "lose-reply", times: 999 },
    "the creation acts and answers 500": { op: "create", kind: "act-then-500", times: 999 },
    "the verification says nothing": { op: "verify", kind: "error-500", times: 999 },
    "the deletion fails": { op: "retire", kind: "error-500", times: 999 },
};

const { stripeLive: _, cloudflareAccount: __, ...vendors } = cases;

// Holds 30; incidents 29.
describe("five failing runs in a row", function () {
    this.timeout(60_000);
    for (const [title, fault] of Object.entries(WAYS)) {
        it(`pile up neither keys nor state: ${title}`, async () => {
            await Promise.all(
                Object.values(vendors).map(async (start) => {
                    const given = await start();
                    try {
                        const rig = new StatefulRig(given, { deadlineMs: 500, successes: 2 });
                        await rig.ok();
                        await rig.ok({ now: at(30) });
                        const day = fault.op === "retire" ? 31 : 60;
                        if (day === 60) await rig.ok({ now: at(31) });
                        const [keys, size] = [given.vendor.keyring.standing().length, rig.size()];
                        given.vendor.fault(fault);
                        for (let run = 0; run < 5; run++) {
                            const failed = await rig.run({ now: at(day, run) });
                            assert.ok(failed.failed, `${given.id}: ${failed.text}`);
                            const unknown = rig.unaccounted();
                            assert.ok(unknown.length <= 1, `${given.id}: ${unknown.join()}`);
                            assert.ok(given.vendor.keyring.standing().length <= keys + 1, given.id);
                            assert.ok(rig.size() < size * 1.5, `${given.id}: the state grew to ${rig.size()}`);
                        }
                        given.vendor.clearFaults();
                        await rig.run({ now: at(day, 6) });
                        await rig.ok({ now: at(day + 2) });
                        assert.deepEqual(rig.unaccounted(), []);
                    } finally {
                        await given.vendor.close();
                    }
                }),
            );
        });
    }
});
