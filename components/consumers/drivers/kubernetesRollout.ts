import type * as pulumi from "@pulumi/pulumi";
import { After, namesOf } from "../after";
import { Confirmation, Consumer, ConsumerDriver, Reach, Release } from "../contract";
import { Cluster, clusterOf, KubeObject, ObjectPlace } from "../kubernetes/cluster";
import { judgeRollout, obstacle, templateAnnotations, Workload, WORKLOADS } from "../kubernetes/rollout";
import { ClusterArgs, clusterSettings, ClusterSettings } from "../kubernetes/settings";
import { markKey, markText } from "../mark";

/** A workload whose pods read the credential when they start. */
export interface KubernetesRolloutArgs extends ClusterArgs {
    namespace: string;
    /** Name of a Deployment; one of the three is given. */
    deployment?: string;
    /** Name of a StatefulSet. */
    statefulSet?: string;
    /** Name of a DaemonSet. */
    daemonSet?: string;
    /** What it is called among the consumers. Default: like `deployment-prod-myapp`. */
    name?: string;
    /** How long a run waits for the rollout to end. Default: `10m`. */
    deadline?: string;
    /** Consumers that must have moved before it restarts: those that write the Secret which its pods read. Default: none. */
    after?: After;
}

/** What the driver is reached by. */
export interface KubernetesRolloutSettings extends ClusterSettings {
    workload: Workload;
    namespace: string;
    target: string;
}

/** Restarts a Deployment, StatefulSet or DaemonSet, and counts it as moved when the rollout is at its end. */
export class KubernetesRollout implements Consumer {
    readonly sort = "kubernetes-rollout";
    readonly name: string;
    readonly settings: KubernetesRolloutSettings;
    readonly secret?: pulumi.Input<string>;
    readonly deadline?: string;
    readonly after?: string[];

    constructor(args: KubernetesRolloutArgs) {
        const given = (Object.keys(WORKLOADS) as Workload[]).filter((workload) => args[workload] !== undefined);
        if (given.length !== 1 || !args[given[0]]) {
            const found = given.join(" and ") || "none";
            throw new Error(
                `KubernetesRollout: ${found}; expected exactly one of deployment, statefulSet, daemonSet, with a name`,
            );
        }
        if (!args.namespace)
            throw new Error(`KubernetesRollout: namespace is missing; expected the workload's namespace`);
        const [workload] = given;
        const target = args[workload] as string;
        this.name = args.name ?? `${workload.toLowerCase()}-${args.namespace}-${target}`;
        this.settings = { ...clusterSettings(this.name, args), workload, namespace: args.namespace, target };
        this.secret = args.kubeconfig;
        this.deadline = args.deadline;
        this.after = namesOf(args.after);
    }
}

/**
 * The pod template carries the release as an annotation: one that is new replaces the pods, one that stands there already
 * changes nothing (https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#updating-a-deployment).
 */
export const kubernetesRollout: ConsumerDriver<KubernetesRolloutSettings> = {
    sort: "kubernetes-rollout",
    title,

    async refresh(reach, release) {
        const cluster = await clusterOf(reach);
        const object = await look(cluster, reach);
        const hindrance = obstacle(reach.settings.workload, object);
        if (hindrance) throw new Error(`${title(reach.settings)} cannot be restarted: ${hindrance}`);
        if (isMarked(object, release)) return;
        const annotations = { [markKey(release)]: markText(release) };
        await cluster.patch(placeOf(reach.settings), { spec: { template: { metadata: { annotations } } } });
    },

    async confirm(reach, release): Promise<Confirmation> {
        try {
            const object = await look(await clusterOf(reach), reach);
            if (!isMarked(object, release)) return { state: "behind", detail: "its pods were not restarted for it" };
            return judgeRollout(reach.settings.workload, object);
        } catch (error) {
            return { state: "unknown", detail: (error as Error).message };
        }
    },
};

function title({ workload, namespace, target }: KubernetesRolloutSettings): string {
    return `${workload.toLowerCase()} ${target} in namespace ${namespace}`;
}

function placeOf({ workload, namespace, target }: KubernetesRolloutSettings): ObjectPlace {
    return { group: "apps", version: "v1", plural: WORKLOADS[workload].plural, namespace, name: target };
}

function look(cluster: Cluster, { settings }: Reach<KubernetesRolloutSettings>): Promise<KubeObject> {
    return cluster.read(placeOf(settings));
}

function isMarked(object: KubeObject, release: Release): boolean {
    return templateAnnotations(object)[markKey(release)] === markText(release);
}
