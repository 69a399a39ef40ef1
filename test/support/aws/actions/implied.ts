import type { Operation } from "../protocol/operation";

/** Actions that make something with tags need the right to tag it as well, on the same resource. */
const TAGGING: Record<string, string> = {
    "ssm:PutParameter": "ssm:AddTagsToResource",
    "secretsmanager:CreateSecret": "secretsmanager:TagResource",
    "iam:CreateUser": "iam:TagUser",
    "iam:CreateRole": "iam:TagRole",
    "iam:CreatePolicy": "iam:TagPolicy",
    "sts:AssumeRole": "sts:TagSession",
};

/** Every action of IAM policies that a request needs: its own, and what its parameters imply. */
export function neededActions({ service, action, params }: Operation): string[] {
    const own = `${service}:${action}`;
    const tagging = TAGGING[own];
    return tagging !== undefined && hasTags(params) ? [own, tagging] : [own];
}

function hasTags(params: Record<string, unknown>): boolean {
    if (Array.isArray(params.Tags)) return params.Tags.length > 0;
    return Object.keys(params).some((name) => name.startsWith("Tags.member."));
}
