import assert from "node:assert/strict";
import { checkConsumer, consumersInState, consumersListed } from "../../../../cli/config/consumers";
import { credentialsOf } from "../../../../cli/state/credentials";
import { childUrn, resourcesOf, stateOf, urnOf } from "../support/scene";

const TYPE = "pulumi-nodejs:dynamic/rotation:Consumer";
const consumer = (of: string, name: string, sort: string) => ({
    ...{ urn: childUrn(`${of}-consumer-${name}`, TYPE), type: TYPE, custom: true, parent: urnOf(of) },
    inputs: { sort },
});

describe("the consumer that somebody confirms", () => {
    const state = stateOf(
        [...resourcesOf("app"), consumer("app", "batch", "acknowledge"), consumer("app", "api", "webhook")],
        [...resourcesOf("other"), consumer("other", "import", "acknowledge")],
    );
    const [app] = credentialsOf(state);
    const listed = [{ name: "app", consumers: [{ acknowledge: { name: "late" } }, { vaultAgent: { name: "file" } }] }];
    const known = [...consumersInState(state, app), ...consumersListed(listed, "app")];

    it("is one of the credential's own, of the last run or listed since", () => {
        assert.deepEqual(known, [
            { name: "batch", sort: "acknowledge" },
            { name: "api", sort: "webhook" },
            { name: "late", sort: "acknowledge" },
        ]);
        for (const name of ["batch", "late"]) checkConsumer(name, "app", known);
        assert.deepEqual(consumersListed([{ name: "app", consumers: { none: "nobody" } }], "app"), []);
    });

    it("is refused where it is none, or confirms by itself", () => {
        const of = (name: string) => () => checkConsumer(name, "app", known);
        assert.throws(of("import"), /^UserError: app has no consumer "import"; those .* confirms: batch, late$/);
        assert.throws(of("api"), /^UserError: api of app confirms by itself \(webhook\), so nobody can for it/);
        assert.throws(() => checkConsumer("x", "app", []), /confirms: none$/);
    });
});
