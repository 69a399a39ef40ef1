/**
 * Whose credentials these are at the vendor, by the fields that say so, for example `{ endpoint, account }`. Nothing secret;
 * null for a field that is left out.
 */
export type Owner = Record<string, string | null>;

/** How the fields read in sentences, where they are no arguments. */
const TITLES: Record<string, string> = { mode: "the mode of the management key" };

/**
 * Why the credentials would be somebody else's from now on; undefined if they are not. A field that one of the two lacks
 * was not looked at then, and says nothing.
 *
 * @param kept as it was when it was first seen
 */
export function strayed(title: string, kept: Owner | undefined, now: Owner | undefined): string | undefined {
    const changed = Object.keys(kept ?? {}).filter((field) => now && field in now && kept?.[field] !== now[field]);
    if (kept === undefined || now === undefined || changed.length === 0) return undefined;
    const said = changed.map(
        (field) =>
            `${TITLES[field] ?? field}: ${shown(now[field])}; expected ${shown(kept[field])}, whose these keys are`,
    );
    return (
        `${title}: ${said.join("; ")}. Whose a credential is cannot be changed in place. Nothing was changed. Set ` +
        `${changed.length > 1 ? "them" : "it"} back; for another one, list one more credential with a store of its own, ` +
        `move the consumers there, and take this one off the list after that`
    );
}

/** What is known by now: what was kept, and what was never seen before. */
export function known(kept: Owner | undefined, now: Owner | undefined): Owner | undefined {
    return kept === undefined && now === undefined ? undefined : { ...now, ...kept };
}

function shown(value: string | null): string {
    return value === null ? "none" : JSON.stringify(value);
}
