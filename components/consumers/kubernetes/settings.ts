import type { KubeConfig } from "@kubernetes/client-node";
import * as pulumi from "@pulumi/pulumi";
import { loadClient } from "./load";

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

/** What the library falls back to where it found nothing; never a cluster of anybody's. */
const NOWHERE = "http://localhost:8080";

/** Reads the kubeconfig that the settings mean. @throws Error that tells nothing of its content */
export async function kubeconfigOf(settings: ClusterSettings, text: string | undefined): Promise<KubeConfig> {
    const { KubeConfig } = await loadClient();
    const config = new KubeConfig();
    const { kubeconfigFile, inCluster, context } = settings;
    try {
        if (text) config.loadFromString(text);
        else if (kubeconfigFile) config.loadFromFile(kubeconfigFile);
        else if (inCluster) config.loadFromCluster();
        else config.loadFromDefault();
    } catch {
        const what = text ? "the kubeconfig that was given" : `the kubeconfig ${kubeconfigFile ?? "of this machine"}`;
        throw new Error(
            `${what} cannot be read: expected YAML or JSON of kind Config with a cluster, a user and a context`,
        );
    }
    if (inCluster && !process.env.KUBERNETES_SERVICE_HOST) {
        throw new Error(`inCluster: true, but this run is in no pod: KUBERNETES_SERVICE_HOST is not set`);
    }
    if (context) {
        const names = config.getContexts().map(({ name }) => name);
        if (!names.includes(context)) {
            const known = names.join(", ") || "none";
            throw new Error(`context: ${JSON.stringify(context)}; the kubeconfig has ${known}`);
        }
        config.setCurrentContext(context);
    }
    const cluster = config.getCurrentCluster();
    if (!cluster || cluster.server === NOWHERE) {
        throw new Error(
            `no cluster is named: set kubeconfig, kubeconfigFile or inCluster, or a current context in $KUBECONFIG`,
        );
    }
    return config;
}
