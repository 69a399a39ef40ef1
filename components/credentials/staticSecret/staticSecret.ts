import * as pulumi from "@pulumi/pulumi";
import { random } from "../../shared/peers";
import { BlueGreenCredential, CredentialArgs } from "../../rotation/blueGreenCredential";
import { AlphabetName, readShape } from "./alphabet";
import { ADOPTED, StaticSecretKind } from "./kind";

/** A value that exists and is to be rotated from now on. */
export interface AdoptValueArgs {
    /** The value; secret. Leave it where it is until its generation is deleted: nothing else keeps it. */
    value: pulumi.Input<string>;
    /**
     * `current`: publish it as it is; the first rotation replaces it. `previous`: make a new one at once, and publish this
     * beside it for the overlap. Default: `current`.
     */
    as?: "current" | "previous";
}

/** What a `StaticSecret` is made from. */
export interface StaticSecretArgs extends CredentialArgs {
    /** Characters of a value. Default: 48. A change holds from the next rotation on. */
    length?: number;
    /** `alphanumeric`, `base64url`, `hex`, or the characters themselves, each once. Default: `alphanumeric`. A change holds from the next rotation on. */
    alphabet?: AlphabetName | (string & {});
    /** Bits of chance that a value must have at least. Default: 128. */
    minBits?: number;
    /** Take over a value that exists, whatever it is made of. Default: none. */
    adopt?: AdoptValueArgs;
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
        const { length = 48, alphabet = "alphanumeric", minBits = 128, adopt } = args;
        random(); // Whoever has not installed it learns so before anything is made.
        const taken = adopt && pulumi.secret(pulumi.output(adopt.value));
        const kind = new StaticSecretKind(name, readShape(name, length, alphabet, minBits), taken);
        const definition = { kind, preset: "weekly" as const, adopt: adoption(name, adopt) };
        const verification = { successes: 1, ...args.verification };
        super("rotation:index:StaticSecret", name, { ...args, verification }, definition, opts);
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

function adoption(name: string, adopt: AdoptValueArgs | undefined) {
    if (adopt === undefined) return undefined;
    const { value, as = "current" } = adopt;
    if (value === undefined || value === "") {
        throw new Error(`${name}: adopt.value is missing or empty; expected the value to take over, as a secret`);
    }
    if (as !== "current" && as !== "previous") {
        throw new Error(`${name}: adopt.as: ${JSON.stringify(as)}; expected "current" or "previous"`);
    }
    return { id: ADOPTED, as };
}
