import { ConsumerDriver } from "../consumer";
import { acknowledgeDriver } from "./acknowledge";
import { ecsServiceDriver } from "./ecsService";
import { externalSecret } from "./externalSecret";
import { kubernetesRollout } from "./kubernetesRollout";
import { vaultAgentDriver } from "./vaultAgent";
import { webhookDriver } from "./webhook";

/** The table of drivers, by `type`. Each loads what is large where it first needs it, for many programs need none of it. */
export const drivers: Record<string, () => ConsumerDriver<never>> = {
    "kubernetes-rollout": () => kubernetesRollout,
    "ecs-service": () => ecsServiceDriver,
    "external-secret": () => externalSecret,
    webhook: () => webhookDriver,
    "vault-agent": () => vaultAgentDriver,
    acknowledge: () => acknowledgeDriver,
};
