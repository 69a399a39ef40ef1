import type { Consumer } from "./consumer";

/** Consumers that must have moved before another one is asked, by themselves or by their names. */
export type After = (Consumer | string)[];

/** Their names; undefined where there are none. */
export function namesOf(after: After | undefined): string[] | undefined {
    return after?.map((other) => (typeof other === "string" ? other : other.name));
}
