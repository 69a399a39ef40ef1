import { ApiKeyVendor } from "../vendor";
import { OWN_VENDORS, vendorOfModule } from "../vendorModule";
import { cloudflare } from "./cloudflare";
import { datadog } from "./datadog";
import { entra } from "./entra";
import { sendgrid } from "./sendgrid";
import { stripe } from "./stripe";

/** The table of vendors: who makes, verifies and retires keys. */
export const vendors = {
    stripe,
    sendgrid,
    datadog,
    cloudflare,
    entra,
} satisfies Record<(typeof OWN_VENDORS)[number], ApiKeyVendor<never>>;

/**
 * Finds a vendor by what the state of a key says, without the program that used it.
 *
 * @throws Error that says what to install
 */
export function findVendor(reference: string): ApiKeyVendor<object> {
    const own = (vendors as Record<string, ApiKeyVendor<never> | undefined>)[reference];
    const found = own ?? vendorOfModule(reference);
    if (found !== undefined) return found as ApiKeyVendor<object>;
    throw new Error(
        `this version of the package has no vendor ${JSON.stringify(reference)}, only ${OWN_VENDORS.join(", ")}: install one ` +
            `that has`,
    );
}
