import { credentialsOf } from "../facts/credentials";
import { stackPolicy } from "../facts/policy";
import type { Finding } from "../facts/resource";
import type { Stack } from "../facts/stack";

interface Config {
    elsewhere: string;
}

/** A stack that has credentials says whom to alert. A pack cannot read the stack's config, so our components tell it. */
export function judge(stack: Stack, { elsewhere }: Config): Finding[] {
    const credentials = credentialsOf(stack);
    if (credentials.length === 0 || elsewhere.trim() !== "") return [];
    if (credentials.some(({ resource }) => resource.props.alerts === true)) return [];
    const message =
        `the stack keeps credentials (${credentials[0].title}), and nobody is alerted when a rotation fails: set ` +
        `rotation:alerts in its config, or say in this policy's setting elsewhere who alerts in its place`;
    return [{ message }];
}

export const alertsConfigured = stackPolicy<Config>(
    {
        name: "alerts-configured",
        description: "A stack that has credentials says whom to alert when a rotation fails.",
        severity: "medium",
        configSchema: {
            properties: {
                elsewhere: {
                    type: "string",
                    default: "",
                    description:
                        "Who alerts in place of rotation:alerts, for example the pipeline that runs pulumi up.",
                },
            },
        },
    },
    judge,
);
