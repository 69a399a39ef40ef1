import { Credential, credentialsOf } from "../facts/credentials";
import { slotsOf } from "../facts/slots";
import { stackPolicy } from "../facts/policy";
import { Finding, textOf } from "../facts/resource";
import { Exceptions, exceptSchema, isExcepted } from "../facts/policyConfig";
import type { Stack } from "../facts/stack";

interface Config {
    except: Exceptions;
}

const REMEDY = "Let a component of pulumi-credential-rotation keep two of them that overlap";

/** The new credential is there before the old one goes, and both are valid for a while. */
export function judge(stack: Stack, { except }: Config): Finding[] {
    return credentialsOf(stack)
        .filter(({ resource }) => !isExcepted(resource, except))
        .flatMap((credential) => (credential.rotated ? pair(credential, stack) : single(credential, stack)));
}

/** A slot that is taken out of use waits for the one that is published. */
function pair({ resource, title }: Credential, stack: Stack): Finding[] {
    const { current, previous } = slotsOf(resource, stack);
    if (!current || !previous || resource.props.previousPhase !== "inactive") return [];
    if (stack.behind(previous).some(({ urn }) => urn === current.urn)) return [];
    const message =
        `${title}: ${previous.name} is disabled without waiting for ${current.name}: the old credential could go before ` +
        `the new one is there. Use the package as it is, without transforms that take its dependencies away`;
    return [{ urn: resource.urn, message }];
}

function single(credential: Credential, stack: Stack): Finding[] {
    const { resource, title } = credential;
    const { urn, deleteBeforeReplace } = resource;
    if (deleteBeforeReplace) {
        const message = `${title} has deleteBeforeReplace: when it is replaced nothing valid is left meanwhile. ${REMEDY}`;
        return [{ urn, message }];
    }
    const login = stack
        .dependants(urn)
        .find(({ behind }) =>
            Object.entries(behind).some(([property, from]) => isPassword(property) && from.includes(urn)),
        );
    if (login) {
        const message =
            `${title} is the only password of ${login.type} ${login.name}: when it is replaced, every service that has the ` +
            `old one is locked out at once. ${REMEDY}`;
        return [{ urn, message }];
    }
    return early(credential, stack);
}

/** Two keys of one user, kept by hand: the one that is disabled waits for the other. */
function early({ resource, title }: Credential, stack: Stack): Finding[] {
    if (resource.props.status !== "Inactive") return [];
    const others = stack.resources.filter(
        ({ urn, type, props }) =>
            urn !== resource.urn &&
            type === resource.type &&
            textOf(resource, "user") === props.user &&
            props.status !== "Inactive",
    );
    const behind = stack.behind(resource);
    if (others.length === 0 || others.some((other) => behind.includes(other))) return [];
    const message = `${title} is disabled without waiting for ${others[0].name}: give it dependsOn, or better, ${lower(REMEDY)}`;
    return [{ urn: resource.urn, message }];
}

function isPassword(property: string): boolean {
    return /^(master)?password$/i.test(property);
}

function lower(text: string): string {
    return text.charAt(0).toLowerCase() + text.slice(1);
}

export const createBeforeRevoke = stackPolicy<Config>(
    {
        name: "create-before-revoke",
        description: "The new credential is made before the old one is revoked, and both are valid for a while.",
        severity: "high",
        configSchema: { properties: exceptSchema },
    },
    judge,
);
