import { Owner } from "../../decision/owner";
import { ApiKeyVendor } from "./vendor";

/**
 * Whose the keys are, in public words: the endpoint, and what else the vendor's row tells.
 *
 * @param management undefined where it is not known yet; what only it tells is left out then
 */
export function ownerOf(vendor: ApiKeyVendor<object>, settings: object, management: string | undefined): Owner {
    const { endpoint } = settings as { endpoint?: unknown };
    const told = Object.entries(vendor.owner?.(settings, management) ?? {});
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
