import * as pulumi from "@pulumi/pulumi";
import * as rotation from "pulumi-credential-rotation";

const config = new pulumi.Config();

// The administrator: a superuser, or a role with CREATEROLE. It is no role that is rotated.
const server: rotation.PostgresServerArgs = {
    host: config.require("host"),
    port: config.getNumber("port"),
    username: config.get("username") ?? "postgres",
    password: config.requireSecret("password"),
    sslmode: (config.get("sslmode") as rotation.SslMode | undefined) ?? "verify-full",
};

// Logins shop_blue and shop_green, which run as the role shop. Services read /rotation-example/shop/url.
const shop = new rotation.PostgresLogin("shop", {
    server,
    login: "shop",
    database: config.get("database") ?? "postgres",
    // Where services connect, if that is not where the administrator does: a pooler, or the server behind a tunnel.
    connect: { host: config.get("connectHost"), port: config.getNumber("connectPort") },
    rotation: { schedule: rotation.schedules.monthly, overlap: "48h" },
    stores: [new rotation.SsmParameters({ prefix: "/rotation-example/shop" })],
});

/** When it rotates next. */
export const nextRotation = shop.nextRotation;

/** Name of the published login. */
export const user = shop.user;
