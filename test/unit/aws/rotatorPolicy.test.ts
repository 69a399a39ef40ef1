import assert from "node:assert/strict";
import { rotatorPolicy } from "../../../components/aws/rotatorPolicy";
import { SecretsManagerSecret } from "../../../components/stores/secretsManagerSecret";

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

    it("has no pattern for the name of a record", () =>
        assert.throws(
            () => new SecretsManagerSecret({ name: "prod/app", recordName: "prod/*" }),
            /^Error: stores\.secretsManager\.recordName: "prod\/\*" is not a secret's name; expected letters/,
        ));
});
