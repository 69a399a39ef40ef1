import type * as pulumi from "@pulumi/pulumi";
import { After, namesOf } from "../ordering";
import { requirePlain } from "../../shared/plainArgs";
import { Confirmation, Consumer, ConsumerDriver, Release } from "../consumer";
import { Cluster, clusterOf, KubeObject, ObjectPlace, settling } from "../../clients/kubernetes/cluster";
import { neverAnew, settledBy } from "../kubernetes/externalSecrets";
import { ClusterArgs, clusterSettings, ClusterSettings } from "../../clients/kubernetes/settings";
import {
    isProvablyAfter,
    releaseAnnotationKey,
    releaseAnnotationText,
    readReleaseAnnotation,
} from "../releaseAnnotation";

/** An ExternalSecret of the External Secrets Operator (external-secrets.io/v1). */
export interface ExternalSecretArgs extends ClusterArgs {
    namespace: string;
    /** Name of the ExternalSecret. */
    externalSecret: string;
    /** What it is called among the consumers. Default: like `externalsecret-prod-myapp`. */
    name?: string;
    /** How long a run waits for the operator to have synced. Default: `10m`. */
    deadline?: string;
    /** Consumers that must have moved before it is asked, for it reads what they write. Default: none. */
    after?: After;
}

/** What the driver is reached by. */
export interface ExternalSecretSettings extends ClusterSettings {
    namespace: string;
    target: string;
}

/** Lets the External Secrets Operator read the store again, and counts it as moved when the Kubernetes Secret is written. */
export class ExternalSecret implements Consumer {
    readonly type = "external-secret";
    readonly name: string;
    readonly settings: ExternalSecretSettings;
    readonly secret?: pulumi.Input<string>;
    readonly deadline?: string;
    readonly after?: string[];

    constructor(args: ExternalSecretArgs) {
        requirePlain("ExternalSecret", args, ["kubeconfig"]);
        const { namespace, externalSecret: target } = args;
        if (!namespace || !target) {
            const missing = namespace ? "externalSecret" : "namespace";
            throw new Error(`ExternalSecret: ${missing} is missing; expected namespace and name of the ExternalSecret`);
        }
        this.name = args.name ?? `externalsecret-${namespace}-${target}`;
        this.settings = { ...clusterSettings(this.name, args), namespace, target };
        this.secret = args.kubeconfig;
        this.deadline = args.deadline;
        this.after = namesOf(args.after);
    }
}

/**
 * Any new annotation lets the operator read the store again
 * (https://external-secrets.io/latest/introduction/faq/#can-i-manually-trigger-a-secret-refresh). Ours also says what
 * `status.syncedResourceVersion` was: the operator computes that from the annotations, so another one means that it has
 * read the store since, and a sync that was under way before does not count.
 */
export const externalSecret: ConsumerDriver<ExternalSecretSettings> = {
    type: "external-secret",
    title,

    async refresh(reach, release) {
        const cluster = await clusterOf(reach);
        await settling(() => readSecret(cluster, reach.settings, release));
    },

    async confirm(reach, release): Promise<Confirmation> {
        try {
            const object = await (await clusterOf(reach)).read(placeOf(reach.settings));
            return judge(object, release);
        } catch (error) {
            return { state: "unknown", detail: (error as Error).message };
        }
    },
};

async function readSecret(cluster: Cluster, settings: ExternalSecretSettings, release: Release): Promise<void> {
    const object = await cluster.read(placeOf(settings));
    const hindrance = neverAnew(object);
    if (hindrance) throw new Error(`${title(settings)} never brings a new value: ${hindrance}`);
    const key = releaseAnnotationKey(release);
    if (readReleaseAnnotation(object.metadata.annotations?.[key], release)) return;
    const annotations = { [key]: releaseAnnotationText(release, statusOf(object).syncedResourceVersion ?? "none") };
    // With the version that was read, so that what the mark says of the status holds at the moment when it is set.
    await cluster.patch(placeOf(settings), {
        metadata: { annotations, resourceVersion: object.metadata.resourceVersion },
    });
}

interface Status {
    refreshTime?: string;
    syncedResourceVersion?: string;
}

function statusOf({ status }: KubeObject): Status {
    return (status ?? {}) as Status;
}

function judge(object: KubeObject, release: Release): Confirmation {
    const { refreshTime, syncedResourceVersion } = statusOf(object);
    const hindrance = neverAnew(object) ?? settledBy(object);
    if (hindrance) return { state: "behind", detail: hindrance };
    if (refreshTime === undefined) return { state: "behind", detail: "it was never synced" };
    const mark = readReleaseAnnotation(object.metadata.annotations?.[releaseAnnotationKey(release)], release);
    const since = mark && syncedResourceVersion !== undefined && syncedResourceVersion !== mark.after;
    if (since || isProvablyAfter(new Date(refreshTime), release)) {
        return { state: "confirmed", detail: `synced at ${refreshTime}` };
    }
    return {
        state: "behind",
        detail: mark ? `last synced at ${refreshTime}, before it was asked to` : "it was not asked to sync",
    };
}

function title({ namespace, target }: ExternalSecretSettings): string {
    return `ExternalSecret ${target} in namespace ${namespace}`;
}

function placeOf({ namespace, target }: ExternalSecretSettings): ObjectPlace {
    return { group: "external-secrets.io", version: "v1", plural: "externalsecrets", namespace, name: target };
}
