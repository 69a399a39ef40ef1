/** What may be done at a path of Vault's API. */
export type Capability = "create" | "read" | "update" | "patch" | "delete" | "list" | "sudo";

/** A rule of a Vault policy. */
export interface VaultRule {
    path: string;
    capabilities: Capability[];
}

/** What Vault takes for more than one path: a star, and a part that is a plus. */
const PATTERN = /\*|(^|\/)\+(\/|$)/;

/**
 * The rules as Vault takes them; those of one path are joined.
 *
 * @throws Error when a path is a pattern: what it allowed would not be known
 */
export function formatRules(rules: VaultRule[]): string {
    const byPath = new Map<string, Capability[]>();
    for (const { path, capabilities } of rules) {
        if (PATTERN.test(path)) {
            throw new Error(
                `the policy would have ${JSON.stringify(path)}, which Vault takes for many paths; expected one without "*" and "+"`,
            );
        }
        byPath.set(path, [...new Set([...(byPath.get(path) ?? []), ...capabilities])]);
    }
    return [...byPath]
        .map(([path, capabilities]) => {
            const list = capabilities.map((one) => JSON.stringify(one)).join(", ");
            return `path ${JSON.stringify(path)} {\n  capabilities = [${list}]\n}\n`;
        })
        .join("\n");
}
