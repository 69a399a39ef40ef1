import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import * as path from "node:path";
import { shownAddress } from "../address";

/** Where a token is looked up in each run; exactly one of these. */
export interface VaultTokenSource {
    /** Name of an environment variable. */
    env?: string;
    /** Key of the stack's configuration with its namespace, for example `myapp:vaultToken`; set it with --secret. */
    config?: string;
    /** File that holds the token, as Vault Agent's sink writes one. */
    file?: string;
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
}

/** A Vault as it is asked. */
export interface Reach {
    address: string;
    namespace?: string;
    /** Certificates in PEM. */
    ca?: string;
    token: string;
}

/** What is looked up when a request is made, and never written down. */
export interface Surroundings {
    /** The stack's configuration, by full key. */
    config(key: string): string | undefined;
    env: NodeJS.ProcessEnv;
}

/**
 * Finds address and token for one run.
 *
 * @throws Error that says what is missing and where it could be set
 */
export function reachVault(settings: VaultSettings, { config, env }: Surroundings): Reach {
    const address = settings.address ?? config("vault:address") ?? env.VAULT_ADDR;
    if (!address) {
        throw new Error(`Vault's address is not known; set config vault:address or the environment's VAULT_ADDR`);
    }
    checkAddress(address, settings.plainHttp);
    const caCertFile = settings.caCertFile ?? config("vault:caCertFile") ?? env.VAULT_CACERT;
    const namespace = settings.namespace ?? config("vault:namespace") ?? env.VAULT_NAMESPACE;
    return {
        address: address.replace(/\/+$/, ""),
        token: tokenOf(settings.tokenFrom, { config, env }),
        ...(namespace ? { namespace } : {}),
        ...(caCertFile ? { ca: readFileSync(caCertFile, "utf8") } : {}),
    };
}

/** @throws Error when the address is none, or would send the token through the network in plain text */
export function checkAddress(address: string, plainHttp = false): void {
    const local = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?\/*$/.test(address);
    if (local || /^https:\/\/[^/?#@\s]+\/*$/.test(address)) return;
    if (plainHttp && /^http:\/\/[^/?#@\s]+\/*$/.test(address)) return;
    throw new Error(
        `Vault's address is ${shownAddress(address)}; expected one like "https://vault.internal:8200" (http:// only to this ` +
            `machine itself, or with plainHttp: true, for the token would go through the network in plain text)`,
    );
}

function tokenOf(source: VaultTokenSource | undefined, { config, env }: Surroundings): string {
    const { found, where } = lookedUp(source, { config, env });
    const token = found?.trim();
    if (!token) throw new Error(`there is no Vault token in ${where}; log in to Vault first, and put its token there`);
    if (/[^\x21-\x7e]/.test(token)) throw new Error(`what stands in ${where} is no Vault token; it is not shown`);
    return token;
}

function lookedUp(source: VaultTokenSource | undefined, { config, env }: Surroundings) {
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
