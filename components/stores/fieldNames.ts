/** How a store names the fields of a credential. */
export interface Naming {
    /** Where the names are given, for sentences, for example `stores.ssm.names`. */
    at: string;
    /** What was given. */
    names: Record<string, string> | undefined;
    nameOf(field: string): string;
    /** What the store names beside the fields of the credential; `renamed` where `names` takes it too. */
    beside: string[];
    renamed?: boolean;
}

/**
 * Refuses a name for a field that there is not, for what it was meant for would go by another name, and one name for two,
 * of which one would be lost.
 *
 * @throws Error that names the field, the value and what was expected
 */
export function checkFieldNames({ at, names = {}, nameOf, beside, renamed }: Naming, fieldNames: string[]): void {
    const known = renamed ? [...fieldNames, ...beside] : fieldNames;
    const stranger = Object.keys(names).find((field) => !known.includes(field));
    if (stranger !== undefined) {
        throw new Error(`${at}: unknown field ${JSON.stringify(stranger)}; expected some of ${known.join(", ")}`);
    }
    const all = [...known.map(nameOf), ...(renamed ? [] : beside)];
    const twice = all.find((name, index) => all.indexOf(name) < index);
    if (twice === undefined) return;
    const each = [...fieldNames, ...beside].join(", ");
    throw new Error(`${at}: ${JSON.stringify(twice)} stands for two; expected another name for each of ${each}`);
}
