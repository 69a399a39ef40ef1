import type * as pulumi from "@pulumi/pulumi";
import { After, namesOf } from "../ordering";
import { requirePlain } from "../../shared/plainArgs";
import { Confirmation, Consumer, ConsumerDriver, Release } from "../consumer";
import { ConsumerAccess } from "../../shared/consumerAccess";
import { Cluster, clusterOf, KubeObject, ObjectPlace, settling } from "../../clients/kubernetes/cluster";
import { judgeRollout, obstacle, templateAnnotations, Workload, WORKLOADS } from "../kubernetes/rollout";
import { ClusterArgs, clusterSettings, ClusterSettings } from "../../clients/kubernetes/settings";
import { isRemoved, MAX_RESTARTS, noteOf, noteText, templateOwner } from "../kubernetes/annotationRemoved";
import { releaseAnnotationKey, releaseAnnotationText } from "../releaseAnnotation";

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
    readonly type = "kubernetes-rollout";
    readonly name: string;
    readonly settings: KubernetesRolloutSettings;
    readonly secret?: pulumi.Input<string>;
    readonly deadline?: string;
    readonly after?: string[];

    constructor(args: KubernetesRolloutArgs) {
        requirePlain("KubernetesRollout", args, ["kubeconfig"]);
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
 *
 * An operator may put the template back. So the workload itself carries an annotation too: how often it was restarted for
 * the release, and that the rollout ended. At that moment no older pod was left, so whatever pods come later are newer.
 */
export const kubernetesRollout: ConsumerDriver<KubernetesRolloutSettings> = {
    type: "kubernetes-rollout",
    title,

    async refresh(reach, release) {
        const cluster = await clusterOf(reach);
        const object = await readWorkload(cluster, reach);
        const hindrance = obstacle(reach.settings.workload, object);
        if (hindrance) throw new Error(`${title(reach.settings)} cannot be restarted: ${hindrance}`);
        if (isMarked(object, release)) return;
        const restarts = restartsOf(object, release);
        if (restarts >= MAX_RESTARTS) throw new Error(enough(reach.settings, object, release));
        await cluster.patch(placeOf(reach.settings), {
            metadata: { annotations: noteText(release, { restarts: restarts + 1 }) },
            spec: {
                template: {
                    metadata: { annotations: { [releaseAnnotationKey(release)]: releaseAnnotationText(release) } },
                },
            },
        });
    },

    async confirm(reach, release): Promise<Confirmation> {
        try {
            return judge(reach.settings, await readWorkload(await clusterOf(reach), reach), release);
        } catch (error) {
            return { state: "unknown", detail: (error as Error).message };
        }
    },

    async remember(reach, release) {
        const cluster = await clusterOf(reach);
        await settling(async () => {
            const object = await readWorkload(cluster, reach);
            const { workload } = reach.settings;
            if (!isMarked(object, release) || noteOf(object, release) === "rolled-out") return;
            if (judgeRollout(workload, object).state !== "confirmed") return;
            // With the version that was read, so that the note holds at the moment when it is set.
            const { resourceVersion } = object.metadata;
            const metadata = { annotations: noteText(release, "rolled-out"), resourceVersion };
            await cluster.patch(placeOf(reach.settings), { metadata });
        });
    },
};

function judge(settings: KubernetesRolloutSettings, object: KubeObject, release: Release): Confirmation {
    const rollout = judgeRollout(settings.workload, object);
    if (isMarked(object, release)) return rollout;
    if (!isRemoved(object, release)) return { state: "behind", detail: "its pods were not restarted for it" };
    const who = `${templateOwner(object)} took the annotation ${releaseAnnotationKey(release)} off its pod template`;
    if (noteOf(object, release) === "rolled-out") return { ...rollout, detail: `${rollout.detail}; ${who} afterwards` };
    return { state: "behind", detail: `${who} before its rollout ended, so older pods may be left`, final: true };
}

/** Restarts for the release that somebody undid before their rollout ended. */
function restartsOf(object: KubeObject, release: Release): number {
    const note = noteOf(object, release);
    return isRemoved(object, release) && typeof note === "object" ? note.restarts : 0;
}

function enough(settings: KubernetesRolloutSettings, object: KubeObject, release: Release): string {
    const { workload, namespace, target } = settings;
    const key = releaseAnnotationKey(release);
    return (
        `${title(settings)} is not restarted again: ${templateOwner(object)} took the annotation ${key} off its pod template ` +
        `${MAX_RESTARTS} times. Have it keep that annotation and run kubectl annotate ${workload.toLowerCase()} ${target} ` +
        `-n ${namespace} ${key}-, or set it there to ${JSON.stringify(releaseAnnotationText(release))}; or list a webhook or an ` +
        `acknowledge in place of this consumer`
    );
}

function title({ workload, namespace, target }: KubernetesRolloutSettings): string {
    return `${workload.toLowerCase()} ${target} in namespace ${namespace}`;
}

function placeOf({ workload, namespace, target }: KubernetesRolloutSettings): ObjectPlace {
    return { group: "apps", version: "v1", plural: WORKLOADS[workload].plural, namespace, name: target };
}

function readWorkload(cluster: Cluster, { settings }: ConsumerAccess<KubernetesRolloutSettings>): Promise<KubeObject> {
    return cluster.read(placeOf(settings));
}

function isMarked(object: KubeObject, release: Release): boolean {
    return templateAnnotations(object)[releaseAnnotationKey(release)] === releaseAnnotationText(release);
}
