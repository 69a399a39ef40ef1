import assert from "node:assert/strict";
import type { Decision } from "../../../../cli/engine/decisions";
import type { Step } from "../../../../cli/engine/events";
import type { Failures } from "../../../../cli/engine/failuresByCredential";
import { judge } from "../../../../cli/engine/previewResult";
import { nameOfUrn } from "../../../../cli/state/resource";
import { childUrn, ran, TRIGGER_URN } from "../support/scene";

const owner = ({ urn }: Step): string | undefined =>
    urn.includes("rotation:index:Aws") ? nameOfUrn(urn).split("-")[0] : undefined;
const none: Failures = { byName: [], others: [] };
const step = (name: string, op = "update"): Step => ({ op, urn: childUrn(name) });
const decided = (name: string, reason: string, moved: boolean, level = "info"): Decision => ({
    name,
    reason,
    moved,
    level,
    sentence: reason,
});

function code(decisions: Decision[], steps: Step[] = [], failures = none, ok = true): number {
    return judge(ran({ ok, decisions, steps, error: "no" }), failures, owner).exitCode;
}

describe("the exit code of credential-rotation preview", () => {
    const rows: [string, number, number][] = [
        ["nothing is due", 0, code([decided("a", "idle", false)])],
        ["an overlap goes on", 0, code([decided("a", "overlap", false)])],
        ["a rotation is due but waits", 0, code([decided("a", "due-waiting", false)])],
        ["a window began", 2, code([decided("a", "window", true)], [step("a-ledger"), step("a-green", "create")])],
        ["a previous one is to be disabled", 2, code([decided("a", "disabling", true)], [step("a-ledger")])],
        ["a mint is to be finished", 2, code([decided("a", "finishing", false)], [step("a-ssm-record", "create")])],
        [
            "only the trigger turned over",
            0,
            code([decided("a", "due-waiting", false)], [{ op: "replace", urn: TRIGGER_URN }]),
        ],
        ["a parameter was overwritten", 3, code([decided("a", "idle", false)], [step("a-ssm-document")])],
        [
            "the previous one was deleted by somebody",
            3,
            code([decided("a", "previous-gone", true)], [step("a-ledger")]),
        ],
        ["a disabled one is used", 3, code([decided("a", "used-after-disabling", false, "warning")])],
        ["something else of the stack differs", 2, code([], [{ op: "create", urn: "urn:pulumi:dev::p::aws:s3:B::b" }])],
        ["the run fails for nobody's reason", 1, code([], [], none, false)],
    ];
    for (const [title, wanted, got] of rows) it(`${wanted}: ${title}`, () => assert.equal(got, wanted));

    it("is 3 and not 1 where somebody deleted the published one, which fails the run", () => {
        const failures: Failures = { byName: [{ name: "a", message: "it is gone" }], others: [] };
        assert.equal(code([decided("a", "live-deleted", false, "error")], [], failures, false), 3);
    });

    it("puts an error before drift, and drift before what is due", () => {
        const due = decided("a", "window", true);
        const drift = decided("b", "idle", false);
        const failures: Failures = { byName: [{ name: "c", message: "no store" }], others: [] };
        const steps = [step("a-ledger"), step("b-ssm-document")];
        assert.equal(code([due, drift], steps), 3);
        assert.equal(code([due, drift], steps, failures, false), 1);
    });

    it("is 0 where the default tags of the provider changed and nothing else, and 3 where tags did by themselves", () => {
        const tagged = (urn: string): Step => ({ op: "update", urn, onlyTags: true });
        const bucket = "urn:pulumi:dev::p::aws:s3:B::b";
        const steps = [tagged(childUrn("a-ssm-document")), tagged(bucket)];
        const decisions = [decided("a", "idle", false)];
        const judged = (newDefaultTags: boolean, more: Step[] = []) =>
            judge(ran({ decisions, steps: [...steps, ...more], newDefaultTags }), none, owner);
        assert.equal(judged(true).exitCode, 0);
        assert.deepEqual(judged(true).otherSteps, ["update b"]);
        assert.match(judged(true).credentials[0].sentence ?? "", /default tags/);
        assert.equal(judged(false).exitCode, 3);
        assert.equal(judged(true, [step("a-ssm-record")]).exitCode, 3);
        assert.equal(judged(true, [{ op: "create", urn: bucket }]).exitCode, 2);
    });

    it("says what it found of each", () => {
        const decisions = [decided("b", "idle", false), decided("a", "window", true)];
        const { credentials } = judge(ran({ decisions, steps: [step("a-green", "create")] }), none, owner);
        assert.deepEqual(credentials, [
            { name: "a", verdict: "due", reason: "window", sentence: "window", steps: ["create a-green"] },
            { name: "b", verdict: "nothing", reason: "idle", sentence: "idle", steps: [] },
        ]);
    });
});
