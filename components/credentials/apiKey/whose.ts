import { Whose } from "../../rotation/owner";
import { ApiKeyVendor } from "./contract";

/**
 * Whose the keys are, in public words: the endpoint, and what else the vendor's row tells.
 *
 * @param management undefined where it is not known yet; what only it tells is left out then
 */
export function whoseOf(vendor: ApiKeyVendor<object>, settings: object, management: string | undefined): Whose {
    const { endpoint } = settings as { endpoint?: unknown };
    const told = Object.entries(vendor.whose?.(settings, management) ?? {});
    return {
        ...(typeof endpoint === "string" ? { endpoint: normal(endpoint) } : {}),
        ...Object.fromEntries(told.map(([field, value]) => [field, value ?? null])),
    };
}

/** The same address, however it is written. */
function normal(endpoint: string): string {
    try {
        return new URL(endpoint).href.replace(/\/+$/, "");
    } catch {
        return endpoint;
    }
}
