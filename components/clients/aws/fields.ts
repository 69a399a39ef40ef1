/** Fields of the AWS provider that say how to sign in and where to. Those we read, each with what it is. */
export const UNDERSTOOD = [
    "region",
    "accessKey",
    "secretKey",
    "token",
    "profile",
    "endpoints",
    "assumeRoles",
    "assumeRole",
    "assumeRoleWithWebIdentity",
    "sharedConfigFiles",
    "sharedCredentialsFiles",
    "customCaBundle",
    "useFipsEndpoint",
    "useDualstackEndpoint",
    "stsRegion",
    "httpProxy",
    "httpsProxy",
    "noProxy",
    "insecure",
] as const;

/** A field that is read. */
export type Understood = (typeof UNDERSTOOD)[number];

/** True of a field that is read. */
export function isUnderstood(name: string): name is Understood {
    return (UNDERSTOOD as readonly string[]).includes(name);
}

/** Fields that change nothing for our own calls: they limit or decorate what the provider itself does. */
const WITHOUT_EFFECT = new Set([
    "allowedAccountIds",
    "forbiddenAccountIds",
    "defaultTags",
    "ignoreTags",
    "maxRetries",
    "retryMode",
    "s3UsEast1RegionalEndpoint",
    "s3UsePathStyle",
    "skipCredentialsValidation",
    "skipMetadataApiCheck",
    "skipRegionValidation",
    "skipRequestingAccountId",
    "tagPolicyCompliance",
    "tokenBucketRateLimiterCapacity",
    "userAgents",
    "version",
    "pluginDownloadURL",
    "pluginDownloadUrl",
]);

/** What else there is to say about a field that is not understood. */
const SIGN_IN_FIELDS: Record<string, string> = {
    ec2MetadataServiceEndpoint: "set AWS_EC2_METADATA_SERVICE_ENDPOINT in the environment instead, which both obey",
    ec2MetadataServiceEndpointMode:
        "set AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE in the environment instead, which both obey",
};

/**
 * Refuses a field that would let the provider sign in in one way and our own calls in another.
 *
 * @param where it stands, for example `aws` or `provider`
 * @throws Error that names the field and what to do
 */
export function rejectUnknownFields(where: string, names: string[]): void {
    for (const name of names) {
        if (isUnderstood(name) || WITHOUT_EFFECT.has(name)) continue;
        const way = SIGN_IN_FIELDS[name] ?? `sign in by one of ${UNDERSTOOD.join(", ")}, or by the environment`;
        throw new Error(
            `${where}:${name} is not understood by this package's own calls to AWS (who a key belongs to, whether it works and ` +
                `who uses it), so they could not sign in as the provider does. Nothing was changed; ${way}`,
        );
    }
}

/** Refuses a part of a role that is not understood, for the same reason. */
export function rejectUnknownParts(where: string, role: object, known: readonly string[]): void {
    const name = Object.keys(role).find((one) => !known.includes(one));
    if (name === undefined) return;
    throw new Error(
        `${where}.${name} is not understood by this package's own calls to AWS; expected ${known.join(", ")}. Nothing was changed`,
    );
}
