/** True for the errors that say that a parameter, secret or document does not exist; every other failure must be thrown on. */
export function isMissing(error: unknown): boolean {
    const text = error instanceof Error ? error.message : String(error);
    return /ParameterNotFound|ResourceNotFoundException|couldn't find resource|empty result|Version "AWSCURRENT" not found|^there is nothing at .* in Vault/i.test(
        text,
    );
}
