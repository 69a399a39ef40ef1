import * as pulumi from "@pulumi/pulumi";

/** What a store throws where it holds nothing: neither a credential nor a record stands there. */
export class NotFound extends Error {
    override readonly name = "NotFound";
}

/** True for the errors that say that a parameter, secret or document does not exist; every other failure must be thrown on. */
export function isNotFound(error: unknown): boolean {
    if (error instanceof Error && error.name === "NotFound") return true;
    const text = error instanceof Error ? error.message : String(error);
    return /ParameterNotFound|ResourceNotFoundException|couldn't find resource|empty result|Version "AWSCURRENT" not found|^there is nothing at .* in Vault/i.test(
        text,
    );
}

/** What a store holds cannot be known in this preview: its provider is not there yet, and answers with nothing. */
export class Unknowable extends Error {}

/**
 * The field of a provider's answer.
 *
 * @throws Unknowable in a preview whose provider is not known yet, which answers with an empty object
 */
export function fromState<T extends object, K extends keyof T>(answer: T, field: K, what: string): NonNullable<T[K]> {
    const value = answer[field];
    if (value !== undefined && value !== null) return value;
    if (pulumi.runtime.isDryRun()) throw new Unknowable(`${what} cannot be known in this preview`);
    throw new Error(`${what}: its provider gave an answer without ${String(field)}`);
}
