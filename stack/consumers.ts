import * as rotation from "pulumi-credential-rotation";
import { z } from "zod";
import { extensions } from "./extensions";
import { checkedEach, exactlyOne, late } from "./late";
import { secret, SecretEntry, secretReader, secretValue } from "./secret";
import { duration, text } from "./scalars";

const named = { name: text.optional(), deadline: duration.optional(), after: z.array(text).optional() };

const cluster = {
    kubeconfig: secret.optional(),
    kubeconfigFile: text.optional(),
    context: text.optional(),
    inCluster: z.boolean().optional(),
    namespace: text,
};

/** The sorts of consumers, by the key that stands for each in an entry. */
const sorts = {
    kubernetesRollout: z.strictObject({
        ...named,
        ...cluster,
        deployment: text.optional(),
        statefulSet: text.optional(),
        daemonSet: text.optional(),
    }),
    ecsService: z.strictObject({ ...named, cluster: text, service: text, region: text.optional() }),
    externalSecret: z.strictObject({ ...named, ...cluster, externalSecret: text }),
    webhook: z.strictObject({ ...named, url: text, confirmUrl: text, field: text.optional(), secret }),
    vaultAgent: z.strictObject({
        ...named,
        name: text,
        file: text.optional(),
        url: text.optional(),
        field: text.optional(),
    }),
    acknowledge: z.strictObject({ name: text, title: text.optional() }),
};

type Sorts = { [K in keyof typeof sorts]: z.infer<(typeof sorts)[K]> };

const kubeconfigOf = (entry: { kubeconfig?: SecretEntry }, at: string) =>
    entry.kubeconfig === undefined ? undefined : secretValue(`${at}.kubeconfig`, entry.kubeconfig);

/** How each becomes a consumer of the package. */
const make: { [K in keyof Sorts]: (entry: Sorts[K], at: string) => rotation.Consumer } = {
    kubernetesRollout: (entry, at) => new rotation.KubernetesRollout({ ...entry, kubeconfig: kubeconfigOf(entry, at) }),
    ecsService: (entry) => new rotation.EcsService(entry),
    externalSecret: (entry, at) => new rotation.ExternalSecret({ ...entry, kubeconfig: kubeconfigOf(entry, at) }),
    webhook: (entry, at) => new rotation.Webhook({ ...entry, secret: secretValue(`${at}.secret`, entry.secret) }),
    vaultAgent: (entry) => new rotation.VaultAgent(entry),
    acknowledge: (entry) => new rotation.Acknowledge(entry),
};

const consumer = late(() => {
    const all = { ...sorts, ...checkedEach(extensions().consumers) };
    const message = `expected exactly one sort of consumer: ${Object.keys(all).join(", ")}`;
    return exactlyOne(all, message) as unknown as z.ZodType<Partial<Sorts>>;
});

/** The consumers of an entry, or why there are none. */
export const consumers = z.union([z.array(consumer).min(1), z.strictObject({ none: text })], {
    error: (issue) =>
        Array.isArray(issue.input) ? undefined : `expected a list of consumers, or { none: "why there are none" }`,
});

/** Checked consumers. */
export type ConsumersEntry = z.infer<typeof consumers>;

/** What the entry's consumers are to the package. */
export function consumersOf(entry: ConsumersEntry | undefined): rotation.Consumers | undefined {
    if (entry === undefined || !Array.isArray(entry)) return entry;
    return entry.map((one, index) => {
        const [sort, fields] = Object.entries(one)[0] as [keyof Sorts, never];
        const at = `consumers[${index}].${sort}`;
        const added = extensions().consumers[sort];
        if (added !== undefined) return added.make(fields, secretReader(at));
        return (make[sort] as (fields: never, at: string) => rotation.Consumer)(fields, at);
    });
}
