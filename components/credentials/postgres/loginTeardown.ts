import * as pulumi from "@pulumi/pulumi";
import { ModuleResource } from "../../shared/moduleResource";
import { ServerInputs } from "./server";

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
 * it is gone already; so that resource drops nothing, and this one does. What happens to it is in providers/postgresExit.ts.
 */
export class LoginTeardown extends ModuleResource {
    constructor(name: string, { server, ...rest }: LoginTeardownArgs, opts: pulumi.CustomResourceOptions) {
        super(
            "pulumi-credential-rotation/postgres-exit",
            "rotation:PostgresLoginExit",
            name,
            { ...server, ...rest },
            opts,
        );
    }
}
