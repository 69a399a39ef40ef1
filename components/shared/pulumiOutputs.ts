import * as pulumi from "@pulumi/pulumi";

interface Internals<T> {
    isKnown: Promise<boolean>;
    promise(): Promise<T>;
}

/** Waits for an input; undefined if it cannot be known in this preview. */
export async function knownValue<T>(input: pulumi.Input<T>): Promise<T | undefined> {
    const output = pulumi.output(input) as unknown as Internals<T>;
    return (await output.isKnown) ? await output.promise() : undefined;
}

/** Waits for an output that is known for certain, because the step that makes it is over. */
export async function awaited<T>(output: pulumi.Output<T>): Promise<T> {
    return (output as unknown as Internals<T>).promise();
}

/**
 * Wraps arguments so that a component can hand them to `initialize` without their being sent to the engine and kept
 * in the state.
 */
export function hideFromState<T extends object>(args: T): { readonly hidden: T } {
    return Object.defineProperty({}, "hidden", { value: args, enumerable: false }) as { readonly hidden: T };
}
