import * as pulumi from "@pulumi/pulumi";
import * as rotation from "pulumi-credential-rotation";
import type { Aws } from "../../support/aws";
import { startPostgres } from "../../support/postgres";
import { CLIENT, TENANT } from "../../support/vendors/entra";
import { SERVICE_ACCOUNT } from "../../support/vendors/gcp";
import {
    startCloudflare,
    startDatadog,
    startEntra,
    startGcp,
    startSendGrid,
    startStripe,
    type Vendor,
} from "../../support/vendors";
import { ANCHOR } from "./story";

/** A kind as tests of the options around it need it. */
export interface KindCase {
    /** Makes its credential; the name may change from run to run. */
    make(name: string, opts: pulumi.ComponentResourceOptions): rotation.BlueGreenCredential;
    /** What stands where it is made, in words that no secret is in. Empty where there is nothing to ask. */
    standing(): Promise<string[]>;
}

/** Every kind of credential, each with its real server or the double of its vendor. */
export interface EveryKind {
    kinds: Record<string, KindCase>;
    setNow(now: string): void;
    close(): Promise<void>;
}

const rotates = { schedule: { every: "30d", anchor: ANCHOR, stagger: "6h" }, overlap: "1d" };
const keeps = { ...rotates, retention: "1d" };
const verification = { successes: 1 };

/** Starts what they need. Names of users, logins and prefixes end with `suffix`. */
export async function everyKind(aws: Aws, suffix: string): Promise<EveryKind> {
    const user = `every-${suffix}`;
    const [postgres, sendgrid, stripe, datadog, cloudflare, entra, gcp] = await Promise.all([
        startPostgres(),
        startSendGrid(),
        startStripe({ live: false }),
        startDatadog(),
        startCloudflare(undefined),
        startEntra(),
        startGcp(),
        aws.createUser(user),
    ] as const);
    await postgres.query(`CREATE ROLE single_app LOGIN PASSWORD 'before'`);
    const stores = (kind: string) => [new rotation.SsmParameters({ prefix: `/${suffix}/${kind}` })];
    const { host, port, user: username, password } = postgres;
    const server = { host, port, username, password: pulumi.secret(password), sslmode: "disable" as const };
    const connect = { host };
    const roles = async (like: string) => {
        const found = await postgres.query(
            `SELECT rolname, rolcanlogin FROM pg_roles WHERE rolname LIKE '${like}' ORDER BY 1`,
        );
        return found.map(({ rolname, rolcanlogin }) => `${String(rolname)}${rolcanlogin ? "" : " disabled"}`);
    };
    const token = {
        permissionGroups: ["c8fed203ed3043cba015a93ad1616f1f"],
        resources: { "com.cloudflare.api.account.zone.22b1de5f1c0e4b3ea97bb1e963b06a43": "*" },
    };
    const kinds: Record<string, KindCase> = {
        "IAM access key": {
            make: (name, opts) =>
                new rotation.AwsIamAccessKey(
                    name,
                    { user, smtpRegions: ["eu-central-1"], stores: stores("iam"), rotation: keeps, verification },
                    opts,
                ),
            standing: () =>
                Promise.resolve(
                    aws
                        .keys(user)
                        .map(({ accessKeyId, status }) => `${accessKeyId}${status === "Active" ? "" : " disabled"}`),
                ),
        },
        "static secret": {
            make: (name, opts) => new rotation.StaticSecret(name, { stores: stores("static"), rotation: keeps }, opts),
            standing: () => Promise.resolve([]),
        },
        "alternating logins": {
            make: (name, opts) =>
                new rotation.PostgresLogin(
                    name,
                    {
                        server,
                        connect,
                        login: "every_app",
                        database: "postgres",
                        stores: stores("pg"),
                        rotation: keeps,
                        verification,
                    },
                    opts,
                ),
            standing: () => roles("every_app_%"),
        },
        "single login": {
            make: (name, opts) =>
                new rotation.PostgresLogin(
                    name,
                    {
                        ...{ server, connect, login: "single_app", database: "postgres", mode: "single", adopt: true },
                        ...{ stores: stores("single"), rotation: keeps, verification },
                    },
                    opts,
                ),
            standing: () => roles("single_app"),
        },
        SendGrid: {
            make: (name, opts) => {
                const { endpoint, managementKey } = sendgrid;
                const own = { endpoint, managementKey: pulumi.secret(managementKey), scopes: ["mail.send"] };
                return new rotation.SendGridApiKey(
                    name,
                    { ...own, stores: stores("sendgrid"), rotation: rotates, verification },
                    opts,
                );
            },
            standing: () => named(sendgrid),
        },
        Stripe: {
            make: (name, opts) => {
                const { endpoint, managementKey } = stripe;
                const own = { endpoint, managementKey: pulumi.secret(managementKey) };
                return new rotation.StripeApiKey(
                    name,
                    {
                        ...own,
                        permissions: ["balance_read"],
                        stores: stores("stripe"),
                        rotation: rotates,
                        verification,
                    },
                    opts,
                );
            },
            standing: () => named(stripe),
        },
        Datadog: {
            make: (name, opts) => {
                const { endpoint, managementKey, applicationKey } = datadog;
                const own = {
                    endpoint,
                    managementKey: pulumi.secret(managementKey),
                    applicationKey: pulumi.secret(applicationKey),
                };
                return new rotation.DatadogApiKey(
                    name,
                    { ...own, remoteConfig: false, stores: stores("datadog"), rotation: rotates, verification },
                    opts,
                );
            },
            standing: () => named(datadog),
        },
        "GCP service account key": {
            make: (name, opts) => {
                const { endpoint, tokenUri, managementKey } = gcp;
                const own = { endpoint, tokenUri, serviceAccount: SERVICE_ACCOUNT };
                const args = { ...own, managementKey: pulumi.secret(managementKey), stores: stores("gcp") };
                return new rotation.GcpServiceAccountKey(name, { ...args, rotation: keeps, verification }, opts);
            },
            standing: () => Promise.resolve(gcp.standing()),
        },
        Entra: {
            make: (name, opts) => {
                const { endpoint, managementKey } = entra;
                const own = { endpoint, loginEndpoint: endpoint, tenantId: TENANT, clientId: CLIENT };
                const args = { ...own, managementKey: pulumi.secret(managementKey), stores: stores("entra") };
                return new rotation.EntraAppSecret(name, { ...args, rotation: rotates, verification }, opts);
            },
            standing: () => named(entra),
        },
        Cloudflare: {
            make: (name, opts) => {
                const { endpoint, managementKey } = cloudflare;
                const own = {
                    endpoint,
                    managementKey: pulumi.secret(managementKey),
                    policies: [{ effect: "allow" as const, ...token }],
                };
                return new rotation.CloudflareApiToken(
                    name,
                    { ...own, stores: stores("cloudflare"), rotation: rotates, verification },
                    opts,
                );
            },
            standing: () => named(cloudflare),
        },
    };
    const vendors: Vendor[] = [sendgrid, stripe, datadog, cloudflare, entra, gcp];
    return {
        kinds,
        setNow: (now) => vendors.forEach(({ keyring }) => keyring.setNow(new Date(now))),
        close: async () => void (await Promise.all([postgres, ...vendors].map((one) => one.close()))),
    };
}

function named(vendor: Vendor): Promise<string[]> {
    return Promise.resolve(vendor.names().map((name) => name.replace(/^.*-g/, "g")));
}
