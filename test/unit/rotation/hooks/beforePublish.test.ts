import { beforeMint } from "../../../../components/rotation/hooks/beforeCreate";
import { beforeRecord } from "../../../../components/rotation/hooks/beforeRecord";
import {
    type GateContext,
    type PublishedCopy,
    type StoreReader,
} from "../../../../components/rotation/hooks/gateContext";
import assert from "node:assert/strict";
import type { Ledger, Policy, RemoteCredential, RotationRecord } from "../../../../components/decision/types";
import type { CredentialKind } from "../../../../components/rotation/credentialKind";
import { beforePublish } from "../../../../components/rotation/hooks/beforePublish";
import type { Probe } from "../../../../components/shared/verification";

const T = "2030-01-31T00:00:00.000Z";
const policy: Policy = {
    ...{ title: "key of app", recordAt: "/app/rotation in SSM", overlapMs: 1, retentionMs: 1, canDisable: true },
    ...{ capacity: 2, revoke: false, use: "current", heal: false },
};
/** A rotation from blue, generation 1, into green. */
const ledger: Ledger = {
    ...{ version: 1, current: "green", generation: 2, rotatedAt: T, nextRotation: T },
    blue: { generation: 1, phase: "absent" },
    green: { generation: 2, phase: "live", since: T },
    intent: { since: T, known: ["AKIA-foreign"] },
    moved: { run: "r", reason: "finishing", sentence: "" },
};
const record = { generation: 1, slot: "blue", rotated_at: T, next_rotation: T, id: "AKIA-blue" } as const;
const orphan: RemoteCredential = { id: "AKIA-orphan", active: true, createdAt: T };
const foreign: RemoteCredential = { id: "AKIA-foreign", active: true, createdAt: T };

/** A gate's context at a vendor that keeps a list of what it was asked to change. */
function gate(remote: RemoteCredential[], probes: Probe[] = [{ state: "alive" }], more: Partial<Ledger> = {}) {
    const changes: string[] = [];
    let probed = 0;
    const kind = {
        listCredentials: () => Promise.resolve(remote),
        probe: () => Promise.resolve(probes[Math.min(probed++, probes.length - 1)]),
        disable: async (_: unknown, id: string) => void changes.push(`disable ${id}`),
        discard: async (_: unknown, id: string) => void changes.push(`delete ${id}`),
    } as Partial<CredentialKind> as CredentialKind;
    let waited = 0;
    const context: GateContext = {
        ...{ kind, policy, consumers: [], limits: { deadlineMs: 1000, successes: 3 } },
        scope: { name: "app", parent: undefined as never },
        ledger: { ...ledger, ...more },
        facts: { run: "r", now: T, window: { start: T, end: T }, record, remote },
        pace: { now: () => waited, pause: async (ms) => void (waited += ms) },
    };
    return { context, changes, probed: () => probed };
}

const dead: Probe = { state: "dead", detail: "InvalidClientTokenId" };
const alive: Probe = { state: "alive" };
const none = () => Promise.resolve<PublishedCopy[]>([]);

describe("what was just written", () => {
    const fields = { accessKeyId: "AKIA-orphan" };
    const missing = () => Promise.reject(new Error("reading SSM Parameter (/a): couldn't find resource"));

    it("is waited for where a store does not know it yet, as where it gives back the older value", async () => {
        const { context } = gate([]);
        const answers = [missing, missing, () => Promise.resolve([{ at: "/a", fields }])];
        let asked = 0;
        await beforeRecord(context, fields, () => answers[asked++]());
        assert.equal(asked, 3);
    });

    it("is not waited for without end", () =>
        assert.rejects(
            beforeRecord(gate([]).context, fields, missing),
            /^Error: what was just published cannot be read back .* The rotation is not confirmed/,
        ));
});

describe("before a mint", () => {
    it("neither kind nor store may say that it could not be verified or published", async () => {
        for (const what of ["kind", "store"]) {
            const { context, changes } = gate([orphan]);
            const refusal = () => Promise.reject(new Error("STS cannot be reached"));
            if (what === "kind") context.kind.beforeMint = refusal;
            else context.beforeMint = refusal;
            await assert.rejects(beforeMint(context), /STS cannot be reached/);
            assert.deepEqual(changes, []);
        }
    });
});

