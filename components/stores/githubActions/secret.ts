import * as pulumi from "@pulumi/pulumi";
import { ModuleResource } from "../../shared/moduleResource";

/** What one secret is made from. */
export interface ActionsSecretArgs {
    endpoint: string;
    path: string;
    /** Secret. */
    token: pulumi.Input<string>;
    name: string;
    /** Secret. */
    value: pulumi.Output<string>;
    /** JSON of what an organization's secret has beside: who sees it. */
    more?: string;
    overwrite: boolean;
}

/** A secret of GitHub Actions. What happens to it is in providers/githubActionsSecret.ts. */
export class ActionsSecret extends ModuleResource {
    /** When GitHub says that it was written (RFC 3339). */
    declare readonly updatedAt: pulumi.Output<string>;

    constructor(resource: string, { token, value, ...rest }: ActionsSecretArgs, opts: pulumi.CustomResourceOptions) {
        const secrets = { token: pulumi.secret(token), value: pulumi.secret(value) };
        const props = { ...rest, ...secrets, updatedAt: undefined };
        super("pulumi-credential-rotation/github-actions-secret", "rotation:GitHubActionsSecret", resource, props, {
            ...opts,
            additionalSecretOutputs: ["token", "value"],
        });
    }
}
