import assert from "node:assert/strict";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import * as rotation from "pulumi-credential-rotation";
import { engineSuite, fresh, withProgram, withStack } from "../support/harness";
import { ANCHOR, at, credential, story } from "./support/story";

/** What the engine is told around a credential, by configuration and by the options of a command. */
engineSuite("options of the engine", (suite) => {
    it("refresh and destroy that run the program say of a new credential what to do, and nothing else", async () => {
        const user = fresh("skipped");
        await suite.aws.createUser(user);
        const options = { aws: suite.aws, credentials: [credential(user)], now: at(0, 12) };
        await withStack(options, async (stack) => {
            for (const command of ["refresh", "destroy"]) {
                const run = await stack.typed(`pulumi ${command} --yes --run-program`);
                assert.notEqual(run.code, 0, command);
                assert.match(
                    run.text.replace(/\s+/g, " "),
                    /the credential is new to this stack, and this run leaves it out/,
                );
                assert.doesNotMatch(run.text, /undefined|not valid JSON/);
                assert.deepEqual(run.mutations, [], command);
            }
            await stack.ok();
            const refreshed = await stack.typed("pulumi refresh --yes --run-program");
            assert.equal(refreshed.code, 0, refreshed.text);
            await stack.settled();
        });
    });

    it("a target that leaves a new credential out makes nothing of it, and the others go on", async () => {
        const [old, added] = [fresh("old"), fresh("added")];
        for (const user of [old, added]) await suite.aws.createUser(user);
        const first = [credential(old)];
        const options = { aws: suite.aws, credentials: first, rotator: suite.aws.admin, now: at(0, 12) };
        await withStack(options, async (stack) => {
            await stack.ok();
            const both = { "rotation:credentials": [...first, credential(added)] };
            const target = `urn:pulumi:${stack.name}::credential-rotation::rotation:index:AwsIamAccessKey::${old}`;
            const run = await stack.up({ config: both, args: ["--target", target, "--target-dependents"] });
            assert.deepEqual(run.mutations, []);
            assert.doesNotMatch(run.text, /not valid JSON/);
            await stack.ok();
            assert.equal(suite.aws.keys(added).length, 1);
        });
    });

    it("autonaming by the plain names changes nothing of a rotation", async () => {
        const config = { "pulumi:autonaming": { mode: "verbatim" } };
        await story(suite, { config }, async ({ stack, user }) => {
            await stack.ok();
            await stack.ok({ now: at(30) });
            assert.equal(suite.aws.keys(user).length, 2);
            await stack.settled();
        });
    });

    it("default providers that are disabled are named by the engine, and an explicit one works", async () => {
        const user = fresh("explicit");
        await suite.aws.createUser(user);
        let isExplicit = false;
        const program = async (): Promise<void> => {
            const { endpoint, region, admin } = suite.aws;
            const endpoints = [{ iam: endpoint, ssm: endpoint, sts: endpoint }];
            const skip = { skipCredentialsValidation: true, skipMetadataApiCheck: true, skipRequestingAccountId: true };
            const keys = { accessKey: admin.accessKeyId, secretKey: pulumi.secret(admin.secretAccessKey) };
            const provider = isExplicit
                ? new aws.Provider("own", { region: region as aws.Region, endpoints, ...keys, ...skip })
                : undefined;
            const stores = [new rotation.SsmParameters({ prefix: `/${user}` })];
            const schedule = { every: "30d", anchor: ANCHOR };
            new rotation.AwsIamAccessKey("app", { user, stores, rotation: { schedule } }, { provider });
        };
        const config = { "pulumi:disable-default-providers": ["aws"] as unknown as string };
        await withProgram({ aws: suite.aws, program, now: at(0, 12), config }, async (stack) => {
            const { error, mutations } = await stack.up();
            assert.match(String(error), /Default provider for 'aws' disabled/);
            assert.doesNotMatch(String(error), /undefined|not valid JSON/);
            assert.deepEqual(mutations, []);
            isExplicit = true;
            await stack.ok();
            assert.equal(suite.aws.keys(user).length, 1);
        });
    });

    it("an update plan holds where nothing is due, and stops a run that would do more than it says", async () => {
        await story(suite, {}, async ({ stack, user }) => {
            await stack.ok();
            const plan = path.join(stack.place.project, "plan.json");
            await stack.preview({ args: ["--save-plan", plan] });
            await stack.ok({ args: ["--plan", plan] });
            const late = await stack.up({ now: at(30), args: ["--plan", plan] });
            assert.notEqual(late.code, 0);
            assert.match(late.text, /violates plan/);
            assert.deepEqual(late.mutations, []);
            assert.equal(suite.aws.keys(user).length, 1);
            await stack.ok();
        });
    });

    it("two credentials whose resources would have one name are refused, and nothing is made", async () => {
        const user = fresh("twin");
        const program = async (): Promise<void> => {
            const store = (name: string) => new rotation.SsmParameters({ prefix: `/${user}/${name}` });
            new rotation.StaticSecret("app", { stores: [store("a"), store("b")] });
            new rotation.StaticSecret("app-2", { stores: [store("c")] });
        };
        await withProgram({ aws: suite.aws, program, now: at(0, 12) }, async (stack) => {
            const { error, text, mutations } = await stack.preview();
            assert.match(`${error} ${text}`.replace(/\s+/g, " "), /resources called app-2-…/);
            assert.deepEqual(mutations, []);
        });
    });
});
