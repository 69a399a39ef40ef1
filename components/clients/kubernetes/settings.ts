import type * as pulumi from "@pulumi/pulumi";

/** How a cluster is reached: public settings, as they stand in the state. */
export interface ClusterSettings {
    kubeconfigFile?: string;
    context?: string;
    inCluster?: boolean;
}

/** How a cluster is reached. Where nothing is said: `$KUBECONFIG`, `~/.kube/config`, or the pod that the run is in. */
export interface ClusterArgs {
    /** Text of a kubeconfig, for example what a cluster in the same stack puts out. Secret. */
    kubeconfig?: pulumi.Input<string>;
    /** Path of a kubeconfig, where the run finds it. */
    kubeconfigFile?: string;
    /** Context in the kubeconfig. Default: its current one. */
    context?: string;
    /** Goes in as the service account of the pod that the run is in. Default: false. */
    inCluster?: boolean;
}

/** The public ones of these settings. @throws Error when more than one way in is named */
export function clusterSettings(who: string, args: ClusterArgs): ClusterSettings {
    const { kubeconfigFile, context, inCluster } = args;
    const ways = (["kubeconfig", "kubeconfigFile", "inCluster"] as const).filter((way) => args[way]);
    if (ways.length > 1) throw new Error(`${who}: ${ways.join(" and ")}; expected one way into the cluster`);
    return {
        ...(kubeconfigFile ? { kubeconfigFile } : {}),
        ...(context ? { context } : {}),
        ...(inCluster ? { inCluster } : {}),
    };
}
