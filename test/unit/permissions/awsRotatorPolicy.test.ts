import assert from "node:assert/strict";
import { rotatorPolicy } from "../../../components/permissions/awsRotatorPolicy";
import { SecretsManagerSecret } from "../../../components/stores/secretsManager/secretsManagerSecret";
import { SsmParameters } from "../../../components/stores/ssm/ssmParameters";

describe("the policy of the rotating identity", () => {
    it("is of exactly the users that are named, with their paths", () => {
        const users = ["myapp-user", "team/ci/deploy@prod", "a.b+c=d,e_f"];
        const [keys] = rotatorPolicy({ users, accountId: "123456789012" }).Statement;
        assert.deepEqual(
            keys.Resource,
            users.map((user) => `arn:*:iam::123456789012:user/${user}`),
        );
    });

    for (const user of ["*", "team/*", "myapp-?ser", "${aws:username}", "", "/team/myapp", "team/"])
        it(`is refused for ${JSON.stringify(user)}, which is no one user`, () =>
            assert.throws(
                () => rotatorPolicy({ users: ["myapp-user", user] }),
                ({ message }: Error) =>
                    message.startsWith(
                        `rotatorPolicy: users[1]: ${JSON.stringify(user)}; expected the name of one user`,
                    ),
            ));

    it("lets tags be added and taken away, wherever something is published", () => {
        const stores = [new SsmParameters({ prefix: "/app" }), new SecretsManagerSecret({ name: "app" })];
        const actions = rotatorPolicy({ users: ["app"], stores }).Statement.flatMap(({ Action }) => Action);
        for (const action of ["ssm:AddTagsToResource", "ssm:RemoveTagsFromResource"])
            assert.ok(actions.includes(action));
        for (const what of ["Tag", "Untag"]) assert.ok(actions.includes(`secretsmanager:${what}Resource`));
    });

    it("has no pattern for the name of a record", () =>
        assert.throws(
            () => new SecretsManagerSecret({ name: "prod/app", recordName: "prod/*" }),
            /^Error: stores\.secretsManager\.recordName: "prod\/\*" is not a secret's name; expected letters/,
        ));

    it("reads an administrator's password, by name or ARN, and no other secret", () => {
        const arn = "arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:rds!db-1b2c-AbCdEf";
        const policy = rotatorPolicy({ passwordSecrets: ["rds!db-1b2c", arn], accountId: "123456789012" });
        assert.deepEqual(policy.Statement, [
            {
                Sid: "ReadAdministratorPasswords",
                Effect: "Allow",
                Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
                Resource: ["arn:*:secretsmanager:*:123456789012:secret:rds!db-1b2c-??????", arn],
            },
        ]);
    });

    for (const secret of ["*", "rds!*", "prod/?", "${aws:username}", "", "arn:aws:secretsmanager:*:*:secret:x"])
        it(`does not read ${JSON.stringify(secret)}, which is no one secret`, () =>
            assert.throws(() => rotatorPolicy({ passwordSecrets: [secret] }), {
                message: /^rotatorPolicy: passwordSecrets\[0\]: .*; expected the ARN or the name of one secret/,
            }));
});
