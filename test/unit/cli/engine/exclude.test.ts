import assert from "node:assert/strict";
import { leaveOut } from "../../../../cli/engine/exclude";
import { resourcesOf, stateOf, TRIGGER_URN } from "../support/scene";

const place = { stack: "dev", project: "rotation" };
const state = stateOf(resourcesOf("app"), resourcesOf("app-two"));
const urnsOf = (name: string): string[] => resourcesOf(name).map(({ urn }) => urn);

describe("leaving credentials out of a run", () => {
    it("excludes every resource of theirs and the guard, and nothing that others need", () => {
        const { exclude, env } = leaveOut(["app"], state, place);
        const guard = "urn:pulumi:dev::rotation::pulumi-nodejs:dynamic/rotation:LeftOut::left-out";
        assert.deepEqual(exclude, [guard, ...urnsOf("app")]);
        assert.ok(!exclude.includes(TRIGGER_URN));
        assert.deepEqual(JSON.parse(env.ROTATION_LEFT_OUT), { app: { generation: 2 } });
    });

    it("excludes the guard for one that the state does not hold yet", () => {
        const { exclude, env } = leaveOut(["fresh"], state, place);
        assert.equal(exclude.length, 1);
        assert.deepEqual(JSON.parse(env.ROTATION_LEFT_OUT), { fresh: null });
    });

    it("changes nothing where nobody is left out", () => {
        assert.deepEqual(leaveOut([], state, place), { exclude: [], env: {} });
    });
});
