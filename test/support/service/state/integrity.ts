import type { Deployment, Resource } from "./deployment";

/** What is wrong with a state; undefined where an engine would take it. */
export function fault({ resources = [] }: Deployment): string | undefined {
    const known = new Map<string, Resource[]>();
    const providers = new Set<string>();
    for (const one of resources) {
        const { urn, type, custom, id, provider, pendingReplacement } = one;
        if (!urn || !type) return `a resource without urn or type: ${JSON.stringify(one)}`;
        if (!custom && id) return `${urn} is a component and has an id`;
        if (type.startsWith("pulumi:providers:")) providers.add(`${urn}::${id}`);
        if (provider && !providers.has(provider) && !pendingReplacement)
            return `${urn} stands before its provider ${provider}, or without it`;
        for (const [what, other] of referred(one))
            if (!known.has(other)) return `${urn} stands before its ${what} ${other}, or without it`;
        known.set(urn, [...(known.get(urn) ?? []), one]);
    }
    for (const [urn, states] of known) {
        const standing = states.filter((one) => !one.delete).length;
        if (standing > 1) return `${urn} is there ${standing} times`;
    }
    return undefined;
}

function* referred(one: Resource): Generator<[what: string, urn: string]> {
    if (one.parent) yield ["parent", one.parent];
    for (const urn of one.dependencies ?? []) yield ["dependency", urn];
    for (const [property, urns] of Object.entries(one.propertyDependencies ?? {}))
        for (const urn of urns ?? []) yield [`dependency of ${property}`, urn];
    if (one.deletedWith) yield ["end", one.deletedWith];
}
