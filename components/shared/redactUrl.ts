/** An address for an error, as JSON, without what may be a secret in it: user, password, query and fragment. */
export function redactUrl(address: unknown): string {
    return JSON.stringify(
        String(address)
            .replace(/[?#].*$/s, "?…")
            .replace(/\/\/.*@/s, "//…@"),
    );
}
