import * as pulumi from "@pulumi/pulumi";
import { VendorError } from "../../clients/http/errors";
import { checkEndpoint } from "../../clients/http/answer";
import { knownValue } from "../../shared/pulumiOutputs";
import { Scope } from "../../shared/scope";
import { checkFieldNames } from "../fieldNames";
import { PolicyStatement, Publication, ReadBack, Store } from "../store";
import { publicKeyOf } from "./api";
import { ActionsSecret } from "./secret";
import { load } from "./seal";

/** Where and how a credential is copied to secrets of GitHub Actions. Exactly one of `repository` and `organization`. */
export interface GitHubActionsSecretsArgs {
    /** Like `acme/web`. */
    repository?: string;
    /** Environment of the repository. Default: none, the repository's own secrets. */
    environment?: string;
    organization?: string;
    /** Which repositories of the organization see them. Default: `private`. */
    visibility?: "all" | "private";
    /** A token that may write these secrets; the one of a job may not. Secret. */
    token: pulumi.Input<string>;
    /** Names of the secrets, by field. Default: the field's name in capital letters, `ACCESS_KEY_ID` for `accessKeyId`. */
    names?: Record<string, string>;
    /** Write over secrets that somebody else made. Default: false, which refuses them. */
    overwrite?: boolean;
    /** Base address. Default: `https://api.github.com`. */
    endpoint?: string;
}

const NAME = /^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/;

/**
 * Copies a credential to secrets of GitHub Actions, one for each field. GitHub gives a secret back to nobody, so this is never
 * the first store and never called verified: that GitHub has written it, and when, is what the record says.
 *
 * @throws Error when a name is none that GitHub accepts
 */
export class GitHubActionsSecrets implements Store {
    readonly type = "githubActions";
    readonly title: string;
    readonly recordTitle = "GitHub, which holds no record";
    private readonly endpoint: string;
    private readonly path: string;
    private readonly more?: string;

    readonly copy = {
        writtenAt: (published: pulumi.Resource[]): pulumi.Output<string> =>
            pulumi
                .all(published.map((one) => (one as ActionsSecret).updatedAt))
                .apply((times) => [...times].sort().at(-1) ?? ""),
    };

    constructor(private readonly args: GitHubActionsSecretsArgs) {
        const {
            repository,
            environment,
            organization,
            visibility,
            endpoint = "https://api.github.com",
            names = {},
        } = args;
        checkEndpoint("stores.githubActions", endpoint);
        if ((repository === undefined) === (organization === undefined) || (environment && !repository)) {
            throw new Error(
                `stores.githubActions: expected exactly one of repository (like "acme/web", with or without environment) and organization`,
            );
        }
        if (repository !== undefined && !/^[\w.-]+\/[\w.-]+$/.test(repository)) {
            throw new Error(
                `stores.githubActions.repository: ${JSON.stringify(repository)}; expected owner and name, like "acme/web"`,
            );
        }
        for (const [field, name] of Object.entries(names)) checkName(`names.${field}`, name);
        this.endpoint = endpoint;
        const env = environment === undefined ? "/actions" : `/environments/${encodeURIComponent(environment)}`;
        const owner = repository === undefined ? `/orgs/${organization}/actions` : `/repos/${repository}${env}`;
        this.path = `${owner}/secrets`;
        this.more = repository === undefined ? JSON.stringify({ visibility: visibility ?? "private" }) : undefined;
        this.title = `GitHub Actions of ${repository ?? organization}${environment ? ` (${environment})` : ""}`;
    }

    checkFields(fieldNames: string[]): void {
        const { names } = this.args;
        const nameOf = (field: string) => this.nameOf(field);
        checkFieldNames({ at: "stores.githubActions.names", names, nameOf, beside: [] }, fieldNames);
        for (const field of fieldNames) checkName(`names.${field}`, this.nameOf(field));
    }

    /** A token that may not write is known before a credential is made that could not be copied. */
    async beforeMint(): Promise<void> {
        load();
        const token = await knownValue(this.args.token);
        if (token === undefined) return;
        await publicKeyOf({ endpoint: this.endpoint, path: this.path, token }).catch((error: unknown) => {
            const { message, status } = error as VendorError;
            const hint = [401, 403, 404].includes(status ?? 0)
                ? `. The token must be one that may write secrets there: docs/github-actions.md`
                : "";
            throw new Error(`${this.title} cannot be written to (${message})${hint}. Nothing was made`);
        });
    }

    publish({ scope, fields, fieldNames, resuming, opts, gate }: Publication): pulumi.Resource[] {
        const { endpoint, path, more } = this;
        const { token, overwrite = false } = this.args;
        return fieldNames.map((field) => {
            const value = fields.apply((found) => found[field]);
            const own = { endpoint, path, token, name: this.nameOf(field), value, more };
            // An interrupted run may have written it, and nobody can tell what it holds.
            const args = { ...own, overwrite: overwrite || resuming };
            return new ActionsSecret(`${scope.name}-github-${field}`, args, { ...opts, hooks: gate() });
        });
    }

    readBack(): Promise<ReadBack[]> {
        return Promise.resolve([]);
    }

    record(_scope: Scope): pulumi.Resource {
        throw new Error(`${this.title} gives nothing back, so it cannot hold the record`);
    }

    readRecord(): Promise<undefined> {
        return Promise.resolve(undefined);
    }

    permissions(): PolicyStatement[] {
        return [];
    }

    private nameOf(field: string): string {
        return this.args.names?.[field] ?? field.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase();
    }
}

function checkName(field: string, name: string): void {
    if (NAME.test(name)) return;
    throw new Error(
        `stores.githubActions.${field}: ${JSON.stringify(name)}; expected capital letters, digits and "_", no digit first, ` +
            `and no GITHUB_ before it`,
    );
}
