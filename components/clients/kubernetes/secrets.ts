import type { V1Secret } from "@kubernetes/client-node";
import { ConsumerAccess } from "../../shared/consumerAccess";
import { withRetry } from "../../shared/retry";
import { apiConfiguration } from "./apiConfiguration";
import { FIELD_MANAGER } from "./cluster";
import { describeKubernetesError, isTransient, KubernetesError } from "./failures";
import { kubeconfigOf } from "./kubeconfig";
import { loadClient } from "./loadClient";
import { ClusterSettings } from "./settings";

/** Server-side apply: who wants which fields is kept by the API server, which refuses what another one has. */
const APPLY_PATCH = "application/apply-patch+yaml";

const PAGE = "docs/kubernetes-secret.md";

/** Where a Secret stands. */
export interface SecretPlace {
    namespace: string;
    name: string;
}

/** What is to stand in it; values are plain texts. */
export interface SecretContent {
    type: string;
    data: Record<string, string>;
    labels?: Record<string, string>;
}

/** A Secret as it stands. */
export interface FoundSecret {
    uid: string;
    data: Record<string, string>;
    immutable: boolean;
    /** True if a field of it is this package's. */
    isOurs: boolean;
    /** Who else has fields of its data, by the names that the API server keeps. */
    others: string[];
}

/** The calls that a store in Kubernetes needs. */
export interface SecretsClient {
    /** Undefined where there is none; every other failure is thrown. */
    read(place: SecretPlace): Promise<FoundSecret | undefined>;
    /** Makes or changes it. With `force`, fields that somebody else has become ours. @throws KubernetesError 409 without */
    apply(place: SecretPlace, content: SecretContent, force: boolean): Promise<void>;
    /** Deletes the one with that uid, and no other that stands there by now. */
    remove(place: SecretPlace, uid: string): Promise<void>;
}

/** @throws KubernetesError, or an Error that says what of the settings is wrong */
export async function secretsClient({ settings, secret }: ConsumerAccess<ClusterSettings>): Promise<SecretsClient> {
    const { CoreV1Api } = await loadClient();
    const api = new CoreV1Api(await apiConfiguration(await kubeconfigOf(settings, secret), APPLY_PATCH));
    const called = <T>({ namespace, name }: SecretPlace, verb: string, call: () => Promise<T>): Promise<T> =>
        withRetry(async () => {
            try {
                return await call();
            } catch (error) {
                throw describeKubernetesError(error, `${verb} the Secret ${namespace}/${name}`, PAGE);
            }
        }, repeatable);
    return {
        read: (place) =>
            called(place, "read", () => api.readNamespacedSecret({ ...place })).then(found, (error: unknown) => {
                if (statusOf(error) === 404) return undefined;
                throw error;
            }),
        apply: async (place, { type, data, labels }, force) => {
            const body = {
                ...{ apiVersion: "v1", kind: "Secret", metadata: { ...place, ...(labels ? { labels } : {}) }, type },
                data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, encoded(value)])),
            };
            await called(place, "write", () =>
                api.patchNamespacedSecret({ ...place, body, fieldManager: FIELD_MANAGER, force }),
            );
        },
        remove: async (place, uid) => {
            const body = { preconditions: { uid } };
            await called(place, "delete", () => api.deleteNamespacedSecret({ ...place, body })).catch(
                (error: unknown) => {
                    if (statusOf(error) !== 404) throw error;
                },
            );
        },
    };
}

function found({ metadata, data = {}, immutable }: V1Secret): FoundSecret {
    const managers = (metadata?.managedFields ?? []).filter(({ fieldsV1 }) => "f:data" in (fieldsV1 ?? {}));
    const names = managers.map(({ manager }) => manager ?? "somebody");
    return {
        uid: metadata?.uid ?? "",
        data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, decoded(value)])),
        immutable: immutable === true,
        isOurs: names.includes(FIELD_MANAGER),
        others: [...new Set(names.filter((name) => name !== FIELD_MANAGER))],
    };
}

/** A conflict is another one's claim, which a repetition does not change. */
function repeatable(error: unknown): boolean {
    return isTransient(error) && statusOf(error) !== 409;
}

function statusOf(error: unknown): number | undefined {
    return error instanceof KubernetesError ? error.status : undefined;
}

function encoded(text: string): string {
    return Buffer.from(text, "utf8").toString("base64");
}

function decoded(text: string): string {
    return Buffer.from(text, "base64").toString("utf8");
}
