import * as pulumi from "@pulumi/pulumi";
import { ServerInputs } from "./server";

/** The provider's code as the engine keeps it in the state: one line that asks the installed package. See rotation/ledger.ts. */
const PROVIDER = `exports.handler = () => require("pulumi-credential-rotation/postgres-exit");`;

/** What the exit of a login is made from. */
export interface LoginTeardownArgs {
    server: ServerInputs;
    role: pulumi.Input<string>;
    /** Role that gets what the login owns. */
    owner: string;
    generation: number;
    enabled: boolean;
    /** End the sessions that are open when it is disabled. */
    terminate: boolean;
}

/**
 * How a login leaves. The provider's own role resource would drop it with DROP OWNED, in one database, and fail where
 * it is gone already; so that resource drops nothing, and this one does. What happens to it is in `exitProvider`.
 */
export class LoginTeardown extends pulumi.CustomResource {
    constructor(name: string, { server, ...rest }: LoginTeardownArgs, opts: pulumi.CustomResourceOptions) {
        super(
            "pulumi-nodejs:dynamic/rotation:PostgresLoginExit",
            name,
            { __provider: PROVIDER, ...server, ...rest },
            opts,
        );
    }
}
