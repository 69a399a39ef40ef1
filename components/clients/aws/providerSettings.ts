import * as pulumi from "@pulumi/pulumi";
import { knownValue } from "../../shared/pulumiOutputs";
import { isUnderstood, rejectUnknownFields, Understood } from "./fields";
import { AwsSettings, configuredSettings, settingsFrom } from "./settings";

/**
 * Reads the settings of an explicit provider, or of the stack's `aws:` configuration where there is none. What neither
 * says comes from the environment, as in every AWS tool.
 *
 * @throws Error that names a field that our own calls could not follow
 */
export async function awsSettings(provider: pulumi.ProviderResource | undefined): Promise<AwsSettings> {
    if (provider === undefined) return configuredSettings(configured());
    const raw: Partial<Record<Understood, unknown>> = {};
    const fields = provider as unknown as Record<string, pulumi.Input<unknown>>;
    for (const name of Object.keys(fields).filter((one) => isField(one, fields[one]))) {
        const value = await knownValue(fields[name]);
        if (value === undefined || value === null) continue;
        rejectUnknownFields("provider", [name]);
        if (isUnderstood(name)) raw[name] = value;
    }
    return settingsFrom(raw);
}

/** The stack's `aws:` configuration. */
function configured(): Record<string, string | undefined> {
    const config = new pulumi.Config("aws");
    const keys = Object.keys(pulumi.runtime.allConfig()).filter((key) => key.startsWith("aws:"));
    return Object.fromEntries(keys.map((key) => key.slice("aws:".length)).map((name) => [name, config.get(name)]));
}

function isField(name: string, value: unknown): boolean {
    return !name.startsWith("_") && name !== "id" && name !== "urn" && pulumi.Output.isInstance(value);
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
