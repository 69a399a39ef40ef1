/**
 * Checks for the authors of extensions, for any test runner. Imported as `pulumi-credential-rotation/testing`.
 *
 * @packageDocumentation
 */
export { checkVendor, type VendorCheck } from "./checkVendor";
export type { Finding } from "./findings";
