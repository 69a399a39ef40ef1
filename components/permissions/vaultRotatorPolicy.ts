import { Store } from "../stores/store";
import { formatRules, VaultRule } from "../clients/vault/rules";

/** What the rotating token is to be allowed. */
export interface VaultRotatorPolicyArgs {
    /** Stores that it publishes to; those outside Vault add nothing. Default: none. */
    stores?: Store[];
    /** Connections and roles of database engines that the same program manages. Default: none. */
    databases?: ManagedDatabase[];
    /** The provider makes no token of its own (`vault:skipChildToken`). Default: false, as the provider's. */
    skipChildToken?: boolean;
}

/** What a program manages of one database engine. */
export interface ManagedDatabase {
    /** Path of the engine. Default: `database`. */
    mount?: string;
    /** The engine is there already. Default: false: mounting it is allowed, too. */
    existingMount?: boolean;
    /** Name of the connection. */
    connection: string;
    /** Names of its `VaultDatabaseRole`s. */
    roles?: string[];
    /** Names of its `VaultStaticRole`s. */
    staticRoles?: string[];
}

/** How a run tells a token that has expired from a policy that denies. */
const OWN_TOKEN_RULES: VaultRule = { path: "auth/token/lookup-self", capabilities: ["read"] };

/** By default the provider, which manages databases, works with a short-lived token that it makes for itself. */
const CHILD: VaultRule = { path: "auth/token/create", capabilities: ["update"] };

/**
 * The least that the rotating token needs, as a policy in Vault's own language: exactly the paths under which
 * credentials are published, and nothing of others. Which engine a path belongs to Vault tells everybody who may use it.
 */
export function vaultRotatorPolicy(args: VaultRotatorPolicyArgs): string {
    const { stores = [], databases = [], skipChildToken = false } = args;
    const published = stores.flatMap((store) => store.vaultRules?.() ?? []);
    const child = databases.length > 0 && !skipChildToken ? [CHILD] : [];
    return formatRules([OWN_TOKEN_RULES, ...child, ...published, ...databases.flatMap(managing)]);
}

/** Writing connections and roles, and reading none of the logins that come of them. */
function managing(database: ManagedDatabase): VaultRule[] {
    const { mount = "database", existingMount = false, connection, roles = [], staticRoles = [] } = database;
    const paths = [
        `config/${connection}`,
        ...roles.map((role) => `roles/${role}`),
        ...staticRoles.map((role) => `static-roles/${role}`),
    ];
    const all: VaultRule["capabilities"] = ["create", "read", "update", "delete"];
    const mounting: VaultRule[] = [
        { path: "sys/mounts", capabilities: ["read"] },
        { path: `sys/mounts/${mount}`, capabilities: ["create", "read", "update", "delete"] },
        { path: `sys/mounts/${mount}/tune`, capabilities: ["read"] },
    ];
    return [
        ...(existingMount ? [] : mounting),
        ...paths.map((path): VaultRule => ({ path: `${mount}/${path}`, capabilities: all })),
    ];
}
