import assert from "node:assert/strict";
import { DeleteAccessKeyCommand, UpdateAccessKeyCommand } from "@aws-sdk/client-iam";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { type Delays, type Transition, statusSeen } from "../../../support/aws/identity/delays";
import { fresh, iamOf, mint, refused, sleep, ssmOf, whoIs, withAws } from "./harness";

const LONG = 600_000;

withAws("A key's change takes its time", (suite) => {
    let UserName: string;

    beforeEach(async () => {
        UserName = fresh("slow");
        await suite.aws.createUser(UserName);
    });

    it("a new key is unknown until the activation delay is over", async () => {
        suite.aws.setDelays({ activationDelayMs: LONG });
        const key = await mint(suite.aws, UserName);
        await refused(whoIs(suite.aws, key), "InvalidClientTokenId", 403);
        suite.aws.settleKeys();
        await whoIs(suite.aws, key);
    });

    it("the delay is one of real time, not of the injected clock", async () => {
        suite.aws.setDelays({ activationDelayMs: LONG });
        const slow = await mint(suite.aws, UserName);
        suite.aws.setDelays({ activationDelayMs: 50 });
        const quick = await mint(suite.aws, UserName);
        suite.aws.setNow(new Date(Date.now() + 86_400_000));
        await sleep(60);
        await whoIs(suite.aws, quick);
        await refused(whoIs(suite.aws, slow), "InvalidClientTokenId", 403);
        suite.aws.setNow(() => new Date());
    });

    it("each service has its own delay", async () => {
        suite.aws.setDelays({ activationDelayMs: (service) => (service === "ssm" ? LONG : 0) });
        const key = await mint(suite.aws, UserName);
        await whoIs(suite.aws, key);
        const parameter = ssmOf(suite.aws, key).send(new GetParameterCommand({ Name: "/a" }));
        await refused(parameter, "UnrecognizedClientException", 400);
    });

    it("a disabled or deleted key works on until the deactivation delay is over", async () => {
        const disabled = await mint(suite.aws, UserName);
        const deleted = await mint(suite.aws, UserName);
        suite.aws.setDelays({ deactivationDelayMs: LONG });
        const iam = iamOf(suite.aws);
        const one = { UserName, AccessKeyId: disabled.accessKeyId };
        await iam.send(new UpdateAccessKeyCommand({ ...one, Status: "Inactive" }));
        await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: deleted.accessKeyId }));
        await whoIs(suite.aws, disabled);
        await whoIs(suite.aws, deleted);
        assert.deepEqual(
            suite.aws.keys(UserName).map((key) => key.status),
            ["Inactive"],
        );
        suite.aws.settleKeys();
        await refused(whoIs(suite.aws, disabled), "InvalidClientTokenId", 403);
        await refused(whoIs(suite.aws, deleted), "InvalidClientTokenId", 403);
    });

    it("a delay set later leaves the keys of before alone", async () => {
        const key = await mint(suite.aws, UserName);
        suite.aws.setDelays({ activationDelayMs: LONG });
        await whoIs(suite.aws, key);
    });
});

describe("The status of a key that a service sees", () => {
    const at = 1000;
    const activation: Delays = { activationDelayMs: 100, deactivationDelayMs: 50 };

    /** What STS sees at each of the times, in order. */
    function seen(history: Transition[], ...times: number[]): (string | undefined)[] {
        const flips = new Map<string, number>();
        return times.map((time) => statusSeen(history, "sts", time, flips));
    }

    it("is nothing, then Active from the end of the delay", () => {
        const history: Transition[] = [{ at, to: "Active", delays: activation }];
        assert.deepEqual(seen(history, 1000, 1099, 1100), [undefined, undefined, "Active"]);
    });

    it("flaps in the second half of the delay only", () => {
        const history: Transition[] = [{ at, to: "Active", delays: { ...activation, flappy: true } }];
        assert.deepEqual(seen(history, 1049, 1050, 1060, 1070, 1080, 1100, 1101), [
            undefined,
            "Active",
            undefined,
            "Active",
            undefined,
            "Active",
            "Active",
        ]);
    });

    it("stays Active until the deactivation is noticed", () => {
        const history: Transition[] = [
            { at: 0, to: "Active", delays: activation },
            { at, to: "Inactive", delays: activation },
        ];
        assert.deepEqual(seen(history, 1049, 1050), ["Active", "Inactive"]);
    });

    it("is Deleted even when the deletion is noticed before the creation", () => {
        const history: Transition[] = [
            { at, to: "Active", delays: activation },
            { at: at + 10, to: "Deleted", delays: activation },
        ];
        assert.deepEqual(seen(history, 1059, 1060, 1200), [undefined, "Deleted", "Deleted"]);
    });
});
