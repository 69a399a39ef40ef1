import * as rotation from "pulumi-credential-rotation";
import { z } from "zod";
import { text, withoutRetention } from "../commonFields";
import { defineKind } from "../kind";
import { secret, secretValue } from "../secret";

const adopt = z.strictObject({
    keyId: text,
    key: secret.optional(),
    as: z.enum(["current", "previous"]).optional(),
});

/** Fields that every API key has. */
const apiKey = {
    ...withoutRetention,
    managementKey: secret,
    adopt: adopt.optional(),
    keyNamePrefix: text.optional(),
    endpoint: text.optional(),
};

/** The part of the arguments that is the same for every API key. */
function shared(entry: z.infer<z.ZodObject<typeof apiKey>>) {
    const { managementKey, adopt, keyNamePrefix, endpoint } = entry;
    const key = adopt?.key === undefined ? undefined : secretValue("adopt.key", adopt.key);
    return {
        managementKey: secretValue("managementKey", managementKey),
        adopt: adopt && { ...adopt, key },
        keyNamePrefix,
        endpoint,
    };
}

const preset = "thirdParty";
const texts = z.array(text).min(1).optional();

/** A restricted key of Stripe. */
export const stripeApiKey = defineKind({
    preset,
    fields: { ...apiKey, permissions: texts, account: text.optional(), apiVersion: text.optional() },
    make: (entry, args) => {
        const { name, permissions, account, apiVersion } = entry;
        return new rotation.StripeApiKey(name, { ...args, ...shared(entry), permissions, account, apiVersion });
    },
});

/** A key of SendGrid. */
export const sendgridApiKey = defineKind({
    preset,
    fields: { ...apiKey, scopes: texts, onBehalfOf: text.optional() },
    make: (entry, args) => {
        const { name, scopes, onBehalfOf } = entry;
        return new rotation.SendGridApiKey(name, { ...args, ...shared(entry), scopes, onBehalfOf });
    },
});

/** An API key of Datadog. */
export const datadogApiKey = defineKind({
    preset,
    fields: {
        ...apiKey,
        applicationKey: secret,
        remoteConfig: z.boolean().optional(),
        keyLimit: z.number().int().min(2).optional(),
    },
    make: (entry, args) => {
        const { name, remoteConfig, keyLimit } = entry;
        const applicationKey = secretValue("applicationKey", entry.applicationKey);
        return new rotation.DatadogApiKey(name, { ...args, ...shared(entry), applicationKey, remoteConfig, keyLimit });
    },
});

const policy = z.strictObject({
    effect: z.enum(["allow", "deny"]),
    permissionGroups: z.array(text).min(1),
    resources: z.record(z.string(), text),
});

/** A client secret of an application in Entra ID. */
export const entraAppSecret = defineKind({
    preset,
    fields: {
        ...apiKey,
        tenantId: text,
        clientId: text,
        managementClientId: text.optional(),
        loginEndpoint: text.optional(),
    },
    make: (entry, args) => {
        const { name, tenantId, clientId, managementClientId, loginEndpoint } = entry;
        const own = { tenantId, clientId, managementClientId, loginEndpoint };
        return new rotation.EntraAppSecret(name, { ...args, ...shared(entry), ...own });
    },
});

/** An API token of Cloudflare. */
export const cloudflareApiToken = defineKind({
    preset,
    fields: {
        ...apiKey,
        policies: z.array(policy).min(1).optional(),
        accountId: text.optional(),
        deadMansSwitch: z.boolean().optional(),
        tokenLimit: z.number().int().min(2).optional(),
    },
    make: (entry, args) => {
        const { name, policies, accountId, deadMansSwitch, tokenLimit } = entry;
        const own = { policies, accountId, deadMansSwitch, tokenLimit };
        return new rotation.CloudflareApiToken(name, { ...args, ...shared(entry), ...own });
    },
});
