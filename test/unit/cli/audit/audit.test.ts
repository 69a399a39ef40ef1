import assert from "node:assert/strict";
import type { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { usesOf } from "../../../../cli/audit/cloudTrail";
import { isKeyId, keysToAudit } from "../../../../cli/audit/keys";
import { auditText, clientConfig } from "../../../../cli/commands/audit";
import { credentialsOf } from "../../../../cli/state/read";
import { ledgerOf, resourcesOf, stateOf } from "../support/scene";

const detail = {
    awsRegion: "us-east-1",
    sourceIPAddress: "10.0.0.4",
    userAgent: "boto3",
    errorCode: "InvalidClientTokenId",
};
const event = (time: string) => ({
    EventTime: new Date(time),
    EventName: "GetCallerIdentity",
    EventSource: "sts.amazonaws.com",
    CloudTrailEvent: JSON.stringify(detail),
});

/** A CloudTrail of these pages. */
function trail(pages: object[][]): { client: CloudTrailClient; asked: Record<string, unknown>[] } {
    const asked: Record<string, unknown>[] = [];
    const send = ({ input }: { input: Record<string, unknown> }) => {
        const index = asked.push(input) - 1;
        return Promise.resolve({
            Events: pages[index],
            NextToken: index + 1 < pages.length ? `page-${index + 1}` : undefined,
        });
    };
    return { client: { send } as unknown as CloudTrailClient, asked };
}

describe("credential-rotation audit", () => {
    it("goes through all pages, at two requests a second", async () => {
        const { client, asked } = trail([[event("2030-01-03T00:00:00Z")], [event("2030-01-02T00:00:00Z")]]);
        const pauses: number[] = [];
        const sleep = (ms: number) => Promise.resolve(pauses.push(ms));
        const uses = await usesOf(client, "AKIAX", { limit: 10, sleep });
        assert.deepEqual(
            asked.map(({ NextToken }) => NextToken),
            [undefined, "page-1"],
        );
        assert.ok(pauses.length === 1 && pauses[0] >= 500);
        assert.deepEqual(uses[0], {
            time: "2030-01-03T00:00:00.000Z",
            name: "GetCallerIdentity",
            source: "sts.amazonaws.com",
            region: "us-east-1",
            sourceAddress: "10.0.0.4",
            userAgent: "boto3",
            error: "InvalidClientTokenId",
        });
    });

    it("stops at the limit", async () => {
        const { client, asked } = trail([[event("2030-01-03T00:00:00Z")], [event("2030-01-02T00:00:00Z")]]);
        assert.equal((await usesOf(client, "AKIAX", { limit: 1, sleep: () => Promise.resolve() })).length, 1);
        assert.equal(asked.length, 1);
    });

    it("looks for the retired key of a credential, for all, or for the one that is named", () => {
        const credentials = credentialsOf(stateOf(resourcesOf("app")));
        const ids = (wanted: string, all = false): string[] =>
            keysToAudit(wanted, credentials, all).map(({ id }) => id);
        assert.deepEqual(ids("app"), ["AKIABLUE000000001111"]);
        assert.deepEqual(ids("app", true), ["AKIABLUE000000001111", "AKIAGREEN00000002222"]);
        assert.deepEqual(ids("AKIAIOSFODNN7EXAMPLE"), ["AKIAIOSFODNN7EXAMPLE"]);
        assert.deepEqual(ids("other"), []);
        assert.ok(isKeyId("AKIAIOSFODNN7EXAMPLE") && !isKeyId("AKIA-app"));
    });

    it("marks uses after the key was disabled", () => {
        const blue = {
            generation: 1,
            phase: "inactive" as const,
            since: "2030-01-02T00:00:00Z",
            id: "AKIABLUE000000001111",
        };
        const [key] = keysToAudit("app", credentialsOf(stateOf(resourcesOf("app", ledgerOf({ blue })))), false);
        const use = { name: "GetObject", source: "s3.amazonaws.com", region: "us-east-1" };
        const uses = ["2030-01-03T00:00:00Z", "2030-01-01T00:00:00Z"].map((time) => ({ ...use, time }));
        const [head, , late, early] = auditText({ keys: [{ ...key, uses }], note: "limits" }).split("\n");
        assert.match(head, /^AKIABLUE000000001111 of app, generation 1 in blue, inactive since 2030-01-02/);
        assert.match(late, /after it was disabled$/);
        assert.doesNotMatch(early, /after/);
    });

    it("reaches the AWS of the stack", () => {
        const config = {
            "aws:region": { value: "eu-west-1" },
            "aws:endpoints": { value: '[{"cloudtrail":"http://x"}]' },
        };
        assert.deepEqual(clientConfig(config), { region: "eu-west-1", endpoint: "http://x" });
        assert.equal(clientConfig(config, "us-east-1").region, "us-east-1");
    });
});
