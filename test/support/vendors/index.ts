export { startCloudflare, type CloudflareDouble } from "./cloudflare";
export { uses, vendorConsumer, type Use } from "./consumer";
export { startDatadog, type DatadogDouble } from "./datadog";
export { startFront, type Front } from "./front";
export { newKey, startSendGrid, type SendGridDouble } from "./sendgrid";
export { startStripe, type StripeDouble, type StripeOptions } from "./stripe";
export { type Fault, type FaultKind, type FaultSpec } from "./server/faults";
export { type Delays, type Key, type Keyring } from "./server/keyring";
export { type Contract, type Operation, startVendor, type Vendor } from "./server/vendor";
