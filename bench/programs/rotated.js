// The same users, keys and parameters, kept by the package.
const iam = require("@pulumi/aws/iam");
const rotation = require("pulumi-credential-rotation");

const schedule = new rotation.RotationSchedule("monthly", { schedule: { every: "30d" } });

for (let i = 0; i < Number(process.env.BENCH_CREDENTIALS); i++) {
    const name = `c${i}`;
    const user = new iam.User(`${name}-user`, { name: `${name}-user` });
    new rotation.AwsIamAccessKey(name, {
        user: user.name,
        rotation: { schedule },
        stores: [new rotation.SsmParameters({ prefix: `/${name}` })],
    });
}
