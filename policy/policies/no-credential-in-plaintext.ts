import { isMadeByHand, isOurs, titleOf } from "../facts/credentials";
import { saysId } from "../facts/secretPatterns";
import { stackPolicy } from "../facts/policy";
import { Finding, Resource, textOf, UNKNOWN } from "../facts/resource";
import { Exceptions, exceptSchema, isExcepted } from "../facts/policyConfig";
import type { Stack } from "../facts/stack";

interface Config {
    except: Exceptions;
}

/**
 * What `no-plaintext-secret` cannot see in a preview: a String parameter whose value is not known yet and comes from a
 * credential. Once it is known the other policy judges it.
 */
export function judge(stack: Stack, { except }: Config): Finding[] {
    return stack.resources.flatMap((resource): Finding[] => {
        const { type, urn, props, behind } = resource;
        if (type !== "aws:ssm/parameter:Parameter" || isOurs(urn) || isExcepted(resource, except)) return [];
        if (props.type === "SecureString" || props.value !== UNKNOWN || saysId(textOf(resource, "name") ?? ""))
            return [];
        const source = (behind.value ?? []).map((one) => stack.get(one)).find(holdsCredential);
        if (source === undefined) return [];
        const message =
            `${titleOf(resource)} is of type ${String(props.type)} and gets its value from ${titleOf(source)}: expected ` +
            `type SecureString. If it only holds the id of the key, end its name in _id`;
        return [{ urn, message }];
    });
}

function holdsCredential(resource: Resource | undefined): resource is Resource {
    if (resource === undefined) return false;
    return isMadeByHand(resource.type) || isOurs(resource.urn);
}

export const noCredentialInPlaintext = stackPolicy<Config>(
    {
        name: "no-credential-in-plaintext",
        description: "No String parameter gets its value from a credential of the same stack.",
        severity: "critical",
        configSchema: { properties: exceptSchema },
    },
    judge,
);
