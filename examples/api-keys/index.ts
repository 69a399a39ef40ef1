import * as pulumi from "@pulumi/pulumi";
import * as rotation from "pulumi-credential-rotation";

const config = new pulumi.Config();

// Other addresses of the vendors, for example Datadog's in the EU: { datadog: https://api.datadoghq.eu }.
const endpoints = config.getObject<Record<string, string>>("endpoints") ?? {};

// One calendar for all: twice a year, on a Sunday at 02:00 UTC.
const calendar = new rotation.RotationSchedule("keys", { schedule: "thirdParty" });
const published = (name: string) => [
    new rotation.SecretsManagerSecret({ name: `rotation-example/${name}`, recoveryWindowInDays: 0 }),
];

// Stripe: a restricted key, made by your Stripe App for the account in which it is installed.
const stripe = new rotation.StripeApiKey("billing", {
    managementKey: config.requireSecret("stripeManagementKey"),
    account: config.require("stripeAccount"),
    permissions: ["balance_read", "charge_write", "customer_read"],
    rotation: { schedule: calendar, overlap: "48h" },
    endpoint: endpoints.stripe,
    stores: published("stripe"),
});

// SendGrid: a key that sends mail and does nothing else.
const sendgrid = new rotation.SendGridApiKey("newsletter", {
    managementKey: config.requireSecret("sendgridManagementKey"),
    scopes: ["mail.send"],
    rotation: { schedule: calendar },
    endpoint: endpoints.sendgrid,
    stores: published("sendgrid"),
});

// Datadog: the key of the agents.
const datadog = new rotation.DatadogApiKey("agents", {
    managementKey: config.requireSecret("datadogApiKey"),
    applicationKey: config.requireSecret("datadogApplicationKey"),
    rotation: { schedule: calendar },
    endpoint: endpoints.datadog,
    stores: published("datadog"),
});

// Cloudflare: a token for the DNS of one zone, which dies by itself if rotation ever stops.
const cloudflare = new rotation.CloudflareApiToken("dns", {
    managementKey: config.requireSecret("cloudflareManagementToken"),
    policies: [
        {
            effect: "allow",
            permissionGroups: [config.require("cloudflareDnsWrite")],
            resources: { [`com.cloudflare.api.account.zone.${config.require("cloudflareZone")}`]: "*" },
        },
    ],
    rotation: { schedule: calendar },
    endpoint: endpoints.cloudflare,
    stores: published("cloudflare"),
});

const keys = { stripe, sendgrid, datadog, cloudflare };

/** When they rotate next. */
export const nextRotation = sendgrid.nextRotation;

/** Names of the published keys at their vendors; consumers read the keys from the stores. */
export const keyNames = Object.fromEntries(Object.entries(keys).map(([vendor, key]) => [vendor, key.keyName]));
