import * as pulumi from "@pulumi/pulumi";
import { ModuleResource } from "../../shared/moduleResource";
import { ServerInputs } from "./server";

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

/** The password of one role. What happens to it is in providers/postgresPassword.ts. */
export class RolePassword extends ModuleResource {
    declare readonly generation: pulumi.Output<number>;

    constructor(name: string, { server, ...rest }: RolePasswordArgs, opts: pulumi.CustomResourceOptions) {
        super(
            "pulumi-credential-rotation/postgres-password",
            "rotation:PostgresPassword",
            name,
            { ...server, ...rest },
            opts,
        );
    }
}
