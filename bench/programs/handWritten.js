// What somebody would write by hand: the same users, keys and parameters, and nothing that rotates them.
const iam = require("@pulumi/aws/iam");
const ssm = require("@pulumi/aws/ssm");
const pulumi = require("@pulumi/pulumi");

const RECORD = {
    generation: 1,
    slot: "blue",
    rotated_at: "2030-01-10T00:00:00Z",
    next_rotation: "2030-02-04T02:00:00Z",
};

for (let i = 0; i < Number(process.env.BENCH_CREDENTIALS); i++) {
    const name = `c${i}`;
    const user = new iam.User(`${name}-user`, { name: `${name}-user` });
    const key = new iam.AccessKey(`${name}-key`, { user: user.name });
    const parameter = (what, value, type = "SecureString") =>
        new ssm.Parameter(`${name}-${what}`, { name: `/${name}/${what}`, type, value });
    parameter("aws_access_key_id", key.id);
    parameter("aws_secret_access_key", key.secret);
    const whole = pulumi.all([key.id, key.secret]);
    parameter(
        "credential",
        whole.apply(([accessKeyId, secretAccessKey]) =>
            JSON.stringify({ accessKeyId, secretAccessKey, generation: 1, slot: "blue" }),
        ),
    );
    parameter(
        "rotation",
        key.id.apply((id) => JSON.stringify({ ...RECORD, id })),
        "String",
    );
}
