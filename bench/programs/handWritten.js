// What somebody would write by hand: the same users, keys and parameters, and nothing that rotates them. A second
// generation has a second key for each user and publishes that: what a rotation changes, without a look at anything.
const iam = require("@pulumi/aws/iam");
const ssm = require("@pulumi/aws/ssm");
const pulumi = require("@pulumi/pulumi");

const generation = Number(process.env.BENCH_GENERATION ?? 1);
const RECORD = {
    generation,
    slot: generation === 1 ? "blue" : "green",
    rotated_at: "2030-01-10T00:00:00Z",
    next_rotation: "2030-02-04T02:00:00Z",
};

for (let i = 0; i < Number(process.env.BENCH_CREDENTIALS); i++) {
    const name = `c${i}`;
    const user = new iam.User(`${name}-user`, { name: `${name}-user` });
    const keys = Array.from(
        { length: generation },
        (_, made) => new iam.AccessKey(`${name}-key${made + 1}`, { user: user.name }),
    );
    const key = keys[generation - 1];
    const parameter = (what, value, type = "SecureString") =>
        new ssm.Parameter(`${name}-${what}`, { name: `/${name}/${what}`, type, value });
    parameter("aws_access_key_id", key.id);
    parameter("aws_secret_access_key", key.secret);
    const whole = pulumi.all([key.id, key.secret]);
    parameter(
        "credential",
        whole.apply(([accessKeyId, secretAccessKey]) =>
            JSON.stringify({ accessKeyId, secretAccessKey, generation, slot: RECORD.slot }),
        ),
    );
    parameter(
        "rotation",
        key.id.apply((id) => JSON.stringify({ ...RECORD, id })),
        "String",
    );
}
