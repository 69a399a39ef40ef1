import { Resource } from "./resource";

/** The resources of a stack, and what hangs on what. */
export class Stack {
    private readonly byUrn: Map<string, Resource>;

    constructor(readonly resources: Resource[]) {
        this.byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    }

    get(urn: string): Resource | undefined {
        return this.byUrn.get(urn);
    }

    /** Everything below a component, at any depth. */
    below(urn: string): Resource[] {
        return this.resources.filter((resource) => this.ancestors(resource).includes(urn));
    }

    /** Everything that a resource waits for, directly or not. */
    behind(resource: Resource): Resource[] {
        const found = new Map<string, Resource>();
        const visit = (urn: string): void => {
            const next = this.byUrn.get(urn);
            if (next === undefined || found.has(urn)) return;
            found.set(urn, next);
            next.dependencies.forEach(visit);
        };
        resource.dependencies.forEach(visit);
        return [...found.values()];
    }

    /** What waits for a resource, directly. */
    dependants(urn: string): Resource[] {
        return this.resources.filter(({ dependencies }) => dependencies.includes(urn));
    }

    private ancestors(resource: Resource): string[] {
        const line: string[] = [];
        for (
            let next = resource.parent;
            next !== undefined && !line.includes(next);
            next = this.byUrn.get(next)?.parent
        )
            line.push(next);
        return line;
    }
}
