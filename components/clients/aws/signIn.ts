import { readFile } from "node:fs/promises";
import type { STSClient } from "@aws-sdk/client-sts";
import { RoleSettings, WebIdentitySettings } from "./settings";

/** Keys of a session, or of a user. */
export interface Keys {
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken?: string;
}

const SESSION = "pulumi-credential-rotation";

/** Takes a role on, with all that its trust policy may ask for. */
export async function assumeRole(sts: STSClient, role: RoleSettings): Promise<Keys> {
    const { AssumeRoleCommand } = await import("@aws-sdk/client-sts");
    const { tags, transitiveTagKeys, sourceIdentity, externalId } = role;
    const answer = await sts.send(
        new AssumeRoleCommand({
            ...shared(role),
            ExternalId: externalId,
            SourceIdentity: sourceIdentity,
            Tags: tags && Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
            TransitiveTagKeys: transitiveTagKeys,
        }),
    );
    return keysOf(answer.Credentials);
}

/** Takes a role on with a token of another identity provider, which is read anew each time. */
export async function assumeRoleWithToken(sts: STSClient, role: WebIdentitySettings): Promise<Keys> {
    const { AssumeRoleWithWebIdentityCommand } = await import("@aws-sdk/client-sts");
    const { webIdentityToken, webIdentityTokenFile } = role;
    const token = webIdentityToken ?? (webIdentityTokenFile && (await readFile(webIdentityTokenFile, "utf8")).trim());
    if (!token) {
        throw new Error(
            "assumeRoleWithWebIdentity has no token; expected webIdentityToken, or webIdentityTokenFile with one in it",
        );
    }
    const answer = await sts.send(new AssumeRoleWithWebIdentityCommand({ ...shared(role), WebIdentityToken: token }));
    return keysOf(answer.Credentials);
}

function shared({ roleArn, sessionName, duration, policy, policyArns }: RoleSettings | WebIdentitySettings) {
    return {
        RoleArn: roleArn,
        RoleSessionName: sessionName ?? SESSION,
        DurationSeconds: duration === undefined ? undefined : seconds(duration),
        Policy: policy,
        PolicyArns: policyArns?.map((arn) => ({ arn })),
    };
}

const UNITS: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 0.001 };

/**
 * A duration as Go writes it, in seconds.
 *
 * @throws Error when it is none
 */
export function seconds(duration: string): number {
    const parts = [...duration.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
    if (parts.length === 0 || parts.map(([part]) => part).join("") !== duration) {
        throw new Error(`aws:assumeRole.duration: ${JSON.stringify(duration)}; expected one like "1h" or "1h30m"`);
    }
    return Math.round(parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit], 0));
}

interface Given {
    AccessKeyId?: string;
    SecretAccessKey?: string;
    SessionToken?: string;
}

function keysOf({ AccessKeyId = "", SecretAccessKey = "", SessionToken }: Given = {}): Keys {
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}
