import * as pulumi from "@pulumi/pulumi";
import * as rotation from "pulumi-credential-rotation";

const config = new pulumi.Config();
const address = new pulumi.Config("vault").require("address");

// A value that rotates weekly; the one before is accepted for a day.
const apiKey = new rotation.StaticSecret("api-key", {
    rotation: { schedule: { every: "168h" }, overlap: "24h" },
    stores: [new rotation.VaultKv({ path: "secret/myapp/api_key" })],
});

// Each machine's agent logs in with its AWS identity, keeps a file in step, and reloads the service.
const agent = new rotation.VaultAgentConfig("myapp", {
    address,
    login: { aws: { role: "myapp-rotation" } },
    templates: [
        {
            secret: { path: "secret/myapp/api_key", field: "value" },
            destination: "/run/secrets/api_key",
            exec: { command: ["systemctl", "reload", "myapp"] },
        },
    ],
    credentials: [apiKey],
});

// PostgreSQL logins of its own for each process, made by Vault when it asks and dropped when their lease ends.
const database = new rotation.VaultDatabaseConnection("main", {
    host: config.require("databaseHost"),
    port: config.getNumber("databasePort"),
    sslMode: config.get("databaseSslMode") as rotation.VaultDatabaseConnectionArgs["sslMode"],
    database: "myapp",
    user: "vault_admin",
    password: config.requireSecret("databasePassword"),
    roles: ["myapp"],
});
const login = new rotation.VaultDatabaseRole("myapp", { connection: database, memberOf: "myapp_owner", ttl: "1h" });

/** For `vault agent -config=…`, and for the role that it logs in as. */
export const agentConfig = agent.text;
export const agentPolicy = agent.policy;

/** Reading this path gives a login. */
export const credentialsPath = login.credentialsPath;

/** When the value rotates next. */
export const nextRotation = apiKey.nextRotation;
