// Logins of one PostgreSQL, published to Vault and kept by the package.
const pulumi = require("@pulumi/pulumi");
const rotation = require("pulumi-credential-rotation");

const schedule = new rotation.RotationSchedule("monthly", { schedule: { every: "30d" } });
const server = new pulumi.Config("postgresql");
const database = server.require("database");
const connect = { host: server.require("host") }; // the service runs on this machine

for (let i = 0; i < Number(process.env.BENCH_CREDENTIALS); i++) {
    const name = `login${i}`;
    new rotation.PostgresLogin(name, {
        login: name,
        database,
        connect,
        rotation: { schedule },
        stores: [new rotation.VaultKv({ path: `secret/${name}` })],
    });
}
