/** What the name of a place in a store looks like; pure, for programs that only ask. */
export interface Location {
    fits(place: unknown): boolean;
    /** How it reads in a refusal, with an example. */
    expected: string;
}

/** True for a path in SSM that AWS keeps for itself: one that begins with aws or ssm. */
export function isReserved(prefix: string): boolean {
    return /^\/(aws|ssm)/i.test(prefix);
}

/** The prefix in SSM, the name in Secrets Manager, the path in Vault. */
export const LOCATIONS = {
    ssm: {
        fits: (prefix) => matches(prefix, /^(\/[A-Za-z0-9_.-]+)+$/),
        expected: 'letters, digits, "_", "." and "-" behind slashes, like "/myapp" or "/prod/myapp"',
    },
    secretsManager: {
        fits: (name) => matches(name, /^[A-Za-z0-9/_+=.@-]{1,500}$/),
        expected: 'letters, digits and any of /_+=.@-, like "prod/myapp/aws"',
    },
    vaultKv: {
        fits: (path) => matches(path, /^(?!(.*\/)?\.\.?(\/|$))[A-Za-z0-9_.@-]+(\/[A-Za-z0-9_.@-]+)+$/),
        expected:
            'an engine and a name below it of letters, digits and any of "_.@-" between slashes, none of them "." or "..", like ' +
            '"secret/myapp/db"',
    },
} satisfies Record<string, Location>;

function matches(place: unknown, pattern: RegExp): boolean {
    return typeof place === "string" && pattern.test(place);
}
