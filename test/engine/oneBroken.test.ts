import assert from "node:assert/strict";
import { cases } from "../support/apiKey/cases";
import { short } from "../support/apiKey/player";
import { engineSuite, fresh, type Listed, type Run, type Stack } from "../support/harness";
import { command } from "./cli/support/command";
import { Operator } from "./support/operator";
import { at, credential, story } from "./support/story";

/** One key was deleted by hand; of the others one is due, one is to be disabled, one deleted, one revoked. */
interface Scene {
    stack: Stack;
    broken: string;
    due: string;
    late: string;
    old: string;
    /** What stands of the revoked one: `g1-blue`. */
    standing(): string[];
}

const EARLY = { late: "2030-01-29T00:00:00Z", old: "2029-12-29T00:00:00Z" };

engineSuite("one credential with an error to tell", (suite) => {
    const scene = async (warm: boolean, tell: (scene: Scene) => Promise<void>): Promise<void> => {
        const { aws } = suite;
        const { vendor, entry } = await cases.sendgrid();
        const [due, late, old, key] = ["due", "late", "old", "key"].map(fresh);
        for (const user of [due, late, old]) await aws.createUser(user);
        const stores = [{ ssm: { prefix: `/${key}` } }];
        const listed: Listed = {
            name: key,
            every: "60d",
            anchor: "2029-12-31T00:00:00Z",
            endpoint: vendor.endpoint,
            stores,
            ...entry,
        };
        try {
            await story(suite, { warm, quiet: true, rotator: aws.admin }, async ({ stack, user: broken }) => {
                const list = stack.config["rotation:credentials"] as Listed[];
                list[0].anchor = EARLY.late; // quiet on day 30
                list.push(credential(due), credential(late, { anchor: EARLY.late }), listed);
                list.push(credential(old, { anchor: EARLY.old, retention: "2d" }));
                await stack.ok();
                await stack.ok({ now: at(27) }); // `old` rotates, and is disabled a day later
                await stack.ok({ now: at(28) }); // `late` rotates, and the one to break
                assert.equal(aws.keys(late).length, 2);
                const [, live] = aws.keys(broken);
                await new Operator(aws).remove(broken, live.accessKeyId);
                listed.rotate = "leaked";
                listed.revoke = true;
                vendor.keyring.setNow(new Date(at(29)));
                const standing = (): string[] => vendor.names().map(short).sort();
                await tell({ stack, broken, due, late, old, standing });
            });
        } finally {
            await vendor.close();
        }
    };

    for (const [how, warm, options] of [
        ["plain pulumi up", false, {}],
        ["pulumi up --skip-preview", false, { noPreview: "a pipeline that leaves it out" }],
        ["an inline program", true, {}],
    ] as const) {
        // Holds 4, 21.
        it(`keeps none of the others from being rotated, disabled and deleted: ${how}`, () =>
            scene(warm, async ({ stack, broken, due, late, old, standing }) => {
                const told = /was deleted by somebody else/;
                const first = await stack.fails(told, { now: at(30), ...options });
                const done = (run: Run, user: string): string[] =>
                    run.mutations.filter((line) => line.startsWith("iam:") && line.endsWith(` ${user}`));
                assert.deepEqual(done(first, broken), []);
                assert.deepEqual(done(first, due), [`iam:CreateAccessKey ${due}`], first.text);
                assert.deepEqual(done(first, late), [`iam:UpdateAccessKey ${late}`], first.text);
                assert.deepEqual(done(first, old), [`iam:DeleteAccessKey ${old}`], first.text);
                assert.deepEqual(standing(), ["g1-blue", "g2-green"]);
                const second = await stack.fails(told, options);
                assert.match(second.said.join("\n"), /deleting blue, generation 1: it was to be revoked/);
                assert.deepEqual(standing(), ["g2-green"], second.text);
                const third = await stack.fails(told, options);
                assert.deepEqual(third.mutations, []);
                const [error, ...more] = third.said.filter((line) => !/^info: /.test(line));
                assert.match(error, /^error: .*was deleted by somebody else/);
                assert.deepEqual(
                    more.filter((line) => !/update failed|exited with code 1|Check logs for more details/.test(line)),
                    [],
                );
            }));
    }

    it("is a warning of a preview, an error of one that is to fail, and fails nothing where it is only reported", () =>
        story(suite, { quiet: true }, async ({ stack, user }) => {
            await stack.ok();
            await new Operator(suite.aws).remove(user, suite.aws.keys(user)[0].accessKeyId);
            const preview = await stack.preview();
            assert.equal(preview.code, 0, preview.text);
            const told = /the update will do everything else and then fail: .*was deleted by somebody else/;
            assert.match(preview.said.join("\n"), new RegExp(`^warning: ${told.source}`, "m"));
            const strict = await stack.preview({ env: { ROTATION_ON_ERROR: "fail-preview" } });
            assert.notEqual(strict.code, 0, strict.text);
            assert.match(strict.said.join("\n"), /^error: .*was deleted by somebody else/m);
            const reported = await stack.ok({ config: { "rotation:onError": "report" } });
            assert.match(reported.said.join("\n"), /^warning: .*was deleted by somebody else/m);
            const status = await command(suite.aws, stack, ["status", "--json"]);
            assert.match(status.json<{ credentials: { error: string }[] }>().credentials[0].error, /was deleted by/);
            const alert = await command(suite.aws, stack, ["alert", "--overdue", "--json"]);
            const { alerts } = alert.json<{ alerts: { occasion: string; state: string; credentials: string[] }[] }>();
            const firing = alerts.filter(({ state }) => state === "firing");
            assert.deepEqual(
                firing.map(({ occasion, credentials }) => [occasion, ...credentials]),
                [["failure", user]],
            );
            await stack.fails(/rotation:onError: "never"; expected one of fail, report/, {
                config: { "rotation:onError": "never" },
            });
            stack.config["rotation:onError"] = "fail";
        }));
});
