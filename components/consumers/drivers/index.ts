import { ConsumerDriver } from "../contract";
import { ecsServiceDriver } from "./ecsService";
import { externalSecret } from "./externalSecret";
import { kubernetesRollout } from "./kubernetesRollout";

/** The table of drivers, by `sort`. Each loads what is large where it first needs it, for many programs need none of it. */
export const drivers: Record<string, () => ConsumerDriver<never>> = {
    "kubernetes-rollout": () => kubernetesRollout,
    "ecs-service": () => ecsServiceDriver,
    "external-secret": () => externalSecret,
};
