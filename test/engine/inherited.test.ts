import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as rotation from "pulumi-credential-rotation";
import { engineSuite, fresh, withProgram } from "../support/harness";
import { ANCHOR, at } from "./support/story";

engineSuite("options that a credential inherits or a transform sets", (suite) => {
    const rotating = (user: string, opts: pulumi.ComponentResourceOptions = {}) => {
        const stores = [new rotation.SsmParameters({ prefix: `/${user}` })];
        const schedule = { every: "30d", anchor: ANCHOR };
        const args = { user, stores, rotation: { schedule, overlap: "1d", retention: "1d" } };
        return new rotation.AwsIamAccessKey("app", args, opts);
    };

    // Holds 6, 12.
    it("retainOnDelete of the component is no reason to forget a key, which is deleted and makes room", async () => {
        const user = fresh("retained");
        await suite.aws.createUser(user);
        const program = async (): Promise<void> => void rotating(user, { retainOnDelete: true });
        await withProgram({ aws: suite.aws, program, now: at(0, 1) }, async (stack) => {
            for (const day of [0, 30, 31]) await stack.ok(at(day, 1));
            const deleting = await stack.ok(at(32, 2));
            assert.match(deleting.said.join(), /deleting blue/);
            assert.deepEqual(deleting.mutations, [`iam:DeleteAccessKey ${user}`]);
            assert.equal(suite.aws.keys(user).length, 1);
            await stack.ok(at(60, 1));
            assert.equal(suite.aws.keys(user).length, 2);
        });
        assert.deepEqual(suite.aws.keys(user), [], "the keys outlived their stack");
    });

    const careless: pulumi.CustomResourceOptions = {
        retainOnDelete: true,
        protect: false,
        ignoreChanges: ["status", "value"],
        replaceOnChanges: ["*"],
    };
    const TRANSFORMS: Record<string, { stack?: pulumi.ResourceTransform; opts?: pulumi.ComponentResourceOptions }> = {
        "of the stack that sets options": { stack: ({ props, opts }) => ({ props, opts: { ...opts, ...careless } }) },
        "of the stack that builds options anew": {
            stack: ({ props, custom }) => (custom ? { props, opts: {} } : undefined),
        },
        "of the component that builds options anew": {
            opts: {
                transforms: [({ props, custom }) => (custom ? { props, opts: { retainOnDelete: true } } : undefined)],
            },
        },
        "of the old sort, in the program": {
            opts: {
                transformations: [
                    ({ props, opts }) => ({ props, opts: { parent: opts.parent, retainOnDelete: true } }),
                ],
            },
        },
    };

    // Holds 6, 12. What the engine keeps of each resource shows its gates; that a gate refuses is shown elsewhere.
    for (const [what, { stack: transform, opts }] of Object.entries(TRANSFORMS)) {
        it(`takes no gate and no deletion away: a transform ${what}`, async () => {
            const user = fresh("transformed");
            await suite.aws.createUser(user);
            const program = async (): Promise<void> => {
                if (transform) pulumi.runtime.registerResourceTransform(transform);
                rotating(user, opts);
            };
            await withProgram({ aws: suite.aws, program, now: at(0, 1) }, async (stack) => {
                for (const day of [0, 30]) await stack.ok(at(day, 1));
                const gates = await stack.gates();
                assert.deepEqual(gates["app-blue"], ["app.create.blue"]);
                assert.deepEqual(gates["app-green"], ["app.create.green"]);
                assert.deepEqual(gates["app-ssm-record"], ["app.record", "app.record"]);
                assert.deepEqual(gates["app-ssm-document"], ["app.publish", "app.publish"]);
            });
            assert.deepEqual(suite.aws.keys(user), [], "the keys outlived their stack");
        });
    }
});
