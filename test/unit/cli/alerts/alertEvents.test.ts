import assert from "node:assert/strict";
import { linkOf } from "../../../../cli/alerts/alert";
import { alertFromExitCode, alertsAfterUp, foundAlert } from "../../../../cli/alerts/alertEvents";
import type { Result } from "../../../../cli/engine/runPasses";
import type { StatusRow } from "../../../../cli/state/status";
import { outcome } from "../support/scene";

const origin = { project: "p", stack: "prod", at: "2030-01-01T00:00:00Z" };
const result = (name: string, more: Partial<Result>): Result => ({ name, result: "ok", ...more });
const row = (name: string, overdueSeconds: number): StatusRow =>
    ({ name, overdueSeconds, nextRotation: "2029-12-01T00:00:00Z" }) as StatusRow;
const lines = (...args: Parameters<typeof alertsAfterUp>): string[] =>
    alertsAfterUp(...args).map(({ occasion, state, credentials }) => [occasion, state, ...credentials].join(" "));

describe("what there is to tell after a run", () => {
    it("closes everything where all is well", () => {
        const wanted = ["failure over", "held over", "late-use over", "overdue over"];
        assert.deepEqual(lines(outcome(), [row("a", 10)], origin, 60), wanted);
    });

    it("tells failures by name and reason, and what is overdue", () => {
        const failed = outcome({
            ok: false,
            credentials: [result("a", { result: "failed", error: "no store" }), result("b", { result: "ok" })],
        });
        assert.deepEqual(lines(failed, [row("a", 100)], origin, 60), [
            "failure firing a",
            "held over",
            "late-use over",
            "overdue firing a",
        ]);
        const [failure] = alertsAfterUp(failed, [], origin, 60);
        assert.deepEqual([failure.summary, failure.detail], ["Credential rotation FAILED for a", "a: no store"]);
    });

    it("tells what the state says is wrong, in an alert that closes by itself and closes no other", () => {
        const found = foundAlert([row("a", 0), { ...row("b", 0), error: "was deleted by somebody else" }], origin);
        assert.deepEqual(
            [found.occasion, found.state, found.credentials, found.detail],
            ["failure", "firing", ["b"], "b: was deleted by somebody else"],
        );
        const over = foundAlert([row("a", 0)], origin);
        assert.deepEqual([over.state, over.key], ["over", found.key]);
        assert.notEqual(found.key, alertFromExitCode(1, origin).key);
    });

    it("tells a run that failed as a whole", () => {
        const [failure] = alertsAfterUp(outcome({ ok: false, errors: ["no backend"] }), [], origin, 60);
        assert.deepEqual([failure.summary, failure.detail], ["Credential rotation FAILED of prod", "no backend"]);
    });

    it("tells held retirements, uses after disabling, and rotations that took place", () => {
        const credentials = [
            result("a", { reason: "in-use", sentence: "holding blue" }),
            result("b", { reason: "consumer-behind", sentence: "holding blue" }),
            result("c", { reason: "used-after-disabling", sentence: "used" }),
            result("d", { reason: "window", moved: true, sentence: "rotating" }),
        ];
        assert.deepEqual(lines(outcome({ credentials }), [], origin, 60), [
            "failure over",
            "held firing a b",
            "late-use firing c",
            "overdue over",
            "success told d",
        ]);
    });

    it("has one key for each occasion of a stack, the same from a plain pipeline", () => {
        const keys = alertsAfterUp(outcome(), [], origin, 60).map(({ key }) => key);
        assert.equal(new Set(keys).size, 4);
        assert.equal(alertFromExitCode(1, origin).key, keys[0]);
        assert.equal(alertFromExitCode(1, origin).state, "firing");
        assert.equal(alertFromExitCode(0, origin).state, "over");
    });

    it("links to the run in CI", () => {
        const github = { GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "o/r", GITHUB_RUN_ID: "7" };
        assert.equal(linkOf(github), "https://github.com/o/r/actions/runs/7");
        assert.equal(linkOf({ CI_JOB_URL: "https://gitlab/1" }), "https://gitlab/1");
        assert.equal(linkOf({}), undefined);
    });
});
