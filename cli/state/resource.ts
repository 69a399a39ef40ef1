/** A resource of a stack's exported state, as far as the commands look into it. */
export interface StateResource {
    urn: string;
    type: string;
    custom?: boolean;
    id?: string;
    parent?: string;
    inputs?: Record<string, unknown>;
    outputs?: Record<string, unknown>;
    dependencies?: string[] | null;
    propertyDependencies?: Record<string, string[] | null> | null;
}

/** Type tokens of the components begin so. */
const COMPONENT = "rotation:index:";
/** Components that are no credentials. */
const OTHERS = new Set(["rotation:index:RotationSchedule"]);

/** The last part of a URN. */
export function nameOfUrn(urn: string): string {
    return urn.slice(urn.lastIndexOf("::") + 2);
}

/** The whole type of a URN's resource, without those of its parents. */
export function typeOfUrn(urn: string): string {
    return (urn.split("::")[2] ?? "").split("$").at(-1) ?? "";
}

/** True for a credential's component: it has a ledger below it, or at least is of one of our types. */
export function isCredential({ type, custom }: StateResource): boolean {
    return custom !== true && type.startsWith(COMPONENT) && !OTHERS.has(type);
}

/** The resource and everything below it. */
export function treeOf(resources: StateResource[], root: string): StateResource[] {
    const inside = new Set([root]);
    // A parent stands before its children in the state.
    for (const { urn, parent } of resources) if (parent !== undefined && inside.has(parent)) inside.add(urn);
    return resources.filter(({ urn }) => inside.has(urn));
}
