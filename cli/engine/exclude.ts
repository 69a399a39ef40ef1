import { isCredential, nameOfUrn, type StateResource, treeOf } from "../state/resource";

/** How a run leaves credentials out. */
export interface LeaveOut {
    /** URNs for the engine: it neither changes nor deletes them. */
    exclude: string[];
    /** For the program: names that it does not build, with the status that it goes on exporting. */
    env: Record<string, string>;
}

const GUARD = "pulumi-nodejs:dynamic/rotation:LeftOut::left-out";

/**
 * Leaves credentials out of a run. Their resources are excluded one by one, by the URNs in the state, so that no
 * pattern can hit another's; what they depend on is kept from deletion by the engine. A program of this project does
 * not build them; its guard refuses a run that does not exclude it, so it is excluded as well.
 */
export function leaveOut(
    names: string[],
    resources: StateResource[],
    { stack, project }: { stack: string; project: string },
): LeaveOut {
    if (names.length === 0) return { exclude: [], env: {} };
    const roots = resources.filter((one) => isCredential(one) && names.includes(nameOfUrn(one.urn)));
    const urns = roots.flatMap(({ urn }) => treeOf(resources, urn)).map(({ urn }) => urn);
    const guard = `urn:pulumi:${stack}::${project}::${GUARD}`;
    const exported = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs?.status;
    const last = (exported ?? {}) as Record<string, unknown>;
    const told = Object.fromEntries(names.map((name) => [name, last[name] ?? null]));
    return { exclude: [guard, ...urns], env: { ROTATION_LEFT_OUT: JSON.stringify(told) } };
}
