import assert from "node:assert/strict";
import { rotatorPolicy } from "../../../../components/permissions/awsRotatorPolicy";
import { EcsService, ecsServiceDriver } from "../../../../components/consumers/drivers/ecsService";
import { releaseOf, confirmations, failureOf } from "../support";
import { fresh, withAws } from "../../support/aws/harness";

const [LOOK, TAG, DEPLOY] = ["ecs:DescribeServices", "ecs:TagResource", "ecs:UpdateService"];

withAws("the driver ecs-service", function (suite) {
    let name: string;
    const path = () => `prod/${name}`;
    beforeEach(() => {
        suite.aws.setNow(() => new Date());
        name = fresh("api");
        suite.aws.addService(path());
        suite.aws.resetCalls();
    });

    const reach = (keys = suite.aws.admin, service = name, cluster = "prod") => ({
        settings: { cluster, service },
        secret: JSON.stringify({
            region: suite.aws.region,
            accessKey: keys.accessKeyId,
            secretKey: keys.secretAccessKey,
            endpoints: { ecs: suite.aws.endpoint },
            assumeRoles: [],
        }),
    });
    const calls = () => suite.aws.calls.map(({ service, action }) => `${service}:${action}`);
    const refresh = (release = releaseOf(1)) => ecsServiceDriver.refresh(reach(), release);
    const confirm = (release = releaseOf(1)) => ecsServiceDriver.confirm(reach(), release);
    const deployments = () => suite.aws.service(path()).deployments;

    it("starts one deployment for a release, and confirms when only that is left and runs wholly", async () => {
        const [before] = deployments();
        await refresh();
        await refresh();
        assert.deepEqual(calls(), [LOOK, TAG, DEPLOY, LOOK]);
        const said = await confirmations(ecsServiceDriver, reach(), releaseOf(1));
        assert.deepEqual(
            said.map(({ state }) => state),
            ["behind", "confirmed"],
        );
        assert.match(said[0].detail, /2 of 2 tasks run on it, 1 older deployment left/);
        assert.equal(deployments().length, 1);
        assert.notEqual(deployments()[0].id, before.id);
        await refresh(releaseOf(2));
        assert.equal((await confirm(releaseOf(1))).state, "behind");
    });

    it("counts a later deployment of its owner, and none of before that it was not asked for", async () => {
        suite.aws.deployService(path());
        const said = await confirmations(ecsServiceDriver, reach(), releaseOf(1), 5);
        assert.ok(said.every(({ state, detail }) => state === "behind" && detail === "no deployment was begun for it"));
        const early = releaseOf(1, new Date(Date.now() - 2 * 3_600_000));
        assert.equal((await confirm(early)).state, "confirmed");
        await refresh();
        suite.aws.deployService(path());
        suite.aws.resetCalls();
        await refresh();
        assert.deepEqual(calls(), [LOOK]);
        assert.equal((await confirmations(ecsServiceDriver, reach(), releaseOf(1))).pop()?.state, "confirmed");
    });

    it("says that the circuit breaker gave up, and starts again when it is asked again", async () => {
        for (const [mood, why] of [
            ["broken", /its deployment failed: ECS deployment circuit breaker: tasks failed to start/],
            ["rolled-back", /its deployment failed: .*rolling back to deploymentId/],
        ] as const) {
            suite.aws.setServiceMood(path(), mood);
            await refresh();
            const said = await confirmations(ecsServiceDriver, reach(), releaseOf(1), 4);
            assert.ok(said.every(({ state }) => state === "behind"));
            assert.match(said[3].detail, why);
            suite.aws.setServiceMood(path(), "brisk");
            suite.aws.resetCalls();
            await refresh();
            assert.deepEqual(
                calls().filter((call) => call === DEPLOY),
                [DEPLOY],
            );
            assert.equal((await confirmations(ecsServiceDriver, reach(), releaseOf(1))).pop()?.state, "confirmed");
            name = fresh("api");
            suite.aws.addService(path());
        }
    });

    it("stays behind while its tasks do not come up, without an end", async () => {
        suite.aws.setServiceMood(path(), "stuck");
        await refresh();
        const said = await confirmations(ecsServiceDriver, reach(), releaseOf(1), 6);
        assert.deepEqual(
            [...new Set(said.map(({ detail }) => detail))],
            ["0 of 2 tasks run on it, 1 older deployment left"],
        );
    });

    it("looks before it asks again: a lost reply starts no second deployment, a refusal does no harm", async () => {
        suite.aws.setServiceMood(path(), "stuck");
        suite.aws.fault({ match: { action: "UpdateService" }, kind: "lose-reply" });
        await refresh();
        assert.deepEqual(calls(), [LOOK, TAG, DEPLOY, LOOK]);
        assert.equal(deployments().length, 2);
        suite.aws.resetCalls();
        suite.aws.fault({ match: { action: "UpdateService" }, kind: "throttle" });
        suite.aws.fault({ match: { action: "TagResource" }, kind: "error-500" });
        await refresh(releaseOf(2));
        assert.deepEqual(calls(), [LOOK, TAG, TAG, DEPLOY, LOOK, DEPLOY]);
        assert.equal(deployments().length, 3);
    });

    it("asks for the deployment that it had only noted, when the run was ended in between", async () => {
        suite.aws.fault({ match: { action: "UpdateService" }, kind: "deny" });
        assert.match(await failureOf(refresh()), /AccessDenied/);
        assert.equal((await confirm()).state, "behind");
        suite.aws.resetCalls();
        await refresh();
        assert.deepEqual(calls(), [LOOK, DEPLOY]);
    });

    it("tells what is missing: credentials, rights, cluster, service, a controller of ECS", async () => {
        const arn = `arn:aws:ecs:*:*:service/prod/${name}`;
        const allowed = (Action: string[]) =>
            suite.aws.addPrincipal(fresh("rotator"), { Statement: [{ Effect: "Allow", Action, Resource: arn }] });
        suite.aws.addService(`prod/${name}-blue`, { controller: "CODE_DEPLOY" });
        const forged = { ...suite.aws.admin, accessKeyId: "AKIAFORGEDFORGEDFORG" };
        const cases: [ReturnType<typeof reach>, RegExp][] = [
            [reach(forged), /UnrecognizedClientException.*does not accept the credentials that Pulumi runs with/],
            [reach(await allowed([LOOK])), /could not tag ECS service .*ecs:TagResource.*docs\/consumers.md/],
            [reach(await allowed([LOOK, TAG])), /could not start a deployment of ECS service .*ecs:UpdateService/],
            [reach(await allowed([LOOK, TAG, DEPLOY]), `${name}-blue`), /AccessDeniedException.*ecs:DescribeServices/],
            [reach(suite.aws.admin, name, "absent"), /ClusterNotFoundException.*Correct the cluster, or the region/],
            [
                reach(suite.aws.admin, "absent"),
                /ECS service absent in cluster prod: MISSING. Correct cluster and service/,
            ],
            [reach(suite.aws.admin, `${name}-blue`), /deployment controller is CODE_DEPLOY.*Webhook/],
        ];
        for (const [given, expected] of cases) {
            const message = await failureOf(ecsServiceDriver.refresh(given, releaseOf(1)), suite.aws.secrets());
            assert.match(message, expected);
        }
        assert.deepEqual(deployments().length, 1);
        const consumers = [new EcsService({ cluster: "prod", service: name })];
        const least = await suite.aws.addPrincipal(fresh("rotator"), rotatorPolicy({ consumers }));
        await ecsServiceDriver.refresh(reach(least), releaseOf(1));
        assert.equal((await ecsServiceDriver.confirm(reach(forged), releaseOf(1))).state, "unknown");
    });

    it("says that nothing is known where AWS does not answer", async () => {
        suite.aws.fault({ match: { action: "DescribeServices" }, kind: "refuse-before", times: 3 });
        const { state, detail } = await confirm();
        assert.equal(state, "unknown");
        assert.match(detail, /AWS could not be reached/);
        assert.deepEqual(calls(), [LOOK, LOOK, LOOK]);
    });

    it("is described by cluster and service", () => {
        const arn = "arn:aws:ecs:us-east-1:123456789012:cluster/prod";
        const { name: called, settings, type: sort } = new EcsService({ cluster: arn, service: "api" });
        assert.deepEqual([sort, called], ["ecs-service", "ecs-prod-api"]);
        assert.deepEqual(settings, { cluster: arn, service: "api" });
        assert.throws(() => new EcsService({ cluster: "prod", service: "" }), /service is missing/);
    });
});
