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
    ) {
        super(message);
        this.name = "VendorError";
    }
}

/** True for failures that may pass: no answer, too many requests, a server in trouble. */
export function mayPass(error: unknown): boolean {
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
