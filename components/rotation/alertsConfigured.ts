import * as pulumi from "@pulumi/pulumi";

const SENDS_NOTHING = /^\s*(\[\s*\]|\{\s*\}|null|)\s*$/;

/**
 * True if the stack's config (`rotation:alerts`) says whom to alert. Only this is registered, for a policy pack cannot
 * read the config; what stands there may be secret.
 */
export function alertsAreSet(): boolean {
    const alerts = pulumi.runtime.getConfig("rotation:alerts");
    return alerts !== undefined && !SENDS_NOTHING.test(alerts);
}
