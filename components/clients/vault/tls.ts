import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import type { Environment, VaultSettings } from "./vaultSettings";

/** How a connection to Vault is encrypted, as Node.js takes it. Nothing where the system's certificates are enough. */
export interface VaultTls {
    /** Certificates in PEM that sign Vault's own. */
    ca?: string | string[];
    /** Certificate in PEM that is shown to Vault. */
    cert?: string;
    /** Its key in PEM. */
    key?: string;
    /** Name that Vault's certificate is to have, where it is not that of the address. */
    servername?: string;
    /** False where Vault's certificate is taken as it comes. */
    rejectUnauthorized?: boolean;
}

/**
 * Reads certificates and keys for one run.
 *
 * @throws Error that names the setting, where a file cannot be read or half of a pair is missing
 */
export function tlsOf(settings: VaultSettings, { config, env }: Environment): VaultTls {
    const auth = clientAuth(config("vault:clientAuth"));
    const caFile = settings.caCertFile ?? config("vault:caCertFile") ?? env.VAULT_CACERT;
    const caDir = settings.caCertDir ?? config("vault:caCertDir") ?? env.VAULT_CAPATH;
    const certFile = settings.clientCertFile ?? auth.certFile ?? env.VAULT_CLIENT_CERT;
    const keyFile = settings.clientKeyFile ?? auth.keyFile ?? env.VAULT_CLIENT_KEY;
    const servername = settings.tlsServerName ?? config("vault:tlsServerName") ?? env.VAULT_TLS_SERVER_NAME;
    if (Boolean(certFile) !== Boolean(keyFile)) {
        const [there, missing] = certFile ? ["certificate", "its key"] : ["key", "its certificate"];
        throw new Error(
            `Vault's client ${there} is set and ${missing} is not; set both clientCertFile and clientKeyFile, config ` +
                `vault:clientAuth, or the environment's VAULT_CLIENT_CERT and VAULT_CLIENT_KEY`,
        );
    }
    const ca = certificates(env.VAULT_CACERT_BYTES, caFile, caDir);
    return {
        ...(ca ? { ca } : {}),
        ...(certFile ? { cert: pem("clientCertFile", certFile) } : {}),
        ...(keyFile ? { key: pem("clientKeyFile", keyFile) } : {}),
        ...(servername ? { servername } : {}),
        ...(skips(settings, { config, env }) ? { rejectUnauthorized: false } : {}),
    };
}

/** As the `vault` command does: a text goes before a file, a file before a folder. */
function certificates(text: string | undefined, file: string | undefined, folder: string | undefined) {
    if (text) return text;
    if (file) return pem("caCertFile", file);
    if (!folder) return undefined;
    const all = readable("caCertDir", folder, () =>
        readdirSync(folder, { withFileTypes: true })
            .filter((entry) => !entry.isDirectory())
            .map((entry) => readFileSync(path.join(folder, entry.name), "utf8")),
    ).filter((one) => one.includes("-----BEGIN CERTIFICATE-----"));
    if (all.length > 0) return all;
    throw new Error(`Vault's caCertDir ${JSON.stringify(folder)} holds no certificate; expected files in PEM`);
}

function pem(field: string, file: string): string {
    return readable(field, file, () => readFileSync(file, "utf8"));
}

function readable<T>(field: string, place: string, read: () => T): T {
    try {
        return read();
    } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? "unreadable";
        throw new Error(`Vault's ${field} ${JSON.stringify(place)} cannot be read (${code}); expected PEM`);
    }
}

/** The provider's `clientAuth`, as the configuration holds it. */
function clientAuth(text: string | undefined): { certFile?: string; keyFile?: string } {
    if (!text) return {};
    try {
        return (JSON.parse(text) as { certFile?: string; keyFile?: string } | null) ?? {};
    } catch {
        throw new Error(`config vault:clientAuth is not JSON; expected { "certFile": "…", "keyFile": "…" }`);
    }
}

function skips({ skipTlsVerify }: VaultSettings, { config, env }: Environment): boolean {
    const told = skipTlsVerify ?? config("vault:skipTlsVerify") ?? env.VAULT_SKIP_VERIFY ?? "";
    return /^(1|t|true)$/i.test(String(told).trim());
}
