import type { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import type { ECSClient } from "@aws-sdk/client-ecs";
import type { IAMClient } from "@aws-sdk/client-iam";
import type { STSClient } from "@aws-sdk/client-sts";
import { AwsSettings } from "./settings";

interface Keys {
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken?: string;
}

/** What all clients take alike. */
interface ClientConfig {
    region?: string;
    endpoint?: string;
    profile?: string;
    credentials?: Keys;
    requestHandler?: typeof PATIENCE;
}

const DEFAULT_REGION = "us-east-1";

/** Without these a service that accepts a request and never answers would hold the run up for ever. */
const PATIENCE = { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

/** The SDK's advice about Node versions would stand among the diagnostics of every update. */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/** A client for STS that signs with the given key, or as the provider would. One attempt: the caller decides on more. */
export async function stsClient(settings: AwsSettings, keys?: Keys): Promise<STSClient> {
    const { STSClient } = await import("@aws-sdk/client-sts");
    return new STSClient({ ...common(settings, "sts"), ...signing(settings, keys), maxAttempts: keys ? 1 : 3 });
}

/** A client for IAM that signs as the provider would. */
export async function iamClient(settings: AwsSettings): Promise<IAMClient> {
    const { IAMClient } = await import("@aws-sdk/client-iam");
    const keys = await assumed(settings);
    return new IAMClient({ ...common(settings, "iam"), ...signing(settings, keys), maxAttempts: 3 });
}

/** A client for ECS that signs as the provider would. One attempt: a deployment that is asked for twice is two. */
export async function ecsClient(settings: AwsSettings): Promise<ECSClient> {
    const { ECSClient } = await import("@aws-sdk/client-ecs");
    const keys = await assumed(settings);
    return new ECSClient({ ...common(settings, "ecs"), ...signing(settings, keys), maxAttempts: 1 });
}

/** A client for CloudTrail that signs as the provider would. The caller decides on more attempts. */
export async function cloudTrailClient(settings: AwsSettings): Promise<CloudTrailClient> {
    const { CloudTrailClient } = await import("@aws-sdk/client-cloudtrail");
    const keys = await assumed(settings);
    return new CloudTrailClient({ ...common(settings, "cloudtrail"), ...signing(settings, keys), maxAttempts: 1 });
}

function common(settings: AwsSettings, service: string): ClientConfig {
    const endpoint = settings.endpoints[service];
    const region = settings.region ?? DEFAULT_REGION;
    return { region, requestHandler: PATIENCE, ...(endpoint ? { endpoint } : {}) };
}

function signing(settings: AwsSettings, keys?: Keys): ClientConfig {
    if (keys) return { credentials: keys };
    const { accessKey, secretKey, token, profile } = settings;
    if (accessKey && secretKey) {
        return { credentials: { accessKeyId: accessKey, secretAccessKey: secretKey, sessionToken: token } };
    }
    return profile ? { profile } : {};
}

/** Walks the chain of roles; undefined where none is configured. */
async function assumed(settings: AwsSettings): Promise<Keys | undefined> {
    const { AssumeRoleCommand } = await import("@aws-sdk/client-sts");
    let keys: Keys | undefined;
    for (const role of settings.assumeRoles) {
        const sts = await stsClient(settings, keys);
        const answer = await sts.send(
            new AssumeRoleCommand({
                RoleArn: role.roleArn,
                RoleSessionName: role.sessionName ?? "pulumi-credential-rotation",
                ExternalId: role.externalId,
            }),
        );
        const { AccessKeyId, SecretAccessKey, SessionToken } = answer.Credentials ?? {};
        keys = { accessKeyId: AccessKeyId ?? "", secretAccessKey: SecretAccessKey ?? "", sessionToken: SessionToken };
    }
    return keys;
}
