import * as rotation from "pulumi-credential-rotation";
import type { StoreEntry } from "./commonFields";
import { extensions } from "./extensions";
import { refusePlainKey, secretReader, secretValue } from "./secret";

type Stores = Required<StoreEntry>;

/** How each entry becomes a store of the package. */
const make: { [K in keyof Stores]: (entry: Stores[K]) => rotation.Store } = {
    ssm: (entry) => new rotation.SsmParameters(entry),
    secretsManager: (entry) => new rotation.SecretsManagerSecret(entry),
    vaultKv: (entry) => {
        const { config } = entry.tokenFrom ?? {};
        if (config !== undefined) refusePlainKey("stores.vaultKv.tokenFrom.config", config);
        return new rotation.VaultKv(entry);
    },
    kubernetesSecret: ({ kubeconfig: given, ...entry }) => {
        const kubeconfig = given === undefined ? undefined : secretValue("stores.kubernetesSecret.kubeconfig", given);
        return new rotation.KubernetesSecret({ ...entry, kubeconfig });
    },
    gcpSecretManager: (entry) => {
        const managementKey = secretValue("stores.gcpSecretManager.managementKey", entry.managementKey);
        return new rotation.GcpSecretManager({ ...entry, managementKey });
    },
    azureKeyVault: (entry) => {
        const managementKey = secretValue("stores.azureKeyVault.managementKey", entry.managementKey);
        return new rotation.AzureKeyVault({ ...entry, managementKey });
    },
    githubActions: (entry) => {
        const token = secretValue("stores.githubActions.token", entry.token);
        return new rotation.GitHubActionsSecrets({ ...entry, token });
    },
};

/** What a checked entry is to the package. */
export function storeOf(entry: StoreEntry): rotation.Store {
    const [type, fields] = Object.entries(entry)[0] as [keyof Stores, never];
    const added = extensions().stores[type];
    if (added !== undefined) return added.make(fields, secretReader(`stores.${type}`));
    return (make[type] as (fields: never) => rotation.Store)(fields);
}
