import { Credential, credentialsOf } from "../facts/credentials";
import { stackPolicy } from "../facts/policy";
import type { Finding, Resource } from "../facts/resource";
import { Exceptions, exceptSchema, isExcepted } from "../facts/policyConfig";
import { slotsOf } from "../facts/slots";
import type { Stack } from "../facts/stack";

interface Config {
    except: Exceptions;
}

/** The old credential goes only after somebody logged in with the new one. */
export function judge(stack: Stack, { except }: Config): Finding[] {
    return credentialsOf(stack)
        .filter(({ resource }) => !isExcepted(resource, except))
        .flatMap((credential) => (credential.rotated ? pair(credential, stack) : single(credential, stack)));
}

/** The record is written after the credential was published, read back and tried; what retires waits for it. */
function pair({ resource, title }: Credential, stack: Stack): Finding[] {
    const { current, previous, record } = slotsOf(resource, stack);
    if (!current || !previous || resource.props.previousPhase !== "inactive") return [];
    const confirmed = record && stack.behind(record).includes(current) && stack.behind(previous).includes(record);
    if (confirmed) return [];
    const message =
        `${title}: ${previous.name} is disabled without waiting for the record that says that ${current.name} works. Use ` +
        `the package as it is, without transforms that take its dependencies away`;
    return [{ urn: resource.urn, message }];
}

/** What a calendar replaces: the old one is deleted in the run that makes the new one, tried or not. */
function single({ resource, title, scheduled }: Credential, stack: Stack): Finding[] {
    if (!scheduled || stack.dependants(resource.urn).some(tries)) return [];
    const message =
        `${title} is replaced by its calendar, and the old one is deleted in the same run, though nothing has tried the new ` +
        `one. Let a component of pulumi-credential-rotation keep it, or let a command that logs in depend on it`;
    return [{ urn: resource.urn, message }];
}

/** A resource that can try a credential: where it fails, the run ends before anything is deleted. */
function tries({ type }: Resource): boolean {
    return type.startsWith("command:") || type.startsWith("pulumi-nodejs:dynamic");
}

export const verifyBeforeDelete = stackPolicy<Config>(
    {
        name: "verify-before-delete",
        description: "The old credential is deleted only after the new one was tried.",
        severity: "high",
        configSchema: { properties: exceptSchema },
    },
    judge,
);
