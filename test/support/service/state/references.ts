import type { Resource } from "./deployment";

/** After a refresh, what is gone is no longer depended on: a child goes to its parent's parent. */
export function withoutTheGone(resources: Resource[]): void {
    const known = new Set<string>();
    const parents = new Map<string, string | undefined>();
    for (const one of resources) {
        const kept = (urns: string[] | null | undefined) => urns?.filter((urn) => known.has(urn));
        if (one.dependencies) one.dependencies = kept(one.dependencies);
        if (one.replaceWith) one.replaceWith = kept(one.replaceWith);
        for (const [property, urns] of Object.entries(one.propertyDependencies ?? {}))
            (one.propertyDependencies as Record<string, string[]>)[property] = kept(urns) ?? [];
        if (one.deletedWith && !known.has(one.deletedWith)) delete one.deletedWith;
        known.add(one.urn);
    }
    for (const one of resources) {
        if (one.parent && !known.has(one.parent)) one.parent = parents.get(one.parent);
        parents.set(one.urn, one.parent);
    }
}

/** A resource that was renamed with an alias is referred to by its new name everywhere, and the alias is used up. */
export function underNewNames(resources: Resource[]): void {
    const renamed = new Map<string, string>();
    for (const { urn, aliases = [] } of resources)
        for (const alias of aliases) {
            const other = renamed.get(alias);
            if (other !== undefined && other !== urn) throw new Error(`${other} and ${urn} both were ${alias}`);
            renamed.set(alias, urn);
        }
    if (renamed.size === 0) return;
    const now = (urn: string) => renamed.get(urn) ?? urn;
    const provider = (reference: string) => {
        const end = reference.lastIndexOf("::");
        return `${now(reference.slice(0, end))}${reference.slice(end)}`;
    };
    for (const one of resources) {
        one.urn = now(one.urn);
        if (one.parent) one.parent = now(one.parent);
        if (one.provider) one.provider = provider(one.provider);
        if (one.dependencies) one.dependencies = one.dependencies.map(now);
        for (const [property, urns] of Object.entries(one.propertyDependencies ?? {}))
            (one.propertyDependencies as Record<string, string[]>)[property] = (urns ?? []).map(now);
        if (one.deletedWith) one.deletedWith = now(one.deletedWith);
        if (one.viewOf) one.viewOf = now(one.viewOf);
        delete one.aliases;
    }
}