describe("the gate before a mint", () => {
    // Holds 8.
    it("stops where somebody else's key fills the last place, and touches nothing", async () => {
        const { context, changes } = gate([foreign], undefined, {
            blue: { generation: 1, phase: "overlap", id: "AKIA-blue" },
        });
        await assert.rejects(beforeMint(context), /AKIA-foreign|…eign/);
        assert.deepEqual(changes, []);
    });

    // Holds 7; incidents 5.
    it("leaves a foreign key alone where there is room", async () => {
        const { context, changes } = gate([foreign]);
        await beforeMint(context);
        assert.deepEqual(changes, []);
    });

    // Holds 7.
    it("leaves alone what another run published since this one looked", async () => {
        const theirs: RotationRecord = { ...record, generation: 2, slot: "green", id: orphan.id };
        const sees = (now: RotationRecord | null, places: PublishedCopy[]): StoreReader => ({
            record: () => Promise.resolve(now),
            places: () => Promise.resolve(places),
        });
        const place = { at: "/app in SSM", fields: { accessKeyId: orphan.id } };
        for (const [seen, at] of [
            [{ record: theirs, places: [] }, "/app/rotation in SSM"],
            [{ record: null, places: [] }, "/app/rotation in SSM"],
            [{ record, places: [place] }, "/app in SSM"],
        ] as const) {
            const { context, changes } = gate([orphan]);
            context.again = sees(seen.record, [...seen.places]);
            await assert.rejects(
                beforeMint(context),
                new RegExp(`^Error: key of app: ${at} was written by somebody else .*Nothing was disabled or deleted`),
            );
            assert.deepEqual(changes, []);
        }
        const { context, changes } = gate([orphan]);
        context.again = sees(record, [{ ...place, fields: {} }]);
        await assert.rejects(beforeMint(context), /Run again/);
        assert.deepEqual(changes, ["disable AKIA-orphan"]);
    });

    // Holds 9.
    it("disables an orphan in one run and deletes it in the next", async () => {
        const first = gate([orphan]);
        await assert.rejects(beforeMint(first.context), /left …phan .*behind.*Run again/);
        assert.deepEqual(first.changes, ["disable AKIA-orphan"]);
        const second = gate([{ ...orphan, active: false }]);
        await beforeMint(second.context);
        assert.deepEqual(second.changes, ["delete AKIA-orphan"]);
    });

    // Holds 23, 34; incidents 10.
    it("makes none in place of one that is on record", async () => {
        const there = { id: "AKIA-blue", active: true };
        const { context } = gate([there], undefined, { current: "blue", blue: { generation: 1, phase: "live" } });
        await assert.rejects(
            beforeMint(context),
            /says that generation 1 .* exists in blue, but this stack's state does not/,
        );
    });
});

describe("the gate before a publication", () => {
    // Holds 5, 27; incidents 11.
    it("lets pass what works several times in a row", async () => {
        const { context, probed } = gate([], [dead, alive, dead, alive]);
        await beforePublish(context, "AKIA-new", {}, none);
        assert.equal(probed(), 6);
    });

    // Holds 26.
    it("deletes what does not work, and leaves alone of what nothing is known", async () => {
        const refused = gate([], [dead]);
        await assert.rejects(
            beforePublish(refused.context, "AKIA-new", {}, none),
            /it was deleted and nothing was published/,
        );
        assert.deepEqual(refused.changes, ["delete AKIA-new"]);
        const silent = gate([], [{ state: "unknown", detail: "503" }]);
        await assert.rejects(beforePublish(silent.context, "AKIA-new", {}, none), /neither published nor deleted/);
        assert.deepEqual(silent.changes, []);
    });

    it("names a way out that decisions hear", async () => {
        const said = async (more: Partial<Ledger>, named: RotationRecord | null): Promise<string> => {
            const { context } = gate([], [dead], { green: { ...ledger.green, id: "AKIA-green" }, ...more });
            context.facts = { ...context.facts, record: named };
            const failed = (error: Error): string => error.message.replace(/^.*To get out of this, /, "");
            return beforePublish(context, "AKIA-green", {}, none).then(() => "", failed);
        };
        const onRecord: RotationRecord = { ...record, generation: 2, slot: "green", id: "AKIA-green" };
        assert.equal(await said({}, onRecord), "set a new value of rotation.rotate and run again");
        assert.equal(await said({ back: true }, record), "remove rotation.use and run again");
        assert.match(await said({}, record), /^set rotation\.use: "previous" and run, then put a new value of/);
        assert.equal(await said({}, null), "delete it at the vendor and run again");
        const adopted = { green: { ...ledger.green, adopted: "AKIA-green" } };
        assert.equal(await said(adopted, null), "correct what adopt says of it and run again");
    });

    // Holds 3.
    it("does not delete what a store gives out already", async () => {
        const { context, changes } = gate([], [dead]);
        const fields = { accessKeyId: "AKIA-new" };
        const seen = () => Promise.resolve([{ at: "/app in SSM", fields }]);
        await assert.rejects(
            beforePublish(context, "AKIA-new", fields, seen),
            /may have published it: \/app in SSM gives it out/,
        );
        assert.deepEqual(changes, []);
    });

    it("does not delete where a store cannot be read, and does where it gives out an older one", async () => {
        const fields = { accessKeyId: "AKIA-new", secretAccessKey: "new" };
        const denied = gate([], [dead]);
        await assert.rejects(
            beforePublish(denied.context, "AKIA-new", fields, () => Promise.reject(new Error("AccessDenied"))),
            /cannot be told whether a store gives it out: AccessDenied/,
        );
        assert.deepEqual(denied.changes, []);
        const older = gate([], [dead]);
        const seen = () => Promise.resolve([{ at: "/app in SSM", fields: { ...fields, secretAccessKey: "older" } }]);
        await assert.rejects(beforePublish(older.context, "AKIA-new", fields, seen), /it was deleted/);
        assert.deepEqual(older.changes, ["delete AKIA-new"]);
    });
});

describe("the gate before the record", () => {
    const wanted = { accessKeyId: "AKIA-new" };
    const seen = (accessKeyId: string) => () => Promise.resolve([{ at: "/app in SSM", fields: { accessKeyId } }]);

    // Holds 5.
    it("asks that the stores give back what was written, and that it works", async () => {
        await beforeRecord(gate([]).context, wanted, seen("AKIA-new"));
        await assert.rejects(beforeRecord(gate([]).context, wanted, seen("AKIA-old")), /gives back something else/);
        await assert.rejects(
            beforeRecord(gate([], [dead]).context, wanted, seen("AKIA-new")),
            /gives back does not work/,
        );
    });
});
