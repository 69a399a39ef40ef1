import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { answerIn, rejectUnreachable } from "../../../../components/credentials/awsIam/reach";
import { IamAccessKeyKind } from "../../../../components/credentials/awsIam/kind";
import { isArnOf } from "../../../../components/credentials/awsIam/probe";
import { Scope } from "../../../../components/shared/scope";
import { SecretsManagerSecret } from "../../../../components/stores/secretsManager/secretsManagerSecret";
import { SsmParameters } from "../../../../components/stores/ssm/ssmParameters";
import { Unknowable } from "../../../../components/stores/notFound";

const scope = {} as Scope;
const KEY = { accessKeyId: "AKIA1", status: "Active", createDate: "2030-01-01T00:00:00Z" };
/** The words of the provider's lines: the newer one's, and AWS's own, which the older one passed on. */
const NO_USER = ["reading IAM Access Keys (app): couldn't find resource", "NoSuchEntity: The user … cannot be found."];

/** A kind whose provider answers with these, one after the other; a text is an error. */
async function asking(answers: (object | string)[], { preview = false, isMade = true } = {}) {
    const asked = { calls: 0, waited: 0 };
    const call = (): Promise<Record<string, unknown>> => {
        const answer = answers[Math.min(asked.calls++, answers.length - 1)];
        return typeof answer === "string"
            ? Promise.reject(Object.assign(new Error(answer), { details: answer }))
            : Promise.resolve({ ...answer });
    };
    const newResource = ({ name }: { name: string }) => ({ id: name, state: {} });
    await pulumi.runtime.setMocks({ call, newResource }, "p", "s", preview);
    const pace = { now: () => asked.waited, pause: async (ms: number) => void (asked.waited += ms) };
    const kind = new IamAccessKeyKind(pulumi.output("app"), undefined, pulumi.output("s"), isMade, undefined, pace);
    return { kind, asked };
}

describe("what an IAM user's keys are", () => {
    after(() => pulumi.runtime.setMocks({ call: () => ({}), newResource: ({ name }) => ({ id: name, state: {} }) }));

    it("cannot be known in a preview whose provider is not known yet, nor what its stores hold", async () => {
        const { kind } = await asking([{}], { preview: true });
        assert.equal(await kind.listCredentials(scope), null);
        for (const store of [new SsmParameters({ prefix: "/a" }), new SecretsManagerSecret({ name: "a" })]) {
            await assert.rejects(store.readRecord(scope), Unknowable);
        }
    });

    for (const words of NO_USER) {
        it(`cannot be known in the preview that makes the user: ${words.slice(0, 12)}`, async () => {
            const { kind } = await asking([words], { preview: true });
            assert.equal(await kind.listCredentials(scope), null);
        });

        it(`is waited for in the update that makes the user: ${words.slice(0, 12)}`, async () => {
            const { kind, asked } = await asking([words, words, { accessKeys: [KEY] }]);
            assert.deepEqual(await kind.listCredentials(scope), [
                { id: "AKIA1", active: true, createdAt: KEY.createDate },
            ]);
            assert.equal(asked.waited, 2000);
        });

        it(`is an error that names the user where nobody makes it, at once: ${words.slice(0, 12)}`, async () => {
            for (const preview of [true, false]) {
                const { kind, asked } = await asking([words], { preview, isMade: false });
                await assert.rejects(
                    kind.listCredentials(scope),
                    /there is no IAM user "app" in this account; correct the name/,
                );
                assert.equal(asked.calls, 1);
            }
        });
    }

    it("is not waited for without end", async () => {
        const { kind, asked } = await asking([NO_USER[0]]);
        await assert.rejects(kind.listCredentials(scope), /there is no IAM user "app"/);
        assert.ok(asked.waited >= 20_000 && asked.waited < 25_000, String(asked.waited));
    });

    it("belongs to a user whose name AWS writes with other capital letters", async () => {
        assert.ok(isArnOf("arn:aws-us-gov:iam::123456789012:user/team/CI-Bot", "ci-bot"));
        assert.ok(!isArnOf("arn:aws:iam::123456789012:role/ci-bot", "ci-bot"));
        const kind = (user: string) => new IamAccessKeyKind(pulumi.output(user), undefined, pulumi.output("s"), false);
        const [one] = await kind("CI-Bot").claims();
        const [other] = await kind("ci-bot").claims();
        assert.equal(one.key, other.key);
    });
});

describe("before an access key is made", () => {
    const settings = { region: "us-gov-west-1", endpoints: {}, assumeRoles: [] };

    it("STS must be within reach, or nothing is made and it is said what to set", async () => {
        await rejectUnreachable(settings, async () => ({ answered: true }));
        await assert.rejects(
            rejectUnreachable(settings, async () => ({ answered: false, code: "ENOTFOUND" })),
            /STS cannot be reached at https:\/\/sts\.us-gov-west-1\.amazonaws\.com \(ENOTFOUND\), so .* none was made; .*HTTPS_PROXY/,
        );
        await assert.rejects(
            rejectUnreachable(settings, async () => ({ answered: false, code: "SELF_SIGNED_CERT_IN_CHAIN" })),
            /set AWS_CA_BUNDLE to the file/,
        );
    });

    for (const [what, name, status] of [
        ["a proxy that lets nobody through", "Unknown", 403],
        ["a page of a proxy", "SyntaxError", 502],
    ] as const)
        it(`${what} is no answer of STS's`, () => {
            const failure = { name, $metadata: { httpStatusCode: status } };
            assert.deepEqual(answerIn(failure, true), { answered: false, code: `${status}, not of STS` });
        });

    it("any word of STS's is one, also that it lets Pulumi do nothing", () => {
        const failure = { name: "AccessDenied", $metadata: { httpStatusCode: 403 } };
        assert.deepEqual(answerIn(failure, true), { answered: true });
    });

    it("STS must know Pulumi's own key there: another partition would take a new key for none", () =>
        assert.rejects(
            rejectUnreachable({ ...settings, region: "us-east-1" }, async () => ({
                answered: true,
                refused: "InvalidClientTokenId",
            })),
            /does not know the key that Pulumi runs with .* The region is us-east-1: .* GovCloud or China, set aws:region/,
        ));
});
