import { cloudflare } from "./cloudflare";
import { datadog } from "./datadog";
import { sendgrid } from "./sendgrid";
import { stripe } from "./stripe";

/** The table of vendors: who makes, verifies and retires keys. */
export const vendors = {
    stripe,
    sendgrid,
    datadog,
    cloudflare,
};
