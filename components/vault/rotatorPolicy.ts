import { Store } from "../stores/store";
import { formatRules, VaultRule } from "./rules";

/** What the rotating token is to be allowed. */
export interface VaultRotatorPolicyArgs {
    /** Stores that it publishes to; those outside Vault add nothing. Default: none. */
    stores?: Store[];
}

/** How a run tells a token that has expired from a policy that denies. */
const SELF: VaultRule = { path: "auth/token/lookup-self", capabilities: ["read"] };

/**
 * The least that the rotating token needs, as a policy in Vault's own language: exactly the paths under which
 * credentials are published, and nothing of others. Which engine a path belongs to Vault tells everybody who may use it.
 */
export function vaultRotatorPolicy({ stores = [] }: VaultRotatorPolicyArgs): string {
    return formatRules([SELF, ...stores.flatMap((store) => store.vaultRules?.() ?? [])]);
}
