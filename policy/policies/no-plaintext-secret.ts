import { looksLikeKey } from "../facts/secretPatterns";
import { resourcePolicy } from "../facts/policy";
import { Finding, Resource, textOf } from "../facts/resource";
import { Exceptions, exceptSchema, isExcepted } from "../facts/policyConfig";
import { titleOf } from "../facts/credentials";

interface Config {
    except: Exceptions;
}

/** A text of a resource, and what it goes under. */
type Place = [path: string, text: string];

const REMEDY =
    "Keep it in Secrets Manager, in Vault, or in an SSM parameter of type SecureString, and read it from there";

/** Where types keep texts that whoever may describe the resource can read. */
const PUBLIC_PLACES: Record<string, (resource: Resource) => Place[]> = {
    "aws:ssm/parameter:Parameter": parameter,
    "aws:ssm/parameterVersion:ParameterVersion": parameter,
    "aws:lambda/function:Function": ({ props }) => leaves(props.environment, "environment"),
    "aws:ecs/taskDefinition:TaskDefinition": (resource) => inJson(resource, "containerDefinitions"),
    "aws:batch/jobDefinition:JobDefinition": (resource) => inJson(resource, "containerProperties"),
    "aws:apprunner/service:Service": ({ props }) => leaves(props.sourceConfiguration, "sourceConfiguration"),
    "aws:codebuild/project:Project": ({ props }) => leaves(props.environment, "environment"),
    "aws:ec2/instance:Instance": ({ props }) => leaves({ userData: props.userData }, ""),
    "kubernetes:core/v1:ConfigMap": ({ props }) => leaves(props.data, "data"),
    "kubernetes:apps/v1:Deployment": ({ props }) => leaves(props.spec, "spec"),
};

function parameter(resource: Resource): Place[] {
    const { type, value, insecureValue } = resource.props;
    const name = textOf(resource, "name") ?? resource.name;
    const given: [string, unknown][] = [
        ...(type === "SecureString" ? [] : [[name, value] as [string, unknown]]),
        [name, insecureValue],
    ];
    return given.flatMap(([path, text]): Place[] => (typeof text === "string" ? [[path, text]] : []));
}

function inJson(resource: Resource, property: string): Place[] {
    const text = textOf(resource, property);
    if (text === undefined) return [];
    try {
        return leaves(JSON.parse(text), property);
    } catch {
        return [[property, text]];
    }
}

/** Every text below a value; a `{ name, value }` pair goes under its name. */
function leaves(value: unknown, path: string): Place[] {
    if (typeof value === "string") return [[path, value]];
    if (typeof value !== "object" || value === null) return [];
    const { name, value: text } = value as { name?: unknown; value?: unknown };
    if (typeof name === "string" && typeof text === "string") return [[`${path}/${name}`, text]];
    return Object.entries(value).flatMap(([key, below]) => leaves(below, path === "" ? key : `${path}/${key}`));
}

/** No key stands where whoever may describe the resource can read it. The message never holds the value. */
export function judge(resource: Resource, { except }: Config): Finding[] {
    const places = PUBLIC_PLACES[resource.type]?.(resource) ?? [];
    if (isExcepted(resource, except)) return [];
    return places.flatMap(([path, text]): Finding[] => {
        const found = looksLikeKey(text, path);
        if (found === undefined) return [];
        return [
            { message: `${titleOf(resource)} holds what looks like ${found} in plain text, in ${path}. ${REMEDY}` },
        ];
    });
}

export const noPlaintextSecret = resourcePolicy<Config>(
    {
        name: "no-plaintext-secret",
        description: "No key stands in a String parameter, an environment variable or a config map.",
        severity: "critical",
        configSchema: { properties: exceptSchema },
    },
    judge,
);
