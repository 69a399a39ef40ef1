import * as pulumi from "@pulumi/pulumi";
import { ServerInputs } from "./server";

/** The provider's code as the engine keeps it in the state: one line that asks the installed package. See rotation/ledger.ts. */
const PROVIDER = `exports.handler = () => require("pulumi-credential-rotation/postgres-password");`;

/** What is set on a role that has one password at a time. */
export interface RolePasswordArgs {
    server: ServerInputs;
    role: string;
    generation: number;
    /** Secret. */
    newPassword: pulumi.Input<string>;
    /** Secret. */
    verifier: pulumi.Input<string>;
    /** JSON of the Target, for trying it. */
    target: pulumi.Input<string>;
    check?: string;
    deadlineMs: number;
}

/** The password of one role. What happens to it is in `passwordProvider`. */
export class RolePassword extends pulumi.CustomResource {
    declare readonly generation: pulumi.Output<number>;

    constructor(name: string, { server, ...rest }: RolePasswordArgs, opts: pulumi.CustomResourceOptions) {
        super(
            "pulumi-nodejs:dynamic/rotation:PostgresPassword",
            name,
            { __provider: PROVIDER, ...server, ...rest },
            opts,
        );
    }
}
