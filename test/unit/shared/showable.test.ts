import assert from "node:assert/strict";
import { makeShowable, showableStack } from "../../../components/shared/showable";

const stackOf = (...lines: string[]): string => ["Error: no", ...lines.map((line) => `    at ${line}`)].join("\n");

describe("the stack of an error", () => {
    const told = {
        "a scope and a file, as the SDK's source maps have it": [
            "new Resource (/app/node_modules/@pulumi/resource.ts:571:21)",
            "new Resource (/app/node_modules/@pulumi/./resource.ts:571:21)",
        ],
        "a file alone": ["/app/node_modules/shared.js:1:1", "/app/node_modules/./shared.js:1:1"],
        "a scope alone": ["/app/node_modules/@scope:1:1", "/app/node_modules/./@scope:1:1"],
        "one below another": [
            "x (/app/node_modules/.pnpm/a@1/node_modules/@pulumi/output.ts:2:3)",
            "x (/app/node_modules/.pnpm/a@1/node_modules/@pulumi/./output.ts:2:3)",
        ],
        "an address": [
            "x (file:///app/node_modules/@pulumi/config.ts:1:1)",
            "x (file:///app/node_modules/@pulumi/./config.ts:1:1)",
        ],
        "one of Windows": [
            "x (C:\\app\\node_modules\\@pulumi\\resource.ts:1:1)",
            "x (C:\\app\\node_modules\\@pulumi\\.\\resource.ts:1:1)",
        ],
    };
    for (const [title, [line, showable]] of Object.entries(told))
        it(`gets an end to each name that Node.js looks for: ${title}`, () =>
            assert.equal(
                showableStack(stackOf("a (/app/index.ts:1:1)", line)),
                stackOf("a (/app/index.ts:1:1)", showable),
            ));

    for (const line of [
        "x (/app/node_modules/@pulumi/pulumi/resource.js:1:1)",
        "x (/app/node_modules/luxon/build/node/luxon.js:1:1)",
        "x (/app/node_modules/luxon/index.js:1:1)",
        "x (/app/my_node_modules/@pulumi/resource.ts:1:1)",
        "x (node:internal/modules/cjs/loader:1:1)",
    ])
        it(`is left alone where that has one: ${line}`, () =>
            assert.equal(showableStack(stackOf(line)), stackOf(line)));

    it("keeps its message, whatever that names", () => {
        const stack = "Error: cannot read /app/node_modules/@pulumi/resource.ts:1\n    at a (/app/index.ts:1:1)";
        assert.equal(showableStack(stack), stack);
        assert.equal(showableStack("Error: /app/node_modules/x"), "Error: /app/node_modules/x");
    });

    it("is made so in causes and in errors that are gathered, round trips included", () => {
        const line = "x (/app/node_modules/@pulumi/output.ts:1:1)";
        const [inner, one] = [new Error("inner"), new Error("one")];
        const outer = new AggregateError([one, "no error"], "outer", { cause: inner });
        inner.cause = outer;
        for (const error of [outer, inner, one]) error.stack = stackOf(line);
        makeShowable(outer);
        for (const error of [outer, inner, one]) assert.match(String(error.stack), /@pulumi\/\.\/output/);
    });

    it("is not asked of what is no error, or cannot be changed", () => {
        const frozen = Object.freeze(Object.assign(new Error("x"), { stack: stackOf("/app/node_modules/x:1") }));
        for (const thrown of ["text", undefined, null, 7, {}, frozen]) makeShowable(thrown);
    });
});
