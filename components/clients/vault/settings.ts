import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import * as path from "node:path";
import { redactUrl } from "../../shared/redactUrl";
import { tlsOf, VaultTls } from "./tls";

/** Where a token is looked up in each run; exactly one of these. */
export interface VaultTokenSource {
    /** Name of an environment variable. */
    env?: string;
    /** Key of the stack's configuration with its namespace, for example `myapp:vaultToken`; set it with --secret. */
    config?: string;
    /** File that holds the token, as Vault Agent's sink writes one. */
    file?: string;
    /** True where none is sent: a Vault Agent or Proxy at the address adds its own (`use_auto_auth_token`). */
    autoAuth?: boolean;
}

/** How Vault is reached. Public: it may stand in the state. The token never does. */
export interface VaultSettings {
    /** Address, like `https://vault.internal:8200`. Default: config `vault:address`, else VAULT_ADDR. */
    address?: string;
    /** Namespace (Vault Enterprise, OpenBao). Default: config `vault:namespace`, else VAULT_NAMESPACE. */
    namespace?: string;
    /** File with the certificates (PEM) that sign Vault's own. Default: config `vault:caCertFile`, else VAULT_CACERT, else the system's. */
    caCertFile?: string;
    /** Where the token is looked up. Default: config `vault:token`, else VAULT_TOKEN, else the file `~/.vault-token`. */
    tokenFrom?: VaultTokenSource;
    /** Allow `http://` to another machine, where a mesh or a tunnel encrypts. Default: false. */
    plainHttp?: boolean;
    /** Folder with such files. Default: config `vault:caCertDir`, else VAULT_CAPATH. */
    caCertDir?: string;
    /** File with the certificate (PEM) that is shown to Vault. Default: config `vault:clientAuth`, else VAULT_CLIENT_CERT. */
    clientCertFile?: string;
    /** File with its key (PEM). Default: config `vault:clientAuth`, else VAULT_CLIENT_KEY. */
    clientKeyFile?: string;
    /** Name in Vault's certificate, where the address has another. Default: config `vault:tlsServerName`, else VAULT_TLS_SERVER_NAME. */
    tlsServerName?: string;
    /** Take any certificate: whoever stands in between gets the token. Default: config `vault:skipTlsVerify`, else VAULT_SKIP_VERIFY, else false. */
    skipTlsVerify?: boolean;
}

/** A Vault as it is asked. */
export interface VaultConnection {
    address: string;
    namespace?: string;
    /** Undefined where an agent at the address adds its own. */
    token?: string;
    tls: VaultTls;
    /** Plain `http://` is allowed to other machines. */
    plainHttp?: boolean;
}

/** What is looked up when a request is made, and never written down. */
export interface Environment {
    /** The stack's configuration, by full key. */
    config(key: string): string | undefined;
    env: NodeJS.ProcessEnv;
}

/**
 * Finds address and token for one run.
 *
 * @throws Error that says what is missing and where it could be set
 */
export function connectToVault(settings: VaultSettings, { config, env }: Environment): VaultConnection {
    const agent = env.VAULT_PROXY_ADDR || env.VAULT_AGENT_ADDR;
    const address = settings.address ?? config("vault:address") ?? (agent || env.VAULT_ADDR);
    if (!address) {
        throw new Error(`Vault's address is not known; set config vault:address or the environment's VAULT_ADDR`);
    }
    checkAddress(address, settings.plainHttp);
    const namespace = settings.namespace ?? config("vault:namespace") ?? env.VAULT_NAMESPACE;
    const token = tokenOf(settings.tokenFrom, { config, env }, address === agent);
    return {
        address: address.replace(/\/+$/, ""),
        ...(token === undefined ? {} : { token }),
        ...(namespace ? { namespace } : {}),
        ...(settings.plainHttp ? { plainHttp: true } : {}),
        tls: tlsOf(settings, { config, env }),
    };
}

/** @throws Error when the address is none, or would send the token through the network in plain text */
export function checkAddress(address: string, plainHttp = false): void {
    const local = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?\/*$/.test(address);
    if (local || /^https:\/\/[^/?#@\s]+\/*$/.test(address)) return;
    if (plainHttp && /^http:\/\/[^/?#@\s]+\/*$/.test(address)) return;
    throw new Error(
        `Vault's address is ${redactUrl(address)}; expected one like "https://vault.internal:8200" (http:// only to this ` +
            `machine itself, or with plainHttp: true, for the token would go through the network in plain text)`,
    );
}

/** @param mayLack true where the address is that of an agent, which may add a token of its own */
function tokenOf(source: VaultTokenSource | undefined, around: Environment, mayLack: boolean): string | undefined {
    if (source?.autoAuth) return undefined;
    const { found, where } = lookedUp(source, around);
    const token = found?.trim();
    if (!token && mayLack && source === undefined) return undefined;
    if (!token) {
        throw new Error(
            `there is no Vault token in ${where}; log in to Vault first, and put its token there, or set tokenFrom: ` +
                `{ autoAuth: true } where a Vault Agent at the address adds its own`,
        );
    }
    if (/[^\x21-\x7e]/.test(token)) throw new Error(`what stands in ${where} is no Vault token; it is not shown`);
    return token;
}

function lookedUp(source: VaultTokenSource | undefined, { config, env }: Environment) {
    if (source?.env) return { found: env[source.env], where: `the environment's ${source.env}` };
    if (source?.config) return { found: config(source.config), where: `config ${source.config}` };
    if (source?.file) return { found: contents(source.file), where: `the file ${source.file}` };
    const found =
        config("vault:token") ?? env.VAULT_TOKEN ?? contents(path.join(env.HOME ?? homedir(), ".vault-token"));
    return { found, where: `config vault:token, the environment's VAULT_TOKEN or ~/.vault-token` };
}

function contents(file: string): string | undefined {
    try {
        return readFileSync(file, "utf8");
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
    }
}
