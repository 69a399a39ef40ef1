import * as pulumi from "@pulumi/pulumi";
import { knownValue } from "../../shared/pulumiOutputs";
import { rejectUnknownFields, rejectUnknownParts, Understood, UNDERSTOOD } from "./fields";

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
 * Reads the settings of an explicit provider, or of the stack's `aws:` configuration where there is none. What neither
 * says comes from the environment, as in every AWS tool.
 *
 * @throws Error that names a field that our own calls could not follow
 */
export async function awsSettings(provider: pulumi.ProviderResource | undefined): Promise<AwsSettings> {
    const raw: Partial<Record<Understood, unknown>> = {};
    if (provider === undefined) {
        rejectUnknownFields("aws", configured());
        const config = new pulumi.Config("aws");
        for (const field of UNDERSTOOD) raw[field] = config.get(field);
    } else {
        const fields = provider as unknown as Record<string, pulumi.Input<unknown>>;
        for (const name of Object.keys(fields).filter((one) => isField(one, fields[one]))) {
            const value = await knownValue(fields[name]);
            if (value === undefined || value === null) continue;
            rejectUnknownFields("provider", [name]);
            if ((UNDERSTOOD as readonly string[]).includes(name)) raw[name as Understood] = value;
        }
    }
    return settingsFrom(raw);
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

/** Names of the stack's `aws:` configuration. */
function configured(): string[] {
    const keys = Object.keys(pulumi.runtime.allConfig());
    return keys.filter((key) => key.startsWith("aws:")).map((key) => key.slice("aws:".length));
}

function isField(name: string, value: unknown): boolean {
    return !name.startsWith("_") && name !== "id" && name !== "urn" && pulumi.Output.isInstance(value);
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

/** The AWS provider that a component's options name, its parent's if they name none; undefined means the default one. */
export function awsProviderOf(opts: pulumi.ComponentResourceOptions | undefined): pulumi.ProviderResource | undefined {
    const { provider, providers, parent } = opts ?? {};
    if (provider && isAws(provider)) return provider;
    const named = Array.isArray(providers) ? providers.find(isAws) : providers?.aws;
    return named ?? parent?.getProvider("aws:iam/accessKey:AccessKey");
}

function isAws(provider: pulumi.ProviderResource): boolean {
    return (provider as unknown as { getPackage(): string }).getPackage() === "aws";
}
