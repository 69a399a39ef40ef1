import { Resource } from "./resource";
import { Stack } from "./stack";

/** The resources of a component that order a rotation. */
export interface Slots {
    /** The published slot. */
    current?: Resource;
    /** The other one, if it is there. */
    previous?: Resource;
    /** What says that the published one works. */
    record?: Resource;
}

/** Finds the slots of a component by the end of their names, which are part of the package's contract. */
export function slotsOf(component: Resource, stack: Stack): Slots {
    const current = component.props.currentSlot;
    const children = stack.below(component.urn);
    const slot = (colour: string): Resource | undefined => children.find(({ name }) => name.endsWith(`-${colour}`));
    const other = current === "blue" ? "green" : "blue";
    const records = children.filter(({ name }) => /-record(-|$)/.test(name));
    return {
        current: typeof current === "string" ? slot(current) : undefined,
        previous: slot(other),
        record: records.find((one) => !records.some((later) => later.dependencies.includes(one.urn))),
    };
}
