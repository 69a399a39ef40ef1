import assert from "node:assert/strict";
import { createServer } from "node:net";
import { engineSuite, Run, Stack, withStack } from "../support/harness";
import { at, credential, story } from "./support/story";

/** What somebody may get wrong in an entry, and what the run must say about it. */
const MISTAKES: [string, Record<string, unknown>, RegExp][] = [
    [
        "an unknown kind",
        { kind: "aws-iam-key" },
        /rotation:credentials\[0\]\.kind: "aws-iam-key": no such kind; expected one of "aws-iam-access-key"/,
    ],
    ["an unknown field", { overlapp: "1d" }, /rotation:credentials\[0\]: an object: unknown field "overlapp"/],
    [
        "an overlap that does not fit",
        { overlap: "20d", retention: "10d" },
        /rotation:credentials\[0\] .*rotation\.overlap 20d and rotation\.retention 10d together must be shorter than the period of P30D/,
    ],
    [
        "an unreadable duration",
        { overlap: "1 fortnight" },
        /rotation:credentials\[0\] .*rotation\.overlap: "1 fortnight" is not a duration; expected a number with a unit like "90d"/,
    ],
    [
        "an unreadable date",
        { anchor: "next Sunday" },
        /rotation:credentials\[0\] .*anchor: "next Sunday" is not a date; expected RFC 3339 like/,
    ],
    [
        "a store without a name",
        { stores: [{ secretsManager: {} }] },
        /rotation:credentials\[0\]\.stores\[0\]\.secretsManager\.name: missing: .*expected string/,
    ],
    [
        "a store of two kinds",
        { stores: [{ ssm: { prefix: "/a" }, secretsManager: { name: "a" } }] },
        /rotation:credentials\[0\]\.stores\[0\]: an object: expected exactly one store/,
    ],
    ["no store", { stores: [] }, /rotation:credentials\[0\]\.stores: a list of 0: .*expected array to have >=1/],
    [
        "a prefix that SSM refuses",
        { stores: [{ ssm: { prefix: "myapp" } }] },
        /stores\.ssm\.prefix: "myapp" is not a parameter path; expected/,
    ],
    [
        "an unknown preset",
        { every: undefined, anchor: undefined, schedule: "yearly" },
        /schedule: "yearly" is no preset; expected one of iam, database/,
    ],
    ["an unreadable clock", {}, /rotation\.now: "tomorrow" is not a date; expected RFC 3339/],
    [
        "a user that does not exist",
        { user: "nobody-here" },
        /there is no IAM user "nobody-here" in this account; correct the name or create the user first/,
    ],
];

engineSuite("what somebody may get wrong", (suite) => {
    // Holds 31.
    it("is said with path, value and what was expected, before anything is changed", () =>
        story(suite, { quiet: true, rotator: suite.aws.admin }, async ({ stack }) => {
            const right = structuredClone(stack.entry);
            for (const [what, wrong, pattern] of MISTAKES) {
                const now = what === "an unreadable clock" ? "tomorrow" : at(0);
                stack.config["rotation:credentials"] = [{ ...right, ...wrong }];
                refuses(await stack.up({ config: { "rotation:now": now } }), pattern);
            }
            stack.config["rotation:credentials"] = [right, { ...right, user: "another" }];
            refuses(
                await stack.up(),
                /rotation:credentials\[1\]\.name: "\w+" is already the name of entry \[0\]; expected a name of its own/,
            );
            delete stack.config["rotation:credentials"];
            refuses(await stack.up(), /rotation:credentials is missing in Pulumi\.\w+\.yaml/);
            stack.config["rotation:credentials"] = [right];
        }));

    it("is said when the rotating identity lacks a right, with the right that it lacks", () =>
        story(suite, { quiet: true }, async ({ stack, user }) => {
            const statement = { Effect: "Allow" as const, Action: ["ssm:*", "iam:CreateAccessKey"], Resource: "*" };
            const limited = await suite.aws.addPrincipal(`limited-${user}`, { Statement: statement });
            Object.assign(stack.config, {
                "aws:accessKey": limited.accessKeyId,
                "aws:secretKey": { secret: limited.secretAccessKey },
            });
            refuses(
                await stack.up(),
                /could not list the access keys of IAM user .*: access denied; .* rotatorPolicy\(\) .*iam:ListAccessKeys/,
            );
        }));

    it("is said in reasonable time when AWS cannot be reached", async () => {
        const port = await closedPort();
        const endpoints = Object.fromEntries(["iam", "ssm", "sts"].map((name) => [name, `http://127.0.0.1:${port}`]));
        const config = { "aws:endpoints": [endpoints], "aws:maxRetries": 2 };
        const user = "unreached";
        await withStack(
            { aws: suite.aws, credentials: [credential(user)], now: at(0), config },
            async (stack: Stack) => {
                const run = await stack.up();
                refuses(run, /could not .*: AWS could not be reached; check the network, aws:region and aws:endpoints/);
                assert.ok(run.ms < 60_000, `it took ${run.ms} ms`);
            },
        );
    });
});

function refuses(run: Run, pattern: RegExp): void {
    assert.notEqual(run.code, 0, run.text);
    assert.match(run.text.replace(/\s+/g, " "), pattern);
    assert.doesNotMatch(run.text, /^\s+at .*:\d+:\d+\)?$|node_modules/m, "a stack trace is noise");
    assert.deepEqual(run.mutations, []);
}

function closedPort(): Promise<number> {
    return new Promise((resolve, reject) => {
        const server = createServer().once("error", reject);
        server.listen(0, "127.0.0.1", () => {
            const { port } = server.address() as { port: number };
            server.close(() => resolve(port));
        });
    });
}
