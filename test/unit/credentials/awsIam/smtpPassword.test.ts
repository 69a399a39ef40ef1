import assert from "node:assert/strict";
import { accessKeyFields } from "../../../../components/credentials/awsIam/kind";
import { checkSmtpRegions, smtpPassword } from "../../../../components/credentials/awsIam/smtpPassword";

describe("the SMTP password of an access key", () => {
    /** Known answers, as the suite of another implementation has them: hashicorp/terraform-provider-aws, iam/access_key_test.go. */
    const known: [string, string, string][] = [
        ["some+secret+key", "eu-central-1", "BMXhUYlu5Z3gSXVQORxlVa7XPaz91aGWdfHxvkOZdWZ2"],
        ["another+secret+key", "eu-central-1", "BBbphbrQmrKMx42d1N6+C7VINYEBGI5v9VsZeTxwskfh"],
        ["some+secret+key", "us-west-1", "BH+jbMzper5WwlwUar9E1ySBqHa9whi0GPo+sJ0mVYJj"],
    ];
    for (const [secret, region, password] of known)
        it(`stems from the secret and ${region}`, () => assert.equal(smtpPassword(secret, region), password));

    it("is published under a name that every store and shell takes", () => {
        assert.deepEqual(accessKeyFields(["eu-central-1", "us-gov-west-1"]).slice(2), [
            "smtp_password_eu_central_1",
            "smtp_password_us_gov_west_1",
        ]);
    });

    for (const regions of [[], ["Frankfurt"], ["eu-central-1", "eu-central-1"], "eu-central-1", [7]])
        it(`is refused for the regions ${JSON.stringify(regions)}`, () =>
            assert.throws(
                () => checkSmtpRegions("app", regions),
                /^Error: app: smtpRegions: .*; expected regions of SES/,
            ));

    it("is not asked for where no region is named", () => checkSmtpRegions("app", undefined));
});
