import * as pulumi from "@pulumi/pulumi";

/** The parts of a credential as they are published, for example `accessKeyId` and `secretAccessKey`. */
export type Fields = Record<string, string>;

/** Where a kind registers its resources. */
export interface Scope {
    name: string;
    parent: pulumi.ComponentResource;
}
