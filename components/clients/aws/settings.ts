import { isUnderstood, rejectUnknownFields, rejectUnknownParts, Understood } from "./fields";

/** A role that is taken on, with all that the provider sends along. */
export interface RoleSettings {
    roleArn: string;
    externalId?: string;
    sessionName?: string;
    /** As Go writes durations, for example `1h30m`. */
    duration?: string;
    policy?: string;
    policyArns?: string[];
    sourceIdentity?: string;
    tags?: Record<string, string>;
    transitiveTagKeys?: string[];
}

/** A role that is taken on with a token of another identity provider. */
export interface WebIdentitySettings {
    roleArn: string;
    sessionName?: string;
    duration?: string;
    policy?: string;
    policyArns?: string[];
    webIdentityToken?: string;
    webIdentityTokenFile?: string;
}

/** How AWS is reached: what the Pulumi provider was configured with, for our own few calls beside it. */
export interface AwsSettings {
    region?: string;
    accessKey?: string;
    secretKey?: string;
    token?: string;
    profile?: string;
    /** Addresses by service name, for emulators and private endpoints. */
    endpoints: Record<string, string>;
    /** Roles that are assumed one after the other. */
    assumeRoles: RoleSettings[];
    /** The first role, where a token of another identity provider stands for keys. */
    webIdentity?: WebIdentitySettings;
    sharedConfigFiles?: string[];
    sharedCredentialsFiles?: string[];
    /** File with the certificates that are trusted. */
    customCaBundle?: string;
    useFipsEndpoint?: boolean;
    useDualstackEndpoint?: boolean;
    /** Region whose STS gives out the roles. Default: `region`. */
    stsRegion?: string;
    httpProxy?: string;
    httpsProxy?: string;
    noProxy?: string;
    insecure?: boolean;
}

const ROLE_PARTS = [
    "roleArn",
    "externalId",
    "sessionName",
    "duration",
    "policy",
    "policyArns",
    "sourceIdentity",
    "tags",
    "transitiveTagKeys",
] as const;

const WEB_IDENTITY_PARTS = [
    "roleArn",
    "sessionName",
    "duration",
    "policy",
    "policyArns",
    "webIdentityToken",
    "webIdentityTokenFile",
] as const;

/**
 * Reads a stack's `aws:` configuration, by the names that stand behind `aws:`.
 *
 * @throws Error that names a field that our own calls could not follow
 */
export function configuredSettings(config: Record<string, string | undefined>): AwsSettings {
    const set = Object.entries(config).filter(([, value]) => value !== undefined);
    const names = set.map(([name]) => name);
    rejectUnknownFields("aws", names);
    return settingsFrom(Object.fromEntries(set.filter(([name]) => isUnderstood(name))));
}

/**
 * Puts the provider's fields into settings; lists and objects may be JSON texts, as providers keep them.
 *
 * @throws Error that names a field that our own calls could not follow
 */
export function settingsFrom(raw: Partial<Record<Understood, unknown>>): AwsSettings {
    const roles = list(parsed(raw.assumeRoles) ?? parsed(raw.assumeRole) ?? []) as RoleSettings[];
    roles.forEach((role, index) => rejectUnknownParts(`assumeRoles[${index}]`, role, ROLE_PARTS));
    const web = parsed(raw.assumeRoleWithWebIdentity) as WebIdentitySettings | undefined;
    if (web) rejectUnknownParts("assumeRoleWithWebIdentity", web, WEB_IDENTITY_PARTS);
    const more: Partial<AwsSettings> = {
        webIdentity: web,
        sharedConfigFiles: files(raw.sharedConfigFiles, "sharedConfigFiles"),
        sharedCredentialsFiles: files(raw.sharedCredentialsFiles, "sharedCredentialsFiles"),
        customCaBundle: text(raw.customCaBundle),
        useFipsEndpoint: flag(raw.useFipsEndpoint),
        useDualstackEndpoint: flag(raw.useDualstackEndpoint),
        stsRegion: text(raw.stsRegion),
        httpProxy: text(raw.httpProxy),
        httpsProxy: text(raw.httpsProxy),
        noProxy: text(raw.noProxy),
        insecure: flag(raw.insecure),
    };
    return {
        region: text(raw.region) ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION,
        accessKey: text(raw.accessKey),
        secretKey: text(raw.secretKey),
        token: text(raw.token),
        profile: text(raw.profile),
        endpoints: Object.assign({}, ...list(parsed(raw.endpoints) ?? [])) as Record<string, string>,
        assumeRoles: roles,
        // What is not set is left out: these settings may stand in a state, which is to stay as it is.
        ...Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined)),
    };
}

/** Several files are merged by the provider, and by no other tool of AWS. */
function files(value: unknown, field: string): string[] | undefined {
    const found = parsed(value);
    if (found === undefined) return undefined;
    const all = (Array.isArray(found) ? found : [found]).map(String);
    if (all.length <= 1) return all.length === 0 ? undefined : all;
    throw new Error(
        `aws:${field} names ${all.length} files; this package's own calls to AWS read one. Put what they hold into one file`,
    );
}

function flag(value: unknown): boolean | undefined {
    return value === true || value === "true" ? true : undefined;
}

function text(value: unknown): string | undefined {
    return typeof value === "string" && value !== "" ? value : undefined;
}

/** A provider keeps lists and objects as JSON texts; a single file may be named as it is. */
function parsed(value: unknown): unknown {
    if (typeof value !== "string" || value === "") return value || undefined;
    return /^\s*[[{"]/.test(value) ? (JSON.parse(value) as unknown) : value;
}

function list(value: unknown): object[] {
    return Array.isArray(value) ? (value as object[]) : [value as object];
}
