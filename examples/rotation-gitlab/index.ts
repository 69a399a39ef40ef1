import * as pulumi from "@pulumi/pulumi";
import { ApiKey, checkEndpoint, checkTexts } from "pulumi-credential-rotation/extend";
import type { ApiKeyArgs, StackExtension, StackKind } from "pulumi-credential-rotation/extend";
import { z } from "zod";
import { gitlab } from "./gitlab";

export { gitlab, rotationVendors } from "./gitlab";

const LEVELS = { guest: 10, planner: 15, reporter: 20, developer: 30, maintainer: 40, owner: 50 };

/** A token lives for two periods and a day, in case that rotation ever stops. */
const PERIODS_TO_LIVE = 2;

/** What a `GitLabAccessToken` is made from. Exactly one of `project` and `group`. */
export interface GitLabAccessTokenArgs extends ApiKeyArgs {
    /** A token with the scope `api` of somebody who may manage access tokens: a maintainer, or an owner of the group. Secret. */
    managementKey: pulumi.Input<string>;
    /** Number or path of the project, such as `acme/web`. */
    project?: string;
    /** Number or path of the group. */
    group?: string;
    /** Scopes of the first token, such as `["read_repository"]`. Later ones copy those of the token in use, less what is taken off. */
    scopes?: string[];
    /** Default: `maintainer`, as GitLab's own. A later token never gets more than the one in use. */
    accessLevel?: keyof typeof LEVELS;
    /** Base address. Default: `https://gitlab.com`. */
    endpoint?: string;
}

/** A project or group access token of GitLab that rotates. */
export class GitLabAccessToken extends ApiKey {
    constructor(name: string, args: GitLabAccessTokenArgs, opts?: pulumi.ComponentResourceOptions) {
        const { project, group, scopes, accessLevel = "maintainer", endpoint = "https://gitlab.com" } = args;
        checkEndpoint(name, endpoint);
        checkTexts(name, "scopes", scopes, args.adopt === undefined, "read_repository");
        if ((project === undefined) === (group === undefined)) {
            throw new Error(`${name}: expected exactly one of project and group, a number or a path like "acme/web"`);
        }
        if (!(accessLevel in LEVELS)) {
            const expected = Object.keys(LEVELS).join(", ");
            throw new Error(`${name}: accessLevel: ${JSON.stringify(accessLevel)}; expected one of ${expected}`);
        }
        const place = project === undefined ? `groups/${group}` : `projects/${project}`;
        const owner = place.replace(/\/(.*)$/, (_, path: string) => `/${encodeURIComponent(path)}`);
        const settings = { endpoint, owner, scopes, accessLevel: LEVELS[accessLevel] };
        const definition = { vendor: gitlab, settings, management: args.managementKey, periodsToLive: PERIODS_TO_LIVE };
        super("rotation-gitlab:index:GitLabAccessToken", name, args, definition, opts);
    }
}

const fields = z.strictObject({
    managementKey: z.unknown(),
    project: z.string().optional(),
    group: z.string().optional(),
    scopes: z.array(z.string()).min(1).optional(),
    accessLevel: z.enum(["guest", "planner", "reporter", "developer", "maintainer", "owner"]).optional(),
    endpoint: z.string().optional(),
});

const gitlabAccessToken: StackKind<z.infer<typeof fields>> = {
    fields,
    preset: "thirdParty",
    make({ name, managementKey, ...rest }, args, secret) {
        return new GitLabAccessToken(name, { ...args, ...rest, managementKey: secret("managementKey", managementKey) });
    },
};

export const rotationExtension: StackExtension = { kinds: { "gitlab-access-token": gitlabAccessToken } };
