import type * as random from "@pulumi/random";
import * as pulumi from "@pulumi/pulumi";
import { SlotRequest } from "../../rotation/credentialKind";
import { scramVerifier } from "./scram";
import { PasswordForm } from "./trial";

/** A password that was made, and what the server is sent in its place. */
export interface GeneratedPassword {
    resource: pulumi.CustomResource;
    /** Secret. */
    password: pulumi.Output<string>;
    /** What the server is sent: a verifier, or the password itself where that is asked for. Secret. */
    verifier: pulumi.Output<string>;
}

/** 22 letters and digits have 131 bits. */
export const MIN_LENGTH = 22;

/**
 * Letters and digits only: they stay as they are in URLs, DSNs, env files, YAML, JSON and shells. At least one of each
 * sort, so that none is taken for a number. The salt is kept too, so that the verifier is the same in every run. Another
 * length holds for passwords that are made from then on: one that exists would be replaced on the spot, without overlap.
 */
export function generatePassword(
    lib: typeof random,
    name: string,
    length: number,
    { generation, creating }: Pick<SlotRequest, "generation" | "creating">,
    opts: pulumi.CustomResourceOptions,
    form: PasswordForm = "verifier",
): GeneratedPassword {
    const keepers = { generation: String(generation) };
    const kept = creating ? {} : { ignoreChanges: [...(opts.ignoreChanges ?? []), "length"] };
    const made = new lib.RandomPassword(
        `${name}-password`,
        { length, special: false, minLower: 1, minUpper: 1, minNumeric: 1, keepers },
        { ...opts, ...kept },
    );
    const salt = new lib.RandomBytes(`${name}-salt`, { length: 16, keepers }, { parent: opts.parent });
    const password = pulumi.secret(made.result);
    const verifier = pulumi.secret(
        pulumi
            .all([made.result, salt.base64])
            .apply(([text, salted]) => (form === "plain" ? text : scramVerifier(text, salted))),
    );
    return { resource: made, password, verifier };
}
