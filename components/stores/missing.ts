/** True for the errors that say that a parameter or secret does not exist; every other failure must be thrown on. */
export function isMissing(error: unknown): boolean {
    const text = error instanceof Error ? error.message : String(error);
    return /ParameterNotFound|ResourceNotFoundException|couldn't find resource|empty result|Version "AWSCURRENT" not found/i.test(
        text,
    );
}
