import type { PolicyConfigSchema, ResourceValidationPolicy, Severity, StackValidationPolicy } from "@pulumi/policy";
import { Finding, Given, Resource, resourceOf } from "./resource";
import { Stack } from "./stack";

/** What every policy says of itself. */
interface About {
    /** Kebab-case. */
    name: string;
    /** One sentence. */
    description: string;
    severity: Severity;
    configSchema?: PolicyConfigSchema;
}

/** A policy over the whole stack, made of a pure function. */
export function stackPolicy<C extends object>(
    about: About,
    judge: (stack: Stack, config: C) => Finding[],
): StackValidationPolicy {
    return {
        ...about,
        validateStack: (args, report) => {
            const stack = new Stack(args.resources.map((found) => resourceOf(found as Given)));
            for (const { message, urn } of judge(stack, args.getConfig<C>())) report(message, urn);
        },
    };
}

/** A policy over each resource, asked before the resource is made. */
export function resourcePolicy<C extends object>(
    about: About,
    judge: (resource: Resource, config: C) => Finding[],
): ResourceValidationPolicy {
    return {
        ...about,
        validateResource: (args, report) => {
            for (const { message } of judge(resourceOf(args as Given), args.getConfig<C>())) report(message);
        },
    };
}
