import type { Cluster, KubeConfig } from "@kubernetes/client-node";
import { proxyFor } from "../network";
import { loadClient } from "./loadClient";
import { ClusterSettings } from "./settings";

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
    return throughProxy(config, cluster);
}

/** The library knows the proxy that a kubeconfig names, and not that of the environment, which kubectl obeys. */
function throughProxy(config: KubeConfig, cluster: Cluster): KubeConfig {
    // The library says what is wrong with an address that is none.
    const own = cluster.proxyUrl !== undefined || !URL.canParse(cluster.server);
    const proxy = own ? undefined : proxyFor(new URL(cluster.server));
    if (proxy === undefined) return config;
    config.clusters = config.getClusters().map((one) => (one === cluster ? { ...one, proxyUrl: proxy.href } : one));
    return config;
}
