import * as pulumi from "@pulumi/pulumi";
import { BlueGreenCredential, CredentialArgs } from "../../rotation/credential";
import { AlphabetName, readShape } from "./alphabet";
import { StaticSecretKind } from "./kind";

/** What a `StaticSecret` is made from. */
export interface StaticSecretArgs extends CredentialArgs {
    /** Characters of a value. Default: 48. A change holds from the next rotation on. */
    length?: number;
    /** `alphanumeric`, `base64url`, `hex`, or the characters themselves, each once. Default: `alphanumeric`. A change holds from the next rotation on. */
    alphabet?: AlphabetName | (string & {});
    /** Bits of chance that a value must have at least. Default: 128. */
    minBits?: number;
}

/**
 * A random value that rotates: a signing key of webhooks, a session secret, a shared password. The value before it stays
 * published beside it, as `previous`, until the overlap is over, so that a consumer can accept both.
 *
 * @throws Error at construction when an argument cannot be read, naming field, value and what was expected
 */
export class StaticSecret extends BlueGreenCredential {
    /** The published value; marked secret. */
    readonly value: pulumi.Output<string>;
    /** The value before it while both are to be accepted; undefined after the overlap. Marked secret. */
    readonly previous: pulumi.Output<string | undefined>;

    constructor(name: string, args: StaticSecretArgs, opts?: pulumi.ComponentResourceOptions) {
        const { length = 48, alphabet = "alphanumeric", minBits = 128 } = args;
        const kind = new StaticSecretKind(name, readShape(name, length, alphabet, minBits));
        const verification = { successes: 1, ...args.verification };
        super("rotation:index:StaticSecret", name, { ...args, verification }, { kind, preset: "weekly" }, opts);
        const data = this.getData();
        const current = pulumi.output(data.then((found) => found.current.fields));
        const other = pulumi.output(
            data.then(({ ledger, previous }) => {
                const beside = ledger[ledger.current === "blue" ? "green" : "blue"].phase === "overlap";
                return beside ? previous?.fields : undefined;
            }),
        );
        this.value = pulumi.secret(current.apply((fields) => fields.value));
        this.previous = pulumi.secret(other.apply((fields) => fields?.value));
        this.registerOutputs(this.common());
    }
}
