/** What may be done at a path of Vault's API. */
export type Capability = "create" | "read" | "update" | "patch" | "delete" | "list" | "sudo";

/** A rule of a Vault policy. */
export interface VaultRule {
    path: string;
    capabilities: Capability[];
}

/** The rules as Vault takes them; those of one path are joined. */
export function formatRules(rules: VaultRule[]): string {
    const byPath = new Map<string, Capability[]>();
    for (const { path, capabilities } of rules) {
        byPath.set(path, [...new Set([...(byPath.get(path) ?? []), ...capabilities])]);
    }
    return [...byPath]
        .map(([path, capabilities]) => {
            const list = capabilities.map((one) => JSON.stringify(one)).join(", ");
            return `path ${JSON.stringify(path)} {\n  capabilities = [${list}]\n}\n`;
        })
        .join("\n");
}
