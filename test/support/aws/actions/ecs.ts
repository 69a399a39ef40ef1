import { type Params, text } from "../protocol/operation";
import { type Catalogue, type Place, specs } from "./spec";

const describing = specs("DescribeServices", {
    resources: async (p, place) => servicesIn(p).map((service) => serviceArn(p, service, place)),
    label: (p) => servicesIn(p).map(nameOf).join(","),
});

const updating = specs("UpdateService", {
    resources: async (p, place) => [serviceArn(p, text(p, "service") ?? "", place)],
    label: (p) => nameOf(text(p, "service") ?? "-"),
});

const tagging = specs("TagResource", {
    resources: async (p) => [text(p, "resourceArn") ?? "*"],
    label: (p) => nameOf(text(p, "resourceArn") ?? "-"),
});

export const ecs: Catalogue = { ...describing, ...updating, ...tagging };

/** Name of a cluster or service that was named fully or not. */
export function nameOf(id: string): string {
    return id.split("/").pop() as string;
}

export function servicesIn(params: Params): string[] {
    return Array.isArray(params.services) ? params.services.map(String) : [];
}

/** The ARN of a service as it is since 2018, with the cluster's name in it; without a cluster `default` is meant. */
export function serviceArn(params: Params, service: string, { account, region }: Place): string {
    if (service.startsWith("arn:")) return service;
    return `arn:aws:ecs:${region}:${account}:service/${nameOf(text(params, "cluster") ?? "default")}/${service}`;
}
