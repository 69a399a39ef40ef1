/** Stands for a value that a preview cannot know. */
export const UNKNOWN = Symbol("unknown");

/** A resource as the policies judge it: plain values, and other resources by their URN. */
export interface Resource {
    urn: string;
    type: string;
    name: string;
    /** Values that a preview cannot know are `UNKNOWN`, at any depth. */
    props: Record<string, unknown>;
    /** URN of the parent. */
    parent?: string;
    /** URNs of what it depends on, in whatever way. */
    dependencies: string[];
    /** URNs behind each property. */
    behind: Record<string, string[]>;
    deleteBeforeReplace: boolean;
}

/** Something that breaks a policy. */
export interface Finding {
    /** Resource; undefined where it is the whole stack. */
    urn?: string;
    /** What is wrong, and the next step. Never a secret. */
    message: string;
}

/** The parts of a resource that are handed over by the policy SDK. */
export interface Given {
    urn: string;
    type: string;
    name: string;
    props: Record<string, unknown>;
    opts: { deleteBeforeReplace?: boolean; parent?: string };
    parent?: { urn: string };
    dependencies?: { urn: string }[];
    propertyDependencies?: Record<string, { urn: string }[]>;
}

/** Turns what the SDK hands over into plain facts. */
export function resourceOf(given: Given): Resource {
    const behind = Object.fromEntries(
        Object.entries(given.propertyDependencies ?? {}).map(([property, found]) => [property, found.map(urnOf)]),
    );
    const dependencies = [...(given.dependencies ?? []).map(urnOf), ...Object.values(behind).flat()];
    return {
        urn: given.urn,
        type: given.type,
        name: given.name,
        props: plain(given.props) as Record<string, unknown>,
        parent: given.parent?.urn ?? given.opts.parent,
        dependencies: [...new Set(dependencies)],
        behind,
        deleteBeforeReplace: given.opts.deleteBeforeReplace === true,
    };
}

function urnOf({ urn }: { urn: string }): string {
    return urn;
}

/** The SDK throws where a value is read that a preview cannot know. */
function plain(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    const read = (key: string): unknown => {
        try {
            return plain((value as Record<string, unknown>)[key]);
        } catch (error) {
            if (error instanceof Error && /can't be known during preview/.test(error.message)) return UNKNOWN;
            throw error;
        }
    };
    if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => read(String(index)));
    return Object.fromEntries(Object.keys(value).map((key) => [key, read(key)]));
}

/** A text property; undefined if it is missing, unknown or something else. */
export function textOf(resource: Resource, property: string): string | undefined {
    const value = resource.props[property];
    return typeof value === "string" ? value : undefined;
}
