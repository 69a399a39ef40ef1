import assert from "node:assert/strict";
import { regionsFor } from "../../../../components/clients/cloudTrail/accessKeyUses";

const settings = (region?: string) => ({ region, endpoints: {}, assumeRoles: [] });
const used = (region: string) => ({ at: "2030-01-01T00:00:00Z", service: "s3", region });

describe("regions in which CloudTrail may know of uses of a key", () => {
    const cases: [string, string[]][] = [
        ["eu-central-1", ["eu-central-1", "us-east-1"]],
        ["us-gov-east-1", ["us-gov-east-1", "us-gov-west-1"]],
        ["cn-north-1", ["cn-north-1", "cn-northwest-1"]],
        ["cn-northwest-1", ["cn-northwest-1", "cn-north-1"]],
        ["us-isob-east-1", ["us-isob-east-1"]],
        ["eusc-de-east-1", ["eusc-de-east-1"]],
    ];
    for (const [region, expected] of cases) {
        it(`stay in the partition of ${region}`, () => {
            assert.deepEqual(regionsFor(settings(region), undefined, true), expected);
            assert.deepEqual(regionsFor(settings(), used(region), true), expected);
        });
    }

    it("are those of the last use and of the stack, once each", () => {
        assert.deepEqual(regionsFor(settings("us-gov-east-1"), used("us-gov-west-1"), true), [
            "us-gov-west-1",
            "us-gov-east-1",
        ]);
        assert.deepEqual(regionsFor(settings("eu-central-1"), used("N/A"), true), ["eu-central-1", "us-east-1"]);
        assert.deepEqual(regionsFor(settings("eu-central-1"), undefined), ["eu-central-1"]);
    });
});
