import { perRun, shared } from "./thisRun";

/** What no other credential of the program may have too. */
export interface Claim {
    /** The same for the same place, however it was written. Stays in memory. */
    key: string;
    /** How it reads in a sentence, for example `the IAM user myapp-user`. */
    title: string;
}

const claimed = perRun(
    () => new Map<string, string>(),
    shared("claims", () => new WeakMap<object, { it: Map<string, string> }>()),
);

/**
 * Notes that a credential has them.
 *
 * @throws Error when another credential of this run has one of them: each would take what the other makes for its own, or
 * for something that an interrupted run left behind, and end it
 */
export function claim(name: string, claims: Claim[]): void {
    for (const { key, title } of claims) {
        const other = claimed().get(key) ?? name;
        if (other !== name) {
            throw new Error(
                `${name}: the credential ${JSON.stringify(other)} has ${title} too, and each would take what the other makes ` +
                    `for its own or for a leftover. Nothing was changed. Give each one of its own`,
            );
        }
        claimed().set(key, name);
    }
}

const numbers = shared("numbers", () => ({ of: new WeakMap<object, number>(), count: 0 }));

/** Tells objects apart in a key: two providers are two accounts, for all that is known. */
export function numberOf(one: object | undefined): number {
    if (one === undefined) return 0;
    const number = numbers.of.get(one) ?? ++numbers.count;
    numbers.of.set(one, number);
    return number;
}
