import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { consumers, consumersOf } from "../../../stack/consumers";

const read = (value: unknown) => consumersOf(consumers.parse(value));

/** What a list is refused with. */
function refusal(value: unknown): string {
    const { success, error } = consumers.safeParse(value);
    assert.equal(success, false, "this should have been refused");
    return JSON.stringify(error?.issues);
}

describe("consumers in the stack's file", () => {
    before(() => pulumi.runtime.setAllConfig({ "rotation:hook": "x".repeat(32) }, ["rotation:hook"]));
    after(() => pulumi.runtime.setAllConfig({}));

    it("become those of the package, of every sort", () => {
        const made = read([
            { externalSecret: { name: "secret", namespace: "prod", externalSecret: "myapp", kubeconfigFile: "/k" } },
            { kubernetesRollout: { namespace: "prod", deployment: "myapp", kubeconfigFile: "/k", after: ["secret"] } },
            { ecsService: { cluster: "prod", service: "api", deadline: "5m", after: ["secret"] } },
            { vaultAgent: { name: "agent", file: "/run/rendered.env", after: ["ecs-prod-api"] } },
            {
                webhook: {
                    url: "https://a.b/c",
                    confirmUrl: "https://a.b/d",
                    secret: { config: "rotation:hook" },
                    after: ["agent"],
                },
            },
            { acknowledge: { name: "partner" } },
        ]);
        assert.ok(Array.isArray(made));
        assert.deepEqual(
            made.map(({ type: sort, after, deadline }) => [sort, after, deadline]),
            [
                ["external-secret", undefined, undefined],
                ["kubernetes-rollout", ["secret"], undefined],
                ["ecs-service", ["secret"], "5m"],
                ["vault-agent", ["ecs-prod-api"], undefined],
                ["webhook", ["agent"], undefined],
                ["acknowledge", undefined, undefined],
            ],
        );
    });

    it("may be none, with the reason", () => {
        assert.deepEqual(read({ none: "read at each call" }), { none: "read at each call" });
        assert.equal(consumersOf(undefined), undefined);
    });

    const wrong: [string, unknown, RegExp][] = [
        ["an empty list", [], /expected/i],
        ["no reason", { none: "" }, /"none".*expected string/],
        ["a text", "myapp", /expected a list of consumers, or/],
        ["two sorts in one", [{ acknowledge: { name: "a" }, vaultAgent: { name: "b" } }], /expected exactly one sort/],
        ["an unknown sort", [{ pager: { name: "a" } }], /pager/],
        ["an unknown field", [{ acknowledge: { name: "a", deadine: "5m" } }], /deadine/],
        ["a missing field", [{ ecsService: { cluster: "prod" } }], /service/],
    ];
    for (const [what, value, message] of wrong) it(`refuse ${what}`, () => assert.match(refusal(value), message));
});
