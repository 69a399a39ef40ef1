import type { CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";
import { ConsumerAccess } from "../../shared/consumerAccess";
import { withRetry } from "../../shared/retry";
import { apiConfiguration } from "./apiConfiguration";
import { describeKubernetesError, isTransient } from "./failures";
import { kubeconfigOf } from "./kubeconfig";
import { loadClient } from "./loadClient";
import { ClusterSettings } from "./settings";

/** Understood for every sort of object, custom ones too. */
const MERGE_PATCH = "application/merge-patch+json";

/** By whom a change was made, as `metadata.managedFields` shows it. */
export const FIELD_MANAGER = "pulumi-credential-rotation";

/** Where an object stands. */
export interface ObjectPlace {
    group: string;
    version: string;
    /** As it stands in the path, for example `deployments`. */
    plural: string;
    namespace: string;
    name: string;
}

/** An object as the API server gives it back. */
export interface KubeObject {
    metadata: {
        resourceVersion?: string;
        generation?: number;
        annotations?: Record<string, string>;
        managedFields?: object[];
    };
    spec?: Record<string, unknown>;
    status?: Record<string, unknown>;
}

/** The two calls that consumers need. */
export interface Cluster {
    read(place: ObjectPlace): Promise<KubeObject>;
    /** Merges the patch into the object; asking again is harmless, so it is asked up to three times. */
    patch(place: ObjectPlace, body: object): Promise<void>;
}

/** @throws KubernetesError, or an Error that says what of the settings is wrong */
export async function clusterOf({ settings, secret }: ConsumerAccess<ClusterSettings>): Promise<Cluster> {
    const api = await customObjects(await kubeconfigOf(settings, secret));
    const called = <T>(place: ObjectPlace, verb: string, call: () => Promise<unknown>): Promise<T> =>
        withRetry(async () => {
            try {
                return (await call()) as T;
            } catch (error) {
                throw describeKubernetesError(error, `${verb} ${place.plural} ${place.namespace}/${place.name}`);
            }
        }, repeatable(verb));
    return {
        read: (place) => called(place, "read", () => api.getNamespacedCustomObject(place)),
        patch: async (place, body) =>
            void (await called(place, "change", () =>
                api.patchNamespacedCustomObject({ ...place, body, fieldManager: FIELD_MANAGER }),
            )),
    };
}

/** Conflicts in a row after which somebody else changes the object all the time. */
const MAX_CONFLICTS = 5;

/** Repeats reading and changing an object while somebody else changes it in between. */
export async function settling(run: () => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries++) {
        try {
            return await run();
        } catch (error) {
            const conflict = (error as { status?: number }).status === 409;
            if (!conflict || tries >= MAX_CONFLICTS) throw error;
        }
    }
}

/** A conflict is for the caller to settle, who knows what was read. */
function repeatable(verb: string): (error: unknown) => boolean {
    return (error) => isTransient(error) && !(verb === "change" && (error as { status?: number }).status === 409);
}

/** The calls of the library for objects of any sort. */
async function customObjects(config: KubeConfig): Promise<CustomObjectsApi> {
    const { CustomObjectsApi } = await loadClient();
    return new CustomObjectsApi(await apiConfiguration(config, MERGE_PATCH));
}
