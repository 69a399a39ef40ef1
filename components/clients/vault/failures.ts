import { VaultError } from "./errors";
import { sendToVault } from "./http";
import { VaultConnection } from "./settings";

/**
 * Turns what Vault answered into a sentence with a way out. A refusal is looked into: older servers say "permission
 * denied" of a token that has expired and of a policy alike.
 *
 * @param doing what was tried, for example `write secret/myapp/db`
 */
export async function describeVaultError(
    error: unknown,
    reach: VaultConnection | undefined,
    doing: string,
): Promise<Error> {
    if (!(error instanceof VaultError)) {
        return new Error(`Vault: could not ${doing}: ${error instanceof Error ? error.message : "unknown failure"}`);
    }
    return new Error(`Vault: could not ${doing}: ${error.message}. ${await hint(error, reach)}`);
}

async function hint(error: VaultError, reach: VaultConnection | undefined): Promise<string> {
    const { status } = error;
    if (/not Vault's/.test(error.message))
        return "Something else answers at Vault's address: check it, and what stands between";
    if (status === undefined) return "Check the network and Vault's address, and run again";
    if (error.says(/sealed/i)) return "Vault is sealed: unseal it, and run again";
    if (status === 403) {
        const gone = "The token is expired, revoked or of another Vault: log in again, and run again";
        if (error.says(/invalid token/i)) return gone;
        const allow = "its policies do not allow this; vaultRotatorPolicy() emits one that does";
        return reach && (await tokenWorks(reach)) ? `The token works, but ${allow}` : `${gone}; or ${allow}`;
    }
    if (status >= 300 && status < 400) {
        return "A standby names another node, where the token is not sent in plain text: set the address to the active node's, or let the standbys forward requests";
    }
    if (status === 404) return "There is no such secrets engine; enable it, or correct the path";
    if (status === 429) return "Vault asks to wait; run again later";
    if (status >= 500) return "Vault is in trouble; run again later";
    return "";
}

async function tokenWorks(reach: VaultConnection): Promise<boolean> {
    try {
        const { status } = await sendToVault(reach, { method: "GET", path: "auth/token/lookup-self", timeoutMs: 5000 });
        return status === 200;
    } catch {
        return false;
    }
}
