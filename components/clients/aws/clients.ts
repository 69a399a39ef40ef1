import type * as https from "node:https";
import type { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import type { ECSClient } from "@aws-sdk/client-ecs";
import type { IAMClient } from "@aws-sdk/client-iam";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { STSClient } from "@aws-sdk/client-sts";
import type { Agent } from "node:http";
import { agentFor, NetworkSettings } from "../network";
import { regionOf } from "./region";
import { AwsSettings } from "./settings";
import { Keys, assumeRole, assumeRoleWithToken } from "./signIn";

/** What all clients take alike. */
interface ClientConfig {
    region?: string;
    endpoint?: string;
    profile?: string;
    filepath?: string;
    configFilepath?: string;
    useFipsEndpoint?: boolean;
    useDualstackEndpoint?: boolean;
    credentials?: Keys;
    requestHandler?: typeof TIMEOUTS & { httpAgent?: Agent; httpsAgent?: Agent };
}

/** Without these a service that accepts a request and never answers would hold the run up for ever. */
const TIMEOUTS = { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

/** The SDK's advice about Node versions would stand among the diagnostics of every update. */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/** A client for STS that signs with the given key, or as the provider would. One attempt: the caller decides on more. */
export async function stsClient(settings: AwsSettings, keys?: Keys): Promise<STSClient> {
    const { STSClient } = await import("@aws-sdk/client-sts");
    return new STSClient({ ...(await common(settings, "sts")), ...signing(settings, keys), maxAttempts: keys ? 1 : 3 });
}

/** A client for STS that signs as the provider would, with the role that it takes on. */
export async function ownStsClient(settings: AwsSettings): Promise<STSClient> {
    return stsClient(settings, await assumed(settings));
}

/** A client for IAM that signs as the provider would. */
export async function iamClient(settings: AwsSettings): Promise<IAMClient> {
    const { IAMClient } = await import("@aws-sdk/client-iam");
    const keys = await assumed(settings);
    return new IAMClient({ ...(await common(settings, "iam")), ...signing(settings, keys), maxAttempts: 3 });
}

/** A client for ECS that signs as the provider would. One attempt: a deployment that is asked for twice is two. */
export async function ecsClient(settings: AwsSettings): Promise<ECSClient> {
    const { ECSClient } = await import("@aws-sdk/client-ecs");
    const keys = await assumed(settings);
    return new ECSClient({ ...(await common(settings, "ecs")), ...signing(settings, keys), maxAttempts: 1 });
}

/** A client for CloudTrail that signs as the provider would. The caller decides on more attempts. */
export async function cloudTrailClient(settings: AwsSettings): Promise<CloudTrailClient> {
    const { CloudTrailClient } = await import("@aws-sdk/client-cloudtrail");
    const keys = await assumed(settings);
    return new CloudTrailClient({
        ...(await common(settings, "cloudtrail")),
        ...signing(settings, keys),
        maxAttempts: 1,
    });
}

/** A client for Secrets Manager that signs as the provider would. */
export async function secretsManagerClient(settings: AwsSettings): Promise<SecretsManagerClient> {
    const { SecretsManagerClient } = await import("@aws-sdk/client-secrets-manager");
    const keys = await assumed(settings);
    const config = await common(settings, "secretsmanager");
    return new SecretsManagerClient({ ...config, ...signing(settings, keys), maxAttempts: 3 });
}

/** The address of a service, as far as proxies and people want to know it. */
export function addressOf(settings: AwsSettings, service: string): string {
    const { AWS_ENDPOINT_URL: all } = process.env;
    const variable = service === "secretsmanager" ? "SECRETS_MANAGER" : service.toUpperCase();
    const named = settings.endpoints[service] ?? process.env[`AWS_ENDPOINT_URL_${variable}`] ?? all;
    if (named) return named;
    const region = regionOf(settings);
    const place = service === "iam" && !/^(cn|us-gov)-/.test(region) ? "iam" : `${service}.${region}`;
    return `https://${place}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
}

/** How the network is crossed on the way to AWS. */
export function networkOf({ customCaBundle, httpProxy, httpsProxy, noProxy, insecure }: AwsSettings): NetworkSettings {
    const bundle = customCaBundle ?? process.env.AWS_CA_BUNDLE;
    return { httpProxy, httpsProxy, noProxy, insecure, ...(bundle ? { caFiles: [bundle] } : {}) };
}

async function common(settings: AwsSettings, service: string): Promise<ClientConfig> {
    const endpoint = settings.endpoints[service];
    const address = addressOf(settings, service);
    const agent = (await agentFor(address, networkOf(settings))) as https.Agent | undefined;
    const way = agent && (address.startsWith("https:") ? { httpsAgent: agent } : { httpAgent: agent });
    const { useFipsEndpoint, useDualstackEndpoint } = settings;
    return {
        region: regionOf(settings),
        requestHandler: { ...TIMEOUTS, ...way },
        ...(endpoint ? { endpoint } : {}),
        ...(useFipsEndpoint ? { useFipsEndpoint } : {}),
        ...(useDualstackEndpoint ? { useDualstackEndpoint } : {}),
    };
}

function signing(settings: AwsSettings, keys?: Keys): ClientConfig {
    if (keys) return { credentials: keys };
    const { accessKey, secretKey, token, profile, sharedConfigFiles, sharedCredentialsFiles } = settings;
    if (accessKey && secretKey) {
        return { credentials: { accessKeyId: accessKey, secretAccessKey: secretKey, sessionToken: token } };
    }
    return {
        ...(profile ? { profile } : {}),
        ...(sharedConfigFiles ? { configFilepath: sharedConfigFiles[0] } : {}),
        ...(sharedCredentialsFiles ? { filepath: sharedCredentialsFiles[0] } : {}),
    };
}

/** Walks the chain of roles; undefined where none is configured. */
async function assumed(settings: AwsSettings): Promise<Keys | undefined> {
    const { stsRegion, webIdentity, assumeRoles } = settings;
    const there = stsRegion ? { ...settings, region: stsRegion } : settings;
    let keys: Keys | undefined;
    if (webIdentity) keys = await assumeRoleWithToken(await stsClient(there), webIdentity);
    for (const role of assumeRoles) keys = await assumeRole(await stsClient(there, keys), role);
    return keys;
}
