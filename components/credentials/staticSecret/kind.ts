import * as pulumi from "@pulumi/pulumi";
import { adoptHint } from "../../decision/rules/stateConflict";
import { RemoteCredential } from "../../decision/types";
import { CredentialKind, PublishedPair, RegisteredSlot, SlotRequest } from "../../rotation/credentialKind";
import { random } from "../../shared/peers";
import { Fields, Scope } from "../../shared/scope";
import { Probe } from "../../shared/verification";
import { Shape } from "./alphabet";
import { STATIC_SECRET_FIELDS } from "./fields";

/** What a value is made of must not change one that exists. */
const CREATION_INPUTS = ["length", "special", "overrideSpecial", "upper", "lower", "numeric"];

/** Random values that nobody but the state and the stores knows: there is no vendor to ask, disable or delete at. */
export class StaticSecretKind implements CredentialKind {
    readonly canDisable = true;
    readonly notListable = true;
    readonly fieldNames = ["value"];
    readonly remediation = `remove the record, and ${adoptHint("value")}`;
    readonly pair: PublishedPair = {
        fieldNames: STATIC_SECRET_FIELDS,
        fields: (current, previous) => ({ value: current.value, previous: previous.value }),
    };

    constructor(
        private readonly name: string,
        private readonly shape: Shape,
        /** The value that was taken over; secret. */
        private readonly adopted?: pulumi.Output<string>,
    ) {}

    title(): Promise<string> {
        return Promise.resolve(`static secret ${this.name}`);
    }

    listCredentials(): Promise<RemoteCredential[] | null> {
        return Promise.resolve(null);
    }

    register(scope: Scope, request: SlotRequest, opts: pulumi.CustomResourceOptions): RegisteredSlot {
        const { slot, generation, creating, adopted } = request;
        const { length, alphabet } = this.shape;
        const taken = adopted === undefined ? undefined : this.taken(slot);
        const kept = creating ? {} : { ignoreChanges: CREATION_INPUTS };
        const password = new (random().RandomPassword)(
            `${scope.name}-${slot}`,
            // Whatever the alphabet is, the provider takes it as a set of special characters.
            { length, special: true, overrideSpecial: alphabet, upper: false, lower: false, numeric: false },
            // What was taken over is not made, so nothing is looked for before it.
            { ...opts, ...kept, ...(taken === undefined ? {} : { hooks: undefined }) },
        );
        const fields = pulumi.all([taken ?? password.result, password.id]).apply(([value]): Fields => ({ value }));
        const id = password.id.apply(() => adopted ?? idOf(generation));
        return { resource: password, id, fields: pulumi.secret(fields) };
    }

    /** The resource of such a slot holds a value that nobody uses: an import would write the real one into its id. */
    private taken(slot: string): pulumi.Output<string> {
        if (this.adopted !== undefined) return this.adopted;
        throw new Error(
            `${this.name}: adopt is missing: ${slot} holds the value that was taken over, and nothing else keeps it. Set ` +
                `adopt: { value } to it again, until that generation is deleted. Nothing was published or deleted`,
        );
    }

    /** Nobody but its consumers can try it: that the stores give it back is all there is to know. */
    probe({ value }: Fields): Promise<Probe> {
        if (value) return Promise.resolve({ state: "alive" });
        return Promise.resolve({ state: "dead", detail: "it is empty" });
    }

    /** A value that the state does not hold is nowhere. */
    async disable(): Promise<void> {}

    async discard(): Promise<void> {}
}

/** Public identifier of a value that was taken over: another one than that of a first value that was made. */
export const ADOPTED = "adopted-0001";

/** Public identifier of a value; its last characters are what sentences show. */
export function idOf(generation: number): string {
    return `generation-${String(generation).padStart(4, "0")}`;
}
