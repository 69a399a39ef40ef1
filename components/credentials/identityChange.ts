/** What a credential is known by, and how its fields read in a sentence. */
export interface IdentityChange {
    /** The fields that may have been changed, for example `login or mode`. */
    fields: string;
    /** How they are meant when they are to be set back: `it` or `them`. */
    set: "it" | "them";
    /** What there would have to be another one of, for example `login`. */
    place: string;
}

/** Why what is published may be that of another credential, and the ways out: the end of an error. */
export function identityChangeHelp({ fields, set, place }: IdentityChange): string {
    return (
        `${fields} was changed, or the store belongs to another credential. Nothing was changed. Set ${set} back; for ` +
        `another ${place}, list one more credential with a store of its own, move the consumers there, and take this one ` +
        `off the list after that`
    );
}
