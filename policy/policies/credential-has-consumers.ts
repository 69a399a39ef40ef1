import { Credential, credentialsOf } from "../facts/credentials";
import { stackPolicy } from "../facts/policy";
import type { Finding } from "../facts/resource";
import { Exceptions, exceptSchema, isExcepted } from "../facts/policyConfig";
import type { Stack } from "../facts/stack";

interface Config {
    except: Exceptions;
    listed: Record<string, string>;
}

const CONSUMER = "pulumi-nodejs:dynamic/rotation:Consumer";

/** Every credential says who uses it, or that nobody needs to be told, and why. */
export function judge(stack: Stack, { except, listed }: Config): Finding[] {
    return credentialsOf(stack).flatMap((credential): Finding[] => {
        const { resource, title, rotated } = credential;
        const { urn, name } = resource;
        if (isExcepted(resource, except) || filled(listed[name] ?? listed[urn])) return [];
        if (rotated && isListed(credential, stack)) return [];
        const message = rotated
            ? `${title} lists no consumers: nobody is told when it rotates. List them under consumers, or say ` +
              `consumers: { none: "<reason>" }`
            : `${title}: who uses it is not written down. Let a component of pulumi-credential-rotation keep it and list its ` +
              `consumers, or say it in this policy's setting listed`;
        return [{ urn, message }];
    });
}

function isListed({ resource }: Credential, stack: Stack): boolean {
    const { consumers } = resource.props;
    if (Array.isArray(consumers) && consumers.length > 0) return true;
    if (filled((consumers as { none?: unknown } | undefined)?.none)) return true;
    return stack.below(resource.urn).some(({ type }) => type === CONSUMER);
}

function filled(reason: unknown): boolean {
    return typeof reason === "string" && reason.trim() !== "";
}

export const credentialHasConsumers = stackPolicy<Config>(
    {
        name: "credential-has-consumers",
        description: "Every credential lists its consumers, or says with a reason that it has none.",
        severity: "medium",
        configSchema: {
            properties: {
                ...exceptSchema,
                listed: {
                    type: "object",
                    description:
                        "For credentials without a component: who uses each, or why nobody does, by name or URN.",
                    additionalProperties: { type: "string", minLength: 3 },
                    default: {},
                },
            },
        },
    },
    judge,
);
