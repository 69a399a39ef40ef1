import type { Service } from "../protocol/errors";
import type { Params } from "../protocol/operation";

/** Where a request is made: enough to spell ARNs. */
export interface Place {
    account: string;
    region: string;
}

/** What the guard has to look up to name a resource fully. */
export interface Directory {
    /** ARN of a user, with its path. */
    userArn(userName: string): Promise<string>;
    roleArn(roleName: string): Promise<string>;
    /** Full ARN of a secret, with its six characters; undefined when there is none. */
    secretArn(secretId: string, region: string): Promise<string | undefined>;
    /** Name of the user that owns a key. */
    ownerOf(accessKeyId: string): string | undefined;
    /** The user that calls, for the actions of IAM that mean the caller when they name nobody. */
    callerName: string | undefined;
}

/** How one action maps to what IAM policies and the call log say of it. */
export interface ActionSpec {
    /** Reads are left out of `mutations()` and have ReadOnly "true" in CloudTrail. */
    access: "read" | "write";
    /** ARNs that the caller needs the action on. */
    resources(params: Params, place: Place, directory: Directory): Promise<string[]>;
    /** What the log calls the resource: a user, a parameter, a secret. Never a value. */
    label(params: Params, directory: Directory): string;
    /** Name of the resource in an AccessDenied message, where that isn't the ARN. */
    spoken?(params: Params, directory: Directory): string | undefined;
}

export type Catalogue = Record<string, ActionSpec>;

/** Actions of one service, by name. */
export type Catalogues = Record<Service, Catalogue>;

/** Actions that start like this change nothing. */
export function accessOf(action: string): "read" | "write" {
    return /^(Get|List|Describe|Lookup|BatchGet|Generate|Simulate|Validate|Decode)/.test(action) ? "read" : "write";
}

/** Makes the specs of many actions that share a shape. */
export function specs(names: string, shape: Omit<ActionSpec, "access">): Catalogue {
    return Object.fromEntries(
        names
            .trim()
            .split(/\s+/)
            .map((name) => [name, { access: accessOf(name), ...shape }]),
    );
}

/** An action that no policy can limit to a resource. */
export function onEverything(names: string): Catalogue {
    return specs(names, { resources: async () => ["*"], label: () => "*" });
}
