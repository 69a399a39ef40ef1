import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { text } from "./text";

/** What is said of every secret that is wrong; whoever says it does not show the value. */
export const SECRET_EXPECTED = `expected { config: "<key>" }, where the key was set with pulumi config set --secret <key>`;

/** A secret of an entry: where it stands in the configuration, or itself as an encrypted value. */
export const secret = z.union([text, z.strictObject({ config: text })], { error: SECRET_EXPECTED });

/** A checked secret. */
export type SecretEntry = z.infer<typeof secret>;

/**
 * Reads a secret.
 *
 * @throws Error when there is none under that key, or when it stands in plain text in the stack's file
 */
export function secretValue(field: string, entry: SecretEntry): pulumi.Output<string> {
    if (typeof entry === "string") {
        refusePlain(field, "rotation:credentials", `a secret key of its own, and ${field}: { config: "<key>" }`);
        return pulumi.secret(entry);
    }
    const full = entry.config.includes(":") ? entry.config : `${pulumi.getProject()}:${entry.config}`;
    const [namespace, name] = [full.slice(0, full.indexOf(":")), full.slice(full.indexOf(":") + 1)];
    const found = new pulumi.Config(namespace).getSecret(name);
    if (found === undefined)
        throw new Error(`${field}: there is no config ${full}; set it with pulumi config set --secret ${full}`);
    refusePlain(field, full, `pulumi config set --secret ${full}`);
    return found;
}

/** The SDK has it, and leaves it out of its types. */
const { isConfigSecret } = pulumi.runtime as unknown as { isConfigSecret(key: string): boolean };

function refusePlain(field: string, key: string, way: string): void {
    if (isConfigSecret(key)) return;
    throw new Error(
        `${field} stands in plain text in Pulumi.${pulumi.getStack()}.yaml; use ${way}, and replace that key at the vendor`,
    );
}
