import { isOurs, titleOf } from "../facts/credentials";
import { resourcePolicy } from "../facts/policy";
import { Finding, Resource, textOf } from "../facts/resource";
import { Exceptions, exceptSchema, isExcepted } from "../facts/policyConfig";

interface Config {
    except: Exceptions;
}

/** An access key that no component keeps. */
export function judge(resource: Resource, { except }: Config): Finding[] {
    const { type, urn, name } = resource;
    if (type !== "aws:iam/accessKey:AccessKey" || isOurs(urn) || isExcepted(resource, except)) return [];
    const user = textOf(resource, "user") ?? "…";
    const message =
        `${titleOf(resource)} is not rotated. Replace it by new AwsIamAccessKey(${JSON.stringify(name)}, { user: ` +
        `${JSON.stringify(user)}, adopt: { accessKeyId: "…" }, stores: […] }) of pulumi-credential-rotation, and take this ` +
        `one out of the state with pulumi state delete, so that the key lives on`;
    return [{ message }];
}

export const accessKeyIsRotated = resourcePolicy<Config>(
    {
        name: "access-key-is-rotated",
        description: "Every IAM access key is kept by a component that rotates it.",
        severity: "high",
        configSchema: { properties: exceptSchema },
    },
    judge,
);
