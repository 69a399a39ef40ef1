/** A request to Vault that failed. Holds neither token nor data: only Vault's own words, which never quote either. */
export class VaultError extends Error {
    constructor(
        message: string,
        /** Status of the answer; undefined if there was none. */
        readonly status: number | undefined,
        /** What Vault said, line by line. */
        readonly said: string[] = [],
    ) {
        super(message);
        this.name = "VaultError";
    }

    /** True if Vault said something like that. */
    says(pattern: RegExp): boolean {
        return this.said.some((line) => pattern.test(line));
    }
}

/** True for failures that may pass: no answer, too many requests, a server in trouble. A sealed Vault stays sealed. */
export function isTransient(error: unknown): boolean {
    if (!(error instanceof VaultError)) return false;
    if (error.says(/sealed/i)) return false;
    return error.status === undefined || error.status === 429 || error.status >= 500;
}

/** True where Vault may have done what it was asked to, although it did not say so. */
export function outcomeUnknown(error: unknown): boolean {
    return error instanceof VaultError && (error.status === undefined || error.status >= 500) && !error.says(/sealed/i);
}
