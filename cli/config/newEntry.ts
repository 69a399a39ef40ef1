import { isReserved, LOCATIONS } from "pulumi-credential-rotation/plain";
import { UserError } from "../exitCodes";
import { checkTimes } from "./schedulePresets";

/** What `init` asks for. */
export interface Wanted {
    name: string;
    kind: string;
    /** IAM user, for `aws-iam-access-key`. */
    user?: string;
    every?: string;
    overlap?: string;
    store: "ssm" | "secretsManager" | "vaultKv";
    /** Prefix in SSM, name of the secret, or mount and path in Vault. */
    path: string;
    /** Access key that exists and is to be taken over. */
    adopt?: string;
    /** Config key of the management key, for API keys. */
    managementKey?: string;
    /** Config key of Datadog's application key. */
    applicationKey?: string;
    /** Tenant of an Entra application. */
    tenantId?: string;
    /** Its application (client) id. */
    clientId?: string;
    /** Email of a service account of Google Cloud. */
    serviceAccount?: string;
    /** Role of PostgreSQL. Default: the name. */
    login?: string;
    /** Database of the application. */
    database?: string;
    /** Host of PostgreSQL, or host and port. Default: the stack's `postgresql:` configuration. */
    server?: string;
    /** Administrator there. Default: `postgres`. */
    adminUser?: string;
    /** Config key of the administrator's password. */
    adminPassword?: string;
}

/** How each store is named by what was asked. */
const STORES: Record<Wanted["store"], (path: string) => Record<string, unknown>> = {
    ssm: (prefix) => ({ ssm: { prefix } }),
    secretsManager: (name) => ({ secretsManager: { name } }),
    vaultKv: (path) => ({ vaultKv: { path } }),
};

/** The option that names a place in each store. */
const OPTIONS: Record<Wanted["store"], string> = { ssm: "--ssm", secretsManager: "--secret", vaultKv: "--vault" };

/** @throws UserError where nothing can be published there */
export function checkPlace(store: Wanted["store"], path: string): void {
    const { fits, expected } = LOCATIONS[store];
    const given = `${OPTIONS[store]}: ${JSON.stringify(path)}`;
    if (!fits(path)) throw new UserError(`${given}; expected ${expected}`);
    if (store === "ssm" && isReserved(path))
        throw new UserError(`${given}; AWS reserves names that begin with aws or ssm`);
}

/** What kinds have that are no API keys. */
const OWN: Record<string, (wanted: Wanted) => Record<string, unknown>> = {
    "aws-iam-access-key": ({ user, adopt }) => iam(user, adopt),
    "static-secret": () => ({}),
    "postgres-login": (wanted) => postgres(wanted),
    "entra-app-secret": ({ kind, managementKey, tenantId, clientId }) => ({
        ...apiKey(kind, managementKey),
        tenantId: needed("--tenant-id", "the tenant's id or its domain", tenantId),
        clientId: needed("--client-id", "the application (client) id", clientId),
    }),
    "gcp-service-account-key": ({ kind, managementKey, serviceAccount }) => ({
        ...apiKey(kind, managementKey),
        serviceAccount: needed("--service-account", "the email of the service account", serviceAccount),
    }),
    "datadog-api-key": ({ kind, managementKey, applicationKey }) => ({
        ...apiKey(kind, managementKey),
        applicationKey: inConfig("--application-key", kind, applicationKey),
    }),
};

/** The entry of `rotation:credentials` for it. @throws UserError that names what is missing */
export function newEntry(wanted: Wanted): { name: string } & Record<string, unknown> {
    const { name, kind, every, overlap, store, path, managementKey } = wanted;
    checkName(name);
    checkPlace(store, path);
    checkTimes(wanted);
    const own = OWN[kind]?.(wanted) ?? apiKey(kind, managementKey);
    return {
        kind,
        name,
        ...own,
        ...(every ? { every } : {}),
        ...(overlap ? { overlap } : {}),
        stores: [STORES[store](path)],
    };
}

/** @throws UserError where no credential can be called like this */
export function checkName(name: string): void {
    if (/^[A-Za-z0-9_.-]{1,100}$/.test(name)) return;
    throw new UserError(`--name: ${JSON.stringify(name)}; expected letters, digits and any of "_.-"`);
}

/** Without a server the stack's `postgresql:` configuration, or libpq's variables, say where it is. */
function postgres({ name, kind, login = name, database, server, adminUser, adminPassword }: Wanted) {
    if (!database) throw new UserError("--database is missing; expected the database that the application uses");
    if (!server) return { login, database };
    const [, host, port] = /^(\[[^\]]+\]|[^:]+)(?::(\d{1,5}))?$/.exec(server) ?? [];
    if (!host)
        throw new UserError(`--server: ${JSON.stringify(server)}; expected a host, or host and port like db:5433`);
    return {
        login,
        database,
        server: {
            host: host.replace(/^\[|\]$/g, ""),
            ...(port ? { port: Number(port) } : {}),
            ...(adminUser ? { username: adminUser } : {}),
            password: inConfig("--admin-password", kind, adminPassword),
        },
    };
}

function iam(user: string | undefined, adopt: string | undefined): Record<string, unknown> {
    if (!user) throw new UserError("--user is missing; expected the name of an IAM user that exists");
    // Its secret is not known here, so it is published by nobody: it stays valid while consumers move to a new one.
    return { user, ...(adopt ? { adopt: { accessKeyId: adopt, as: "previous" } } : {}) };
}

function apiKey(kind: string, managementKey: string | undefined): Record<string, unknown> {
    return { managementKey: inConfig("--management-key", kind, managementKey) };
}

function needed(option: string, expected: string, value: string | undefined): string {
    if (value) return value;
    throw new UserError(`${option} is missing; expected ${expected}`);
}

function inConfig(option: string, kind: string, key: string | undefined): { config: string } {
    if (key && looksLikeSecret(key)) {
        throw new UserError(
            `${option}: a text of ${key.length} characters that looks like the secret itself (it is not shown); expected the ` +
                `name of a config key, like mySecret, set with pulumi config set --secret. Replace that secret, for the shell remembers it`,
        );
    }
    if (key) return { config: key };
    throw new UserError(`${option} is missing; expected a config key, set with pulumi config set --secret (${kind})`);
}

/** True for what the vendors' keys look like, and for what no config key is called. It would stand in the stack's file in plain text. */
function looksLikeSecret(text: string): boolean {
    const digits = text.match(/\d/g)?.length ?? 0;
    return /^[sr]k_(live|test)_|^SG\.|[^\w.:-]/.test(text) || (text.length >= 32 && digits >= 3);
}
