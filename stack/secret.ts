import * as pulumi from "@pulumi/pulumi";
import type { ReadSecret } from "pulumi-credential-rotation/extend";
import { z } from "zod";
import { encryptedIn } from "./encrypted";
import { writtenAs } from "./stackFile";
import { text } from "./scalars";

/** What is said of every secret that is wrong; whoever says it does not show the value. */
export const SECRET_EXPECTED = `expected { config: "<key>" }, where the key was set with pulumi config set --secret <key>`;

/** A secret of an entry: where it stands in the configuration, or itself as an encrypted value. */
export const secret = z.union([text, z.strictObject({ config: text })], { error: SECRET_EXPECTED });

/** A checked secret. */
export type SecretEntry = z.infer<typeof secret>;

/**
 * Reads a secret.
 *
 * @throws Error when there is none under that key, or when it stands in plain text in the stack's file, whatever stands encrypted beside it
 */
export function secretValue(field: string, entry: SecretEntry): pulumi.Output<string> {
    if (typeof entry === "string") {
        const way = `a secret key of its own, and ${field}: { config: "<key>" }`;
        refusePlain(field, LIST, way);
        if (!sealed().has(entry)) {
            throw new Error(
                `${field}: it cannot be seen in Pulumi.${pulumi.getStack()}.yaml that this text of ${LIST} is encrypted there, ` +
                    `whatever else in the list is; use ${way}. If it stands in plain text, replace that key at the vendor`,
            );
        }
        return pulumi.secret(entry);
    }
    const full = fullKey(entry.config);
    const [namespace, name] = [full.slice(0, full.indexOf(":")), full.slice(full.indexOf(":") + 1)];
    const found = new pulumi.Config(namespace).getSecret(name);
    if (found === undefined)
        throw new Error(`${field}: there is no config ${full}; set it with pulumi config set --secret ${full}`);
    refusePlain(field, full, `pulumi config set --secret ${full}`);
    return found;
}

/**
 * Reads the secrets of an extension's fields.
 *
 * @param at where the fields stand in the entry
 */
export function secretReader(at: string): ReadSecret {
    return (field, value) => {
        const path = at === "" ? field : `${at}.${field}`;
        const checked = secret.safeParse(value);
        if (checked.success) return secretValue(path, checked.data);
        throw new Error(`${path}: ${value === undefined ? "missing" : "[secret]"}: ${SECRET_EXPECTED}`);
    };
}

/**
 * Looks at a config key that holds a secret and is read later, in each run anew. One that is not set is told then.
 *
 * @throws Error when the key is set in plain text
 */
export function refusePlainKey(field: string, key: string): void {
    const full = fullKey(key);
    if (pulumi.runtime.getConfig(full) !== undefined) refusePlain(field, full, `pulumi config set --secret ${full}`);
}

function fullKey(key: string): string {
    return key.includes(":") ? key : `${pulumi.getProject()}:${key}`;
}

const LIST = "rotation:credentials";

/** Texts of the list that stand encrypted in the stack's file. */
function sealed(): Set<string> {
    return encryptedIn(new pulumi.Config("rotation").getObject<unknown>("credentials"), writtenAs(LIST));
}

/** The SDK has it, and leaves it out of its types. */
const { isConfigSecret } = pulumi.runtime as unknown as { isConfigSecret(key: string): boolean };

function refusePlain(field: string, key: string, way: string): void {
    if (isConfigSecret(key)) return;
    throw new Error(
        `${field} stands in plain text in Pulumi.${pulumi.getStack()}.yaml; use ${way}, and replace that key at the vendor`,
    );
}
