import assert from "node:assert/strict";
import { engineSuite } from "../../support/harness";
import { Case, cases } from "./support/cases";
import { at, folded, story, Story } from "./support/story";

/** A key that fails to prove itself is given up soon. */
const verification = { deadline: "2s", successes: 2 };

engineSuite("an API key's failures", (suite) => {
    const { stripeLive: _, ...played } = cases; // differs from test mode only in how a secret is shown
    for (const [vendor, start] of Object.entries(played)) {
        const tell = (title: string, body: (key: Story, given: Case) => Promise<void>): void => {
            it(`${vendor}: ${title}`, async () => {
                const given = await start();
                const entry = { ...given.entry, verification };
                try {
                    await story(suite, { ...given, entry }, async (key) => {
                        await key.ok();
                        await body(key, given);
                    });
                } finally {
                    await given.vendor.close();
                }
            });
        };
        const begun = ["list 200 x2", "get g1-blue 200"];
        const proven = ({ created }: Case, name: string): string[] => [
            `create ${name} ${created}`,
            "list 200",
            `verify ${name} 200 x4`,
        ];

        tell("a creation that is refused changes nothing", async (key, given) => {
            given.vendor.fault({ op: "create", kind: "throttle", times: 9 });
            const failed = await key.fails(
                /could not make rotation-\S+-g2-green: 429 .*Nothing was made.*published key is untouched/,
                { now: at(30) },
            );
            const creations = failed.calls.filter((call) => call.startsWith("create"));
            assert.deepEqual(folded(failed.calls), [...begun, folded(creations)[0]]);
            assert.deepEqual(key.standing(), ["g1-blue"]);
            given.vendor.clearFaults();
            const again = await key.ok();
            assert.deepEqual(folded(again.calls), ["list 200 x2", "get g1-blue 200", ...proven(given, "g3-green")]);
        });

        tell("a creation whose reply was lost is named, found by its name and deleted", async (key, given) => {
            given.vendor.fault({ op: "create", kind: "lose-reply", times: 9 });
            const failed = await key.fails(
                /Whether rotation-\S+-g2-green was made is not known.* the next run finds it by its name/,
                { now: at(30) },
            );
            assert.deepEqual(folded(failed.calls).slice(0, 2), begun);
            assert.deepEqual(key.standing(), ["g1-blue", "g2-green"]);
            given.vendor.clearFaults();
            const again = await key.ok();
            const reclaimed = ["list 200 x2", `retire g2-green ${given.retired}`, "get g1-blue 200"];
            assert.deepEqual(folded(again.calls), [...reclaimed, ...proven(given, "g2-green")]);
            assert.match(
                again.said.join(),
                /warning: .*left rotation-\S+-g2-green …\S{4} \(active\) behind.*It was deleted/,
            );
            assert.deepEqual(key.standing(), ["g1-blue", "g2-green"]);
        });

        tell("a key that is refused is deleted, and the next run makes another", async (key, given) => {
            given.vendor.keyring.delays = { activation: 3_600_000 };
            const failed = await key.fails(
                /did not prove to work within 2 s .*: it was deleted and nothing was published/,
                { now: at(30) },
            );
            const [verify] = folded(failed.calls.filter((call) => call.startsWith("verify")));
            assert.match(verify, new RegExp(`^verify g2-green ${given.unknownKey} x\\d+$`));
            const made = [`create g2-green ${given.created}`, "list 200", verify, `retire g2-green ${given.retired}`];
            assert.deepEqual(folded(failed.calls), [...begun, ...made]);
            assert.deepEqual(key.standing(), ["g1-blue"]);
            given.vendor.keyring.delays = {};
            const again = await key.ok();
            assert.deepEqual(folded(again.calls), [
                "list 200",
                "retire g2-green 404",
                "list 200",
                "get g1-blue 200",
                ...proven(given, "g3-green"),
            ]);
            assert.deepEqual(key.standing(), ["g1-blue", "g3-green"]);
        });

        tell("a verification without an answer publishes nothing and deletes nothing", async (key, given) => {
            let now: string | undefined = at(30);
            for (const kind of ["throttle", "error-500", "hang"] as const) {
                given.vendor.fault({ op: "verify", kind, times: 99 });
                const failed = await key.fails(
                    /could not find out within 2 s whether .* works .* neither published nor deleted/,
                    { now },
                );
                const answer = { throttle: "429", "error-500": "500", hang: "" }[kind];
                const verify = failed.calls.filter((call) => call.startsWith("verify"));
                if (kind !== "hang") assert.deepEqual(new Set(verify), new Set([`verify g2-green ${answer}`]));
                const others = failed.calls.filter((call) => !call.startsWith("verify"));
                const first = [...begun, `create g2-green ${given.created}`, "list 200"];
                assert.deepEqual(folded(others), now === undefined ? ["list 200 x2"] : first);
                assert.deepEqual(key.standing(), ["g1-blue", "g2-green"]);
                given.vendor.clearFaults();
                now = undefined;
            }
            const again = await key.ok();
            assert.deepEqual(folded(again.calls.filter((call) => !call.endsWith("hang"))), [
                "list 200 x2",
                "verify g2-green 200 x4",
            ]);
        });

        tell("403 to a verification means what the vendor means by it", async (key, given) => {
            given.vendor.fault({ op: "verify", kind: "deny", times: given.forbidden === "alive" ? 2 : 99 });
            const run = await key.stack.up({ now: at(30) });
            const verdicts = {
                alive: [true, /generation 2 goes into green/, ["g1-blue", "g2-green"]],
                dead: [false, /it was deleted and nothing was published/, ["g1-blue"]],
                unknown: [false, /it is neither published nor deleted/, ["g1-blue", "g2-green"]],
            } as const;
            const [good, said, standing] = verdicts[given.forbidden];
            assert.equal(run.code === 0, good, run.text);
            assert.match(run.text.replace(/\s+/g, " "), said);
            assert.deepEqual(key.standing(), standing);
            given.vendor.clearFaults();
            await key.ok();
        });

        tell("a publication that fails is finished with the same key", async (key, given) => {
            const fault = suite.aws.fault({
                match: { service: "secretsmanager", action: "PutSecretValue" },
                kind: "deny",
                times: 99,
            });
            const failed = await key.fails(/PutSecretValue|putting Secrets Manager Secret|AccessDenied/i, {
                now: at(30),
            });
            assert.deepEqual(folded(failed.calls), [
                ...begun,
                `create g2-green ${given.created}`,
                "list 200",
                "verify g2-green 200 x2",
            ]);
            fault.remove();
            const again = await key.ok();
            assert.deepEqual(folded(again.calls), ["list 200 x2", "verify g2-green 200 x4"]);
            assert.deepEqual(key.standing(), ["g1-blue", "g2-green"]);
        });

        tell("a deletion that fails is tried again, and one of a key that is gone is none", async (key, given) => {
            await key.ok({ now: at(30) });
            given.vendor.fault({ op: "retire", kind: "error-500", times: 99 });
            const failed = await key.fails(
                /could not delete rotation-\S+-g1-blue .*: 500 .* It may still be valid; the next run tries again/,
                { now: at(31) },
            );
            assert.deepEqual(folded(failed.calls), ["list 200", "retire g1-blue 500 x3"]);
            assert.deepEqual(key.standing(), ["g1-blue", "g2-green"]);
            given.vendor.clearFaults();
            const again = await key.ok();
            assert.deepEqual(folded(again.calls), ["list 200", `retire g1-blue ${given.retired}`]);
            await key.ok({ now: at(60) });
            const gone = given.vendor.keyring.standing().find(({ name }) => name.endsWith("-g2-green"));
            assert.ok(gone);
            given.vendor.keyring.end(gone);
            const let_go = await key.ok({ now: at(60, 1) });
            assert.deepEqual(folded(let_go.calls), ["list 200", "retire g2-green 404"]);
            assert.deepEqual(key.standing(), ["g3-blue"]);
        });
    }
});
