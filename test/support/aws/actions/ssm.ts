import { type Params, text } from "../protocol/operation";
import { type Catalogue, type Place, specs } from "./spec";

const one = specs(
    `PutParameter GetParameter DeleteParameter GetParameterHistory LabelParameterVersion
  UnlabelParameterVersion`,
    {
        resources: async (p, place) => [parameterArn(text(p, "Name") ?? "", place)],
        label: (p) => nameOf(text(p, "Name") ?? "-"),
    },
);

const many = specs("GetParameters DeleteParameters", {
    resources: async (p, place) => names(p).map((name) => parameterArn(name, place)),
    label: (p) => names(p).map(nameOf).join(","),
});

const byPath = specs("GetParametersByPath", {
    resources: async (p, place) => [parameterArn(text(p, "Path") ?? "", place)],
    label: (p) => text(p, "Path") ?? "-",
});

const tags = specs("AddTagsToResource RemoveTagsFromResource ListTagsForResource", {
    resources: async (p, place) => {
        const parameter = text(p, "ResourceType") === "Parameter";
        return [parameter ? parameterArn(text(p, "ResourceId") ?? "", place) : "*"];
    },
    label: (p) => nameOf(text(p, "ResourceId") ?? "-"),
});

const listing = specs("DescribeParameters", {
    resources: async (_, { account, region }) => [`arn:aws:ssm:${region}:${account}:*`],
    label: filtered,
});

export const ssm: Catalogue = { ...one, ...many, ...byPath, ...tags, ...listing };

/** `/a/b` and `a` are `parameter/a/b` and `parameter/a`; a version or label is not in the ARN. */
function parameterArn(name: string, { account, region }: Place): string {
    if (name.startsWith("arn:")) return name.split(":").slice(0, 6).join(":");
    return `arn:aws:ssm:${region}:${account}:parameter/${(name.split(":")[0] ?? "").replace(/^\//, "")}`;
}

/** The name in a parameter's ARN, so that the log calls it the same however it was asked for. */
function nameOf(name: string): string {
    return name.startsWith("arn:") ? name.slice(name.indexOf(":parameter/") + 10) : name;
}

/** Names that a listing is limited to, as the provider asks for one. */
function filtered({ ParameterFilters: filters }: Params): string {
    const given = Array.isArray(filters) ? (filters as { Key?: unknown; Values?: unknown }[]) : [];
    const values = given.filter(({ Key }) => Key === "Name").flatMap(({ Values }) => Values ?? []);
    return values.length > 0 ? values.map(String).join(",") : "*";
}

function names(params: Params): string[] {
    return Array.isArray(params.Names) ? params.Names.map(String) : [];
}
