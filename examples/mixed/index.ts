import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as rotation from "pulumi-credential-rotation";

const config = new pulumi.Config();

// Two calendars: AWS keys every 80 days, so that with their overlap they stay below the 90 days of IAM.3; keys of vendors
// twice a year.
const awsKeys = new rotation.RotationSchedule("aws", { schedule: { ...rotation.schedules.iam, every: "80d" } });
const vendorKeys = new rotation.RotationSchedule("vendors", { schedule: "thirdParty" });

// A web shop: an IAM user that writes its files, with its key where the shop reads its configuration.
const user = new aws.iam.User("shop", { name: "rotation-example-shop" });
const files = new rotation.AwsIamAccessKey("shop-files", {
    user: user.id,
    rotation: { schedule: awsKeys, overlap: "48h" },
    stores: [new rotation.SsmParameters({ prefix: "/rotation-example/shop/files" })],
});

// The same shop's mails: published twice, for the shop and for a batch job that reads Secrets Manager.
const mails = new rotation.SendGridApiKey("shop-mails", {
    managementKey: config.requireSecret("sendgridManagementKey"),
    scopes: ["mail.send"],
    endpoint: config.get("sendgridEndpoint"),
    rotation: { schedule: vendorKeys, overlap: "48h" },
    stores: [
        new rotation.SsmParameters({ prefix: "/rotation-example/shop/mails" }),
        new rotation.SecretsManagerSecret({ name: "rotation-example/shop/mails", recoveryWindowInDays: 0 }),
    ],
});

// A secret that nobody issues: what the shop signs its sessions with. Monthly; sessions live for a day.
const sessions = new rotation.StaticSecret("shop-sessions", {
    rotation: { schedule: "monthly", overlap: "48h" },
    stores: [new rotation.SsmParameters({ prefix: "/rotation-example/shop/sessions" })],
});

/** Where each of them stands. */
export const status = Object.fromEntries(
    Object.entries({ files, mails, sessions }).map(
        ([name, { currentSlot, generation, nextRotation, previousPhase }]) => [
            name,
            { currentSlot, generation, nextRotation, previousPhase },
        ],
    ),
);
