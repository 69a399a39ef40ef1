/** Whether the vendor did what it was asked to: it did not, or nobody knows. */
export type Acted = "no" | "unknown";

/** A call to a vendor that failed. Carries no secret: neither request nor answer are kept, only what is named here. */
export class VendorError extends Error {
    constructor(
        message: string,
        /** Status of the answer; undefined if there was none. */
        readonly status: number | undefined,
        /** `unknown` where the call may have had its effect all the same: no answer, or one of a server in trouble. */
        readonly acted: Acted,
        /** False where the answer is not in the vendor's form: something on the way gave it, and it says nothing of a key. */
        readonly isVendors = true,
    ) {
        super(message);
        this.name = "VendorError";
    }

    /** That of another copy of the package is one too: an extension may bring its own. */
    static override [Symbol.hasInstance](value: unknown): boolean {
        return value instanceof Error && value.name === "VendorError" && "acted" in value;
    }
}

/** True for failures that may pass: no answer, too many requests, a server in trouble. */
export function isTransient(error: unknown): boolean {
    if (!(error instanceof VendorError)) return false;
    return error.status === undefined || error.status === 409 || error.status === 429 || error.status >= 500;
}

/** Takes secrets out of a text that somebody else wrote, and cuts it to a length that a person reads. */
export function scrub(text: string, secrets: string[]): string {
    const hidden = secrets
        .filter((secret) => secret.length >= 4)
        .reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text);
    return hidden.replace(/\s+/g, " ").trim().slice(0, 300);
}

/**
 * What a creation looks up before it asks for a key. However that fails, nothing was made.
 *
 * @throws VendorError with `acted: "no"`
 */
export async function beforehand<T>(look: () => T | Promise<T>): Promise<T> {
    try {
        return await look();
    } catch (error) {
        const status = error instanceof VendorError ? error.status : undefined;
        throw new VendorError(error instanceof Error ? error.message : "unknown failure", status, "no");
    }
}

/**
 * Reads the answer to a creation that the vendor called a success. Where it cannot be read, a key stands there all the same.
 *
 * @throws VendorError with `acted: "unknown"`
 */
export function madeOf<T>(read: () => T): T {
    try {
        return read();
    } catch (error) {
        if (error instanceof VendorError) throw error;
        throw new VendorError(error instanceof Error ? error.message : "unknown failure", 200, "unknown");
    }
}

/** True where whoever asked is not let in: with a newer secret it may be. */
export function isRefused(error: unknown): boolean {
    return error instanceof VendorError && [401, 403].includes(error.status ?? 0);
}

/** A key that the vendor does not know any more is gone; every other failure is one. @throws it */
export function ignoreNotFound(error: unknown): undefined {
    if (error instanceof VendorError && error.status === 404 && error.isVendors) return undefined;
    throw error;
}
