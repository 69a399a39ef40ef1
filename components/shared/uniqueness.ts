import { runLocal, shared } from "./runScope";

/** What no other credential of the program may have too. */
export interface Claim {
    /** The same for the same place, however it was written. Stays in memory. */
    key: string;
    /** How it reads in a sentence, for example `the IAM user myapp-user`. */
    title: string;
}

const claimed = runLocal(
    () => new Map<string, Claimant>(),
    shared("claims", () => new WeakMap<object, { it: Map<string, Claimant> }>()),
);

/** A credential; two under different parents may have one name. */
export interface Claimant {
    name: string;
    parent?: object;
}

/**
 * Notes that a credential has them.
 *
 * @throws Error when another credential of this run has one of them: each would take what the other makes for its own, or
 * for something that an interrupted run left behind, and end it
 */
export function claimUnique(who: Claimant, claims: Claim[]): void {
    const { name } = who;
    for (const { key, title } of claims) {
        const other = claimed().get(key) ?? who;
        if (other.name !== name || other.parent !== who.parent) {
            throw new Error(
                `${name}: the credential ${JSON.stringify(other.name)} has ${title} too, and each would take what the other makes ` +
                    `for its own or for a leftover. Nothing was changed. Give each one of its own`,
            );
        }
        claimed().set(key, who);
    }
}

const numbers = shared("numbers", () => ({ of: new WeakMap<object, number>(), count: 0 }));

/** Tells objects apart in a key: two providers are two accounts, for all that is known. */
export function objectId(one: object | undefined): number {
    if (one === undefined) return 0;
    const number = numbers.of.get(one) ?? ++numbers.count;
    numbers.of.set(one, number);
    return number;
}
