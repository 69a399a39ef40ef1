import assert from "node:assert/strict";
import { Consumer } from "../../../components/consumers/consumer";
import { KubernetesRollout } from "../../../components/consumers/drivers/kubernetesRollout";
import { resolveConsumers } from "../../../components/consumers/resolveConsumers";

const named = (name: string, after?: string[]): Consumer => ({ type: "acknowledge", name, settings: { name }, after });

describe("the list of consumers", () => {
    it("is in an order: each waits for those that it names, which stand before it", () => {
        const read = resolveConsumers("app", [named("secret"), named("api", ["secret"]), named("batch")]);
        assert.deepEqual(
            read.map(({ name, after }) => [name, after]),
            [
                ["secret", []],
                ["api", ["secret"]],
                ["batch", []],
            ],
        );
        const kubeconfig = "{}";
        const secret = named("secret");
        const args = { namespace: "prod", deployment: "api", kubeconfig, after: [secret, "other"] };
        assert.deepEqual(new KubernetesRollout(args).after, ["secret", "other"]);
    });

    const wrong: [string, Consumer[], RegExp][] = [
        [
            "an unknown name",
            [named("a", ["b"])],
            /^app: consumers\[0\]\.after: "b"; expected the name of a consumer that/,
        ],
        ["itself", [named("a", ["a"])], /^app: consumers\[0\]\.after: "a"; expected/],
        ["a circle", [named("a", ["b"]), named("b", ["a"])], /^app: consumers\[0\]\.after: "b"; expected/],
        ["a name twice", [named("a"), named("a")], /^app: consumers\[1\]\.name: "a" is the name of another consumer/],
        ["a name that is none", [named("a b")], /^app: consumers\[0\]\.name: "a b"; expected letters, digits/],
        ["an unknown type", [{ ...named("a"), type: "pager" }], /^app: consumers\[0\]: no driver for the type "pager"/],
    ];
    for (const [what, consumers, message] of wrong)
        it(`refuses ${what}`, () => assert.throws(() => resolveConsumers("app", consumers), { message }));

    it("may be empty with a reason only", () => {
        assert.deepEqual(resolveConsumers("app", { none: "read at each call" }), []);
        assert.throws(
            () => resolveConsumers("app", { none: " " }),
            /^Error: app: consumers: expected a list, or \{ none/,
        );
    });
});
