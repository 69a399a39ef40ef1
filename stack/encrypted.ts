/**
 * Texts of a value that stand encrypted in the stack's file. Pulumi takes a whole key for a secret as soon as one value in it
 * is encrypted, so what it tells of the key says nothing of each text.
 *
 * @param value the program's view of the key, decrypted
 * @param written the same as it stands in the file
 * @returns none where the two do not belong together: then the value came from another file, and nothing is known of it
 */
export function encryptedIn(value: unknown, written: unknown): Set<string> {
    const found = { sealed: new Set<string>(), open: new Set<string>(), differs: false };
    compare(value, written, found);
    return found.differs ? new Set() : new Set([...found.sealed].filter((text) => !found.open.has(text)));
}

const DATE = /^\d{4}-\d\d?-\d\d?/;

interface Found {
    sealed: Set<string>;
    /** Texts that stand in the file as they are. */
    open: Set<string>;
    differs: boolean;
}

function compare(value: unknown, written: unknown, found: Found): void {
    if (isSealed(written)) return textsIn(value, found.sealed);
    if (typeof value === "string") {
        found.open.add(value);
        // What YAML reads as a date or a number is handed on in another form, and not compared.
        const isText = typeof written === "string" && !DATE.test(written);
        if (isText ? written !== value : isBranch(written)) found.differs = true;
    } else if (isBranch(value)) {
        if (!isBranch(written) || Array.isArray(value) !== Array.isArray(written)) return void (found.differs = true);
        const keys = new Set([...Object.keys(value), ...Object.keys(written)]);
        for (const key of keys) compare(value[key], written[key], found);
    } else if (isBranch(written)) {
        found.differs = true;
    }
}

function textsIn(value: unknown, into: Set<string>): void {
    if (typeof value === "string") into.add(value);
    if (isBranch(value)) for (const one of Object.values(value)) textsIn(one, into);
}

/** How Pulumi writes an encrypted value. */
function isSealed(written: unknown): boolean {
    if (!isBranch(written) || Array.isArray(written)) return false;
    const [key, ...more] = Object.keys(written);
    return key === "secure" && more.length === 0 && typeof written.secure === "string";
}

function isBranch(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null;
}
