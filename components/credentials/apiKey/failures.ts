import { VendorError } from "../../clients/http/errors";

/** Turns what a vendor answered into a sentence with a way out. Nothing of the request is in it. */
export function describeVendorError(error: unknown, title: string, doing: string): Error {
    if (!(error instanceof VendorError)) {
        return new Error(`${title}: could not ${doing}: ${error instanceof Error ? error.message : "unknown failure"}`);
    }
    return new Error(`${title}: could not ${doing}: ${error.message}${hint(error)}`);
}

function hint({ status, acted }: VendorError): string {
    if (status === undefined && acted === "no") return "";
    if (status === undefined) return `. Check the network and the endpoint, and run again`;
    if (status === 401)
        return `. The vendor does not accept the management key: it is wrong, expired or of another account`;
    if (status === 403)
        return `. The management key lacks a permission for this; the vendor's page in docs says which it needs`;
    if (status === 429) return `. The vendor asks to wait; run again later`;
    if (status >= 500) return `. The vendor is in trouble; run again later`;
    return "";
}
