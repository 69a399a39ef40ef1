import { text } from "../protocol/operation";
import { ecs } from "./ecs";
import { iam } from "./iam";
import { secretsmanager } from "./secretsmanager";
import { sns } from "./sns";
import { type Catalogues, onEverything, specs } from "./spec";
import { ssm } from "./ssm";

/** Every action that the guard lets through; any other is refused and reported as unmatched. */
export const CATALOGUES: Catalogues = {
    iam,
    ssm,
    secretsmanager,
    sts: {
        ...onEverything("GetCallerIdentity GetAccessKeyInfo"),
        ...specs("AssumeRole", {
            resources: async (p) => [text(p, "RoleArn") ?? "*"],
            label: (p) => text(p, "RoleArn") ?? "-",
        }),
    },
    cloudtrail: specs("LookupEvents", {
        resources: async () => ["*"],
        label: ({ LookupAttributes: asked }, directory) => {
            const [first] = Array.isArray(asked)
                ? (asked as { AttributeKey?: unknown; AttributeValue?: unknown }[])
                : [];
            const key = first?.AttributeKey === "AccessKeyId" ? String(first.AttributeValue) : "";
            return directory.ownerOf(key) ?? "*";
        },
    }),
    ecs,
    sns,
};
