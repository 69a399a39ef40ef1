import { text } from "../protocol/operation";
import { type Catalogue, specs } from "./spec";

export const sns: Catalogue = specs("Publish", {
    resources: async (p) => [text(p, "TopicArn") ?? "*"],
    label: (p) => text(p, "TopicArn")?.split(":").at(-1) ?? "-",
});
