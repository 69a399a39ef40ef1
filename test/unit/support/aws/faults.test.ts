import assert from "node:assert/strict";
import { CreateAccessKeyCommand, UpdateAccessKeyCommand } from "@aws-sdk/client-iam";
import { GetParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { fresh, iamOf, mint, refusalOf, refused, sleep, ssmOf, stsOf, withAws } from "./harness";

withAws("A fault", (suite) => {
    const create = (UserName: string): Promise<unknown> =>
        iamOf(suite.aws).send(new CreateAccessKeyCommand({ UserName }));
    const whoAmI = (): Promise<unknown> => stsOf(suite.aws).send(new GetCallerIdentityCommand({}));
    const put = (Name: string): Promise<unknown> =>
        ssmOf(suite.aws).send(new PutParameterCommand({ Name, Value: "v", Type: "String" }));

    async function user(): Promise<string> {
        const name = fresh("faulty");
        await suite.aws.createUser(name);
        suite.aws.resetCalls();
        return name;
    }

    it("refuse-before breaks the connection, and nothing is done", async () => {
        const name = await user();
        const fault = suite.aws.fault({ match: { action: "CreateAccessKey" }, kind: "refuse-before" });
        await assert.rejects(create(name), /socket hang up|ECONNRESET/);
        assert.equal(fault.hits, 1);
        assert.deepEqual(suite.aws.keys(name), []);
        assert.deepEqual(suite.aws.mutations(), []);
        assert.equal(suite.aws.calls[0]?.phase, "refused");
        await create(name);
        assert.equal(fault.hits, 1);
    });

    it("lose-reply breaks the connection when all is done", async () => {
        const name = await user();
        suite.aws.fault({ match: { action: "CreateAccessKey" }, kind: "lose-reply" });
        await assert.rejects(create(name), /socket hang up|ECONNRESET/);
        assert.equal(suite.aws.keys(name).length, 1);
        assert.deepEqual(suite.aws.mutations(), [`iam:CreateAccessKey ${name}`]);
        assert.equal(suite.aws.calls[0]?.phase, "lost");
    });

    it("throttle answers in the words of the protocol", async () => {
        suite.aws.fault({ match: {}, kind: "throttle", times: 2 });
        await refused(whoAmI(), "Throttling", 400, /Rate exceeded/);
        await refused(put("/throttled"), "ThrottlingException", 400, /Rate exceeded/);
        await put("/throttled");
    });

    it("error-500 and deny answer instead of AWS, and nothing is done", async () => {
        const name = await user();
        const failing = suite.aws.fault({ match: { service: "iam" }, kind: "error-500" });
        await refused(create(name), "ServiceFailureException", 500);
        failing.remove();
        suite.aws.fault({ match: { service: "iam" }, kind: "deny" });
        await refused(create(name), "AccessDenied", 403);
        suite.aws.fault({ match: { service: "ssm" }, kind: "error-500" });
        assert.equal((await refusalOf(put("/failed"))).status, 500);
        suite.aws.fault({ match: { service: "ssm" }, kind: "deny" });
        await refused(put("/failed"), "AccessDeniedException", 400);
        assert.deepEqual(suite.aws.keys(name), []);
        assert.deepEqual(suite.aws.mutations(), []);
    });

    it("hang answers nothing until it is removed", async () => {
        const fault = suite.aws.fault({ match: { service: "sts" }, kind: "hang" });
        const call = whoAmI().then(
            () => "answered",
            () => "broken",
        );
        assert.equal(await Promise.race([call, sleep(150)]), undefined);
        fault.remove();
        assert.equal(await call, "broken");
        await whoAmI();
    });

    it("strikes the k-th matching call from now, as often as it is told", async () => {
        const fault = suite.aws.fault({
            match: { service: "ssm", resource: "/chosen", nth: 2 },
            kind: "throttle",
            times: 2,
        });
        const get = (Name: string): Promise<unknown> => ssmOf(suite.aws).send(new GetParameterCommand({ Name }));
        const outcomes: string[] = [];
        for (const name of ["/chosen", "/other", "/chosen", "/other", "/chosen", "/chosen"]) {
            outcomes.push((await refusalOf(get(name))).name);
        }
        const [missing, throttled] = ["ParameterNotFound", "ThrottlingException"];
        assert.deepEqual(outcomes, [missing, missing, throttled, missing, throttled, missing]);
        assert.equal(fault.hits, 2);
    });

    it("awaits onHit before the call is done, or after it and before the reply", async () => {
        const name = await user();
        const seen: number[] = [];
        const look = async (): Promise<void> => {
            await sleep(20);
            seen.push(suite.aws.keys(name).length);
        };
        const match = { action: "CreateAccessKey" };
        const before = suite.aws.fault({ match, kind: "none", onHit: look });
        await create(name);
        before.remove();
        suite.aws.fault({ match, kind: "none", when: "after", onHit: look });
        await create(name);
        assert.deepEqual(seen, [0, 2]);
    });

    it("tells onHit which call it strikes, without any secret", async () => {
        const name = await user();
        const key = await mint(suite.aws, name);
        let told = "";
        suite.aws.fault({
            match: { action: "UpdateAccessKey" },
            kind: "none",
            onHit: (call) => void (told = JSON.stringify(call)),
        });
        const input = { UserName: name, AccessKeyId: key.accessKeyId, Status: "Inactive" } as const;
        await iamOf(suite.aws).send(new UpdateAccessKeyCommand(input));
        const { subjectSuffix, resource } = JSON.parse(told) as Record<string, string>;
        assert.deepEqual([subjectSuffix, resource], [key.accessKeyId.slice(-4), name]);
        assert.ok(!told.includes(key.accessKeyId));
    });
});
