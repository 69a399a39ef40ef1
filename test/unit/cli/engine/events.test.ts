import assert from "node:assert/strict";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { parseDecisions } from "../../../../cli/engine/decisions";
import { seen, title } from "../../../../cli/engine/events";
import { lastWords } from "../../../../cli/output/formatError";
import { progressLine } from "../../../../cli/output/progress";
import { childUrn, STACK_URN, urnOf } from "../support/scene";

const event = (more: object): EngineEvent => ({ sequence: 1, timestamp: 1, ...more }) as EngineEvent;
const step = (op: string, urn: string) =>
    event({ resourcePreEvent: { metadata: { op, urn, new: { parent: urnOf("app") } } } });
const said = (severity: string, message: string, more = {}) =>
    event({ diagnosticEvent: { severity, message, ...more } });

describe("the engine's events", () => {
    it("tell steps with their parents, and leave out what stays the same", () => {
        const { steps, parents } = seen([
            step("same", urnOf("app")),
            step("create", childUrn("app-green")),
            step("update", STACK_URN),
        ]);
        assert.deepEqual(steps.map(title), ["create app-green"]);
        assert.equal(parents.get(childUrn("app-green")), urnOf("app"));
    });

    it("tell complaints without marks of colour, and neither information nor what is shown for a moment", () => {
        const { complaints } = seen([
            said("error", "<{%reset%}>denied<{%reset%}>\n", { urn: childUrn("app-green") }),
            said("info", "rotating"),
            said("warning", "soon over", { ephemeral: true }),
        ]);
        assert.deepEqual(complaints, [{ severity: "error", message: "denied", urn: childUrn("app-green") }]);
    });

    it("make lines of progress", () => {
        assert.equal(progressLine(step("create", childUrn("app-green")), false), "  creating app-green");
        assert.equal(progressLine(step("create", childUrn("app-green")), true), "  would be creating: app-green");
        assert.equal(progressLine(said("info", "rotating", { urn: urnOf("app") }), false), "  info: app: rotating");
        assert.equal(progressLine(said("debug", "RegisterResource"), false), undefined);
        assert.equal(progressLine(step("same", urnOf("app")), false), undefined);
    });

    it("leave the last words of the engine where there are none", () => {
        const message = "code: 255\n stdout: much\n stderr: error: no credentials\n err?: failed";
        assert.equal(lastWords(message), "error: no credentials");
        assert.equal(lastWords("plain"), "plain");
    });

    it("are joined by the program's decisions, of which the later one counts", () => {
        const lines = [
            { name: "a", error: "no store" },
            { name: "b", reason: "idle" },
            { name: "a", reason: "idle" },
        ];
        const text = `${lines.map((line) => JSON.stringify(line)).join("\n")}\n{"name":"cut`;
        assert.deepEqual(parseDecisions(text), [
            { name: "a", reason: "idle" },
            { name: "b", reason: "idle" },
        ]);
    });
});
