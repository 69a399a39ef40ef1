import { z } from "zod";
import { consumers } from "./consumers";
import { extensions } from "./extensions";
import { checkedEach, exactlyOne, late } from "./late";
import { duration, moment, text } from "./scalars";
import { secret } from "./secret";

export { text };

const ssm = z.strictObject({
    prefix: text,
    kmsKeyId: text.optional(),
    keyId: text.optional(),
    names: z.record(z.string(), text).optional(),
    documentName: text.optional(),
    recordName: text.optional(),
    overwrite: z.boolean().optional(),
});

const secretsManager = z.strictObject({
    name: text,
    kmsKeyId: text.optional(),
    names: z.record(z.string(), text).optional(),
    recordName: text.optional(),
    recoveryWindowInDays: z.number().int().optional(),
});

const vaultKv = z.strictObject({
    path: text,
    names: z.record(z.string(), text).optional(),
    recordPath: text.optional(),
    overwrite: z.boolean().optional(),
    deleteAllVersions: z.boolean().optional(),
    mount: text.optional(),
    kvVersion: z.union([z.literal(1), z.literal(2)]).optional(),
    recordMount: text.optional(),
    recordKvVersion: z.union([z.literal(1), z.literal(2)]).optional(),
    address: text.optional(),
    namespace: text.optional(),
    caCertFile: text.optional(),
    caCertDir: text.optional(),
    clientCertFile: text.optional(),
    clientKeyFile: text.optional(),
    tlsServerName: text.optional(),
    skipTlsVerify: z.boolean().optional(),
    tokenFrom: z
        .strictObject({
            env: text.optional(),
            config: text.optional(),
            file: text.optional(),
            autoAuth: z.literal(true).optional(),
        })
        .optional(),
    plainHttp: z.boolean().optional(),
});

const kubernetesSecret = z.strictObject({
    namespace: text,
    name: text,
    names: z.record(z.string(), text).optional(),
    type: text.optional(),
    labels: z.record(z.string(), text).optional(),
    recordName: text.optional(),
    overwrite: z.boolean().optional(),
    kubeconfig: secret.optional(),
    kubeconfigFile: text.optional(),
    context: text.optional(),
    inCluster: z.boolean().optional(),
});

const githubActions = z.strictObject({
    repository: text.optional(),
    environment: text.optional(),
    organization: text.optional(),
    visibility: z.enum(["all", "private"]).optional(),
    token: secret,
    names: z.record(z.string(), text).optional(),
    overwrite: z.boolean().optional(),
    endpoint: text.optional(),
});

const gcpSecretManager = z.strictObject({
    project: text,
    name: text,
    managementKey: secret,
    names: z.record(z.string(), text).optional(),
    locations: z.array(text).min(1).optional(),
    recordName: text.optional(),
    overwrite: z.boolean().optional(),
    endpoint: text.optional(),
    tokenUri: text.optional(),
});

const azureKeyVault = z.strictObject({
    vault: text,
    name: text,
    managementKey: secret,
    tenantId: text.optional(),
    clientId: text.optional(),
    names: z.record(z.string(), text).optional(),
    recordName: text.optional(),
    overwrite: z.boolean().optional(),
    resource: text.optional(),
    loginEndpoint: text.optional(),
});

const stores = { ssm, secretsManager, vaultKv, kubernetesSecret, gcpSecretManager, azureKeyVault, githubActions };

type StoreFields = { [K in keyof typeof stores]?: z.infer<(typeof stores)[K]> };

const store = late(() => {
    const all = { ...stores, ...checkedEach(extensions().stores) };
    const names = Object.keys(all);
    const listed = `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
    return exactlyOne(all, `expected exactly one store, ${listed}`) as unknown as z.ZodType<StoreFields>;
});

/** Fields that every kind of credential has. */
export const common = {
    name: text.regex(/^[A-Za-z0-9_.-]{1,100}$/, 'expected letters, digits and any of "_.-"'),
    schedule: text.optional(),
    every: duration.optional(),
    anchor: moment.optional(),
    stagger: duration.optional(),
    overlap: duration.optional(),
    retention: duration.optional(),
    rotate: z
        .union([text, z.number()], { error: "expected a text or a number that was not there before" })
        .transform(String)
        .optional(),
    revoke: z.boolean().optional(),
    use: z.enum(["current", "previous"]).optional(),
    heal: z.boolean().optional(),
    stores: z.array(store).min(1),
    consumers: consumers.optional(),
    audit: z
        .strictObject({
            quietTime: duration.optional(),
            onUse: z.enum(["hold", "fail"]).optional(),
            reviewed: moment.optional(),
        })
        .optional(),
    verification: z
        .strictObject({ deadline: duration.optional(), successes: z.number().int().min(1).optional() })
        .optional(),
};

/** The same for kinds whose vendor can only delete: there is no retention. */
export const { retention: _, ...withoutRetention } = common;

/** One checked store. */
export type StoreEntry = z.infer<typeof store>;
/** The fields that every checked entry has. */
export type CommonEntry = z.infer<z.ZodObject<typeof common>>;
