import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import * as path from "node:path";
import { redactUrl } from "../../shared/redactUrl";
import { tlsOf, VaultTls } from "./tls";
import { Environment, VaultSettings, VaultTokenSource } from "./vaultSettings";

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
