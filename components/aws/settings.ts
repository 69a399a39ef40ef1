import * as pulumi from "@pulumi/pulumi";
import { knownValue } from "../rotation/outputs";

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
    assumeRoles: { roleArn: string; externalId?: string; sessionName?: string }[];
}

const FIELDS = [
    "region",
    "accessKey",
    "secretKey",
    "token",
    "profile",
    "endpoints",
    "assumeRoles",
    "assumeRole",
] as const;

/**
 * Reads the settings of an explicit provider, or of the stack's `aws:` configuration where there is none. What neither
 * says comes from the environment, as in every AWS tool.
 */
export async function awsSettings(provider: pulumi.ProviderResource | undefined): Promise<AwsSettings> {
    const config = new pulumi.Config("aws");
    const raw: Record<string, unknown> = {};
    for (const field of FIELDS) {
        raw[field] = provider
            ? await knownValue((provider as unknown as Record<string, pulumi.Input<unknown>>)[field])
            : config.get(field);
    }
    const roles = parsed(raw.assumeRoles) ?? parsed(raw.assumeRole) ?? [];
    const endpoints = parsed(raw.endpoints) ?? [];
    return {
        region: text(raw.region) ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION,
        accessKey: text(raw.accessKey),
        secretKey: text(raw.secretKey),
        token: text(raw.token),
        profile: text(raw.profile),
        endpoints: Object.assign({}, ...list(endpoints)) as Record<string, string>,
        assumeRoles: list(roles) as AwsSettings["assumeRoles"],
    };
}

function text(value: unknown): string | undefined {
    return typeof value === "string" && value !== "" ? value : undefined;
}

/** A provider keeps lists and objects as JSON texts. */
function parsed(value: unknown): unknown {
    return typeof value === "string" && value !== "" ? (JSON.parse(value) as unknown) : value || undefined;
}

function list(value: unknown): object[] {
    return Array.isArray(value) ? (value as object[]) : [value as object];
}

/** The AWS provider that a component's options name, its parent's if they name none; undefined means the default one. */
export function awsProviderOf(opts: pulumi.ComponentResourceOptions | undefined): pulumi.ProviderResource | undefined {
    const { provider, providers, parent } = opts ?? {};
    if (provider) return provider;
    const named = Array.isArray(providers) ? providers.find(isAws) : providers?.aws;
    return named ?? parent?.getProvider("aws:iam/accessKey:AccessKey");
}

function isAws(provider: pulumi.ProviderResource): boolean {
    return (provider as unknown as { getPackage(): string }).getPackage() === "aws";
}
