import type * as pulumi from "@pulumi/pulumi";

/**
 * The name that a share of `stagger` depends on: the one that a renamed credential had before, so that its calendar does not
 * move. Where several aliases name it, the last one listed counts; an alias that is an output is not looked at.
 */
export function formerName(name: string, aliases: pulumi.ResourceOptions["aliases"]): string {
    const plain: unknown[] = Array.isArray(aliases) ? aliases : [];
    return (
        plain
            .map(nameIn)
            .filter((former) => former !== undefined)
            .at(-1) ?? name
    );
}

function nameIn(alias: unknown): string | undefined {
    const text = typeof alias === "string" ? alias.split("::").at(-1) : (alias as { name?: unknown } | null)?.name;
    return typeof text === "string" && text !== "" ? text : undefined;
}
