const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** Alphabets by name. All survive a URL, an environment file, YAML, JSON and a shell without quotes. */
export const alphabets = {
    /** Letters of both cases and digits: 5.95 bits a character. */
    alphanumeric: `${LETTERS}${LETTERS.toUpperCase()}0123456789`,
    /** The same with `-` and `_`: 6 bits a character. */
    base64url: `${LETTERS}${LETTERS.toUpperCase()}0123456789-_`,
    /** 4 bits a character. */
    hex: "0123456789abcdef",
} as const;

/** Name of an alphabet. */
export type AlphabetName = keyof typeof alphabets;

/** What a value is made of. */
export interface Shape {
    length: number;
    /** Its characters, each once. */
    alphabet: string;
}

const MAX_LENGTH = 1024;

/**
 * Reads length and alphabet.
 *
 * @param minBits how many bits of chance a value must have at least
 * @throws Error that names the field, the value and what was expected
 */
export function readShape(name: string, length: number, alphabet: string, minBits: number): Shape {
    const characters = (alphabets as Record<string, string>)[alphabet] ?? alphabet;
    if (!/^[\x21-\x7e]*$/.test(characters) || characters.length < 2 || new Set(characters).size < characters.length) {
        throw new Error(
            `${name}: alphabet: ${JSON.stringify(alphabet)}; expected ${Object.keys(alphabets).join(", ")}, or at least two ` +
                `printable ASCII characters, each once and no space`,
        );
    }
    if (!Number.isInteger(length) || length < 1 || length > MAX_LENGTH) {
        throw new Error(`${name}: length: ${length}; expected a whole number from 1 to ${MAX_LENGTH}`);
    }
    if (!(minBits > 0)) throw new Error(`${name}: minBits: ${minBits}; expected a number above 0`);
    const bits = length * Math.log2(characters.length);
    if (bits < minBits) {
        const needed = Math.ceil(minBits / Math.log2(characters.length));
        throw new Error(
            `${name}: length: ${length} of ${characters.length} characters make ${Math.floor(bits)} bits; expected at least ` +
                `${minBits}: length: ${needed}, or a smaller minBits where guessing is prevented otherwise`,
        );
    }
    return { length, alphabet: characters };
}
