/**
 * The permissions of a new key: those of its copied as the vendor has them now, and never more. What the settings do not
 * list any more is left out, so a permission is taken away by taking it off the list; what they list beyond the copied
 * is not granted, so a rotation never widens anything.
 *
 * @param wanted what the settings list; undefined: whatever the copied has
 * @param copied what the other slot's key has; undefined: there is none, or it is gone
 * @param field name of the setting, for the error
 * @throws Error when nothing is left
 */
export function permissionsFor(wanted: string[] | undefined, copied: string[] | undefined, field: string): string[] {
    const granted =
        copied === undefined
            ? (wanted ?? [])
            : wanted === undefined
              ? copied
              : copied.filter((one) => wanted.includes(one));
    if (granted.length > 0) return granted;
    if (copied === undefined)
        throw new Error(`${field} is missing: there is no other key whose permissions could be copied`);
    throw new Error(
        `${field}: ${(wanted ?? []).join(", ")}: the published key has none of them, and a new key never gets more than it. ` +
            `Grant them to the published key at the vendor first`,
    );
}
