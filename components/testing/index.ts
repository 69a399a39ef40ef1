/**
 * Checks for the authors of extensions, for any test runner. Imported as `pulumi-credential-rotation/testing`.
 *
 * @packageDocumentation
 */
export { checkConsumer, type ConsumerCheck } from "./checkConsumer";
export { checkStore, type StoreCheck } from "./checkStore";
export { checkVendor, type VendorCheck } from "./checkVendor";
export type { Finding } from "./findings";
