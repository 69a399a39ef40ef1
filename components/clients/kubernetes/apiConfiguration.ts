import type { Configuration, KubeConfig } from "@kubernetes/client-node";
import { loadClient } from "./loadClient";

/** Time after which a call that brought no answer counts as failed. */
const TIMEOUT_MS = 10_000;

/** How the library calls: each call has a time limit, and each patch is of this type. */
export async function apiConfiguration(config: KubeConfig, patchType: string): Promise<Configuration> {
    const { createConfiguration, ServerConfiguration } = await loadClient();
    return createConfiguration({
        baseServer: new ServerConfiguration(config.getCurrentCluster()?.server ?? "", {}),
        authMethods: { default: config },
        promiseMiddleware: [
            {
                pre: async (request) => {
                    request.setSignal(AbortSignal.timeout(TIMEOUT_MS));
                    if (request.getHttpMethod() === "PATCH") request.setHeaderParam("Content-Type", patchType);
                    return request;
                },
                post: async (response) => response,
            },
        ],
    });
}
