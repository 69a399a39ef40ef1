import assert from "node:assert/strict";
import type { Outcome } from "../../../cli/engine/runPasses";
import { engineSuite, fresh, type Listed, Stack } from "../../support/harness";
import { leaksIn } from "../support/leaks";
import { Operator } from "../support/operator";
import { at, credential, ordered, PUBLISHED, story } from "../support/story";
import { command } from "./support/command";

const MINTED = ["iam:CreateAccessKey app", ...PUBLISHED];

/** Everything that the state holds of one credential, save that each run encrypts anew. */
async function held(stack: Stack, name: string): Promise<unknown[]> {
    const exported = (await stack.exportState()).replace(/"ciphertext": "[^"]*"/g, '"ciphertext": ""');
    const state = JSON.parse(exported) as { deployment: { resources: { urn: string }[] } };
    const own = new RegExp(`::${name}(-|$)`);
    return state.deployment.resources.filter(({ urn }) => own.test(urn));
}

engineSuite("credential-rotation up with credentials that fail", (suite) => {
    it("rotates and deletes for the others, names each that fails, and touches nothing of those", async () => {
        const { aws } = suite;
        const [unread, full, denied, wrong, old] = ["unread", "full", "denied", "wrong", "old"].map(fresh);
        for (const user of [unread, full, denied, wrong, old]) await aws.createUser(user);
        const early: Listed = { anchor: "2029-12-20T00:00:00Z" };
        await story(suite, { rotator: aws.admin }, async ({ stack, user }) => {
            const list = stack.config["rotation:credentials"] as Listed[];
            list.push(credential(unread, { every: "29d" }), credential(old, early)); // each with a trigger of its own
            list.push(...[full, denied, wrong].map((name) => credential(name)));
            await stack.ok();
            await stack.ok({ now: at(18) }); // `old` rotates,
            await stack.ok({ now: at(19) }); // and disables the previous one
            const kept = [unread, full, wrong, "every-29d"];
            const before = await Promise.all(kept.map((name) => held(stack, name)));

            list.find(({ name }) => name === wrong)!.overlap = "40d";
            await new Operator(aws).mint(full);
            const faults = [
                aws.fault({
                    match: { action: "GetParameter", resource: `/${unread}/rotation` },
                    kind: "deny",
                    times: 99,
                }),
                aws.fault({ match: { action: "CreateAccessKey", resource: denied }, kind: "deny", times: 99 }),
            ];
            const ran = await command(aws, stack, ["up", "--json"], { now: at(30) });
            faults.forEach((fault) => fault.remove());
            assert.equal(ran.code, 1, ran.text);
            const { credentials, ok, refreshed } = ran.json<Outcome>();
            assert.deepEqual([ok, refreshed], [false, false], "a refresh ends where it is denied for one");
            const results = Object.fromEntries(credentials.map(({ name, result }) => [name, result]));
            assert.deepEqual(results, {
                ...Object.fromEntries([unread, full, denied, wrong].map((name) => [name, "failed"])),
                [user]: "ok",
                [old]: "ok",
            });
            const errorOf = (name: string): string => credentials.find((one) => one.name === name)?.error ?? "";
            assert.match(errorOf(unread), /AccessDenied|not authorized/);
            assert.match(errorOf(full), /was not made here and fills the place/);
            assert.match(errorOf(denied), /CreateAccessKey/);
            assert.match(errorOf(wrong), /rotation\.overlap 40d/);

            const done = ran.mutations.filter((line) => !line.includes(denied));
            const own = done.filter((line) => line.includes(user));
            assert.deepEqual(ordered(own, user), MINTED, ran.text);
            assert.deepEqual(
                done.filter((line) => !line.includes(user)),
                [`iam:DeleteAccessKey ${old}`],
            );
            const after = await Promise.all(kept.map((name) => held(stack, name)));
            assert.deepEqual(after, before);
            assert.equal(aws.keys(denied).length, 1);
            const outputs = (await stack.outputs()).status as Record<string, { generation: number }>;
            assert.equal(outputs[unread].generation, 1);
            assert.deepEqual(leaksIn(new Map([["output", ran.text]]), secretsOf(stack)), []);

            const refused = await stack.fails(/does not exclude them/, {
                env: { ROTATION_LEFT_OUT: JSON.stringify({ [unread]: null, [full]: null, [wrong]: null }) },
            });
            assert.deepEqual(refused.mutations, []);
        });
    });
});

function secretsOf(stack: Stack): string[] {
    return [(stack.config["aws:secretKey"] as { secret: string }).secret, stack.place.passphrase];
}
