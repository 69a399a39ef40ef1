import assert from "node:assert/strict";
import { StaticSecretKind } from "../../../../components/credentials/staticSecret/kind";
import { StaticSecret } from "pulumi-credential-rotation";
import { alphabets, readShape } from "../../../../components/credentials/staticSecret/alphabet";

describe("what a static secret is made of", () => {
    // Holds 39; incidents 23.
    it("is a name or the characters themselves", () => {
        assert.deepEqual(readShape("a", 48, "alphanumeric", 128), { length: 48, alphabet: alphabets.alphanumeric });
        assert.deepEqual(readShape("a", 32, "hex", 128), { length: 32, alphabet: "0123456789abcdef" });
        assert.deepEqual(readShape("a", 128, "01", 128), { length: 128, alphabet: "01" });
        for (const characters of Object.values(alphabets)) assert.match(characters, /^[A-Za-z0-9_-]+$/);
    });

    const wrong: [string, [number, string, number], RegExp][] = [
        [
            "too little chance",
            [16, "hex", 128],
            /a: length: 16 of 16 characters make 64 bits; expected at least 128: length: 32,/,
        ],
        ["no whole number", [1.5, "hex", 1], /a: length: 1\.5; expected a whole number from 1 to 1024/],
        ["too long", [2000, "hex", 1], /length: 2000; expected a whole number/],
        ["one character", [48, "x", 1], /alphabet: "x"; expected alphanumeric, base64url, hex, or at least two/],
        ["a character twice", [48, "abca", 1], /alphabet: "abca"; expected .* each once/],
        ["a space", [48, "ab c", 1], /alphabet: "ab c"; expected/],
        ["a letter that is not ASCII", [48, "abä", 1], /alphabet: "abä"; expected/],
        ["no bits", [48, "hex", 0], /minBits: 0; expected a number above 0/],
        ["bits that are no number", [48, "hex", Number.NaN], /minBits: NaN; expected/],
    ];
    for (const [name, [length, alphabet, minBits], message] of wrong) {
        it(`is refused: ${name}`, () => assert.throws(() => readShape("a", length, alphabet, minBits), message));
    }

    it("is checked when the component is made", () => {
        const made = (more: object) => () => new StaticSecret("mine", { stores: [], ...more });
        assert.throws(made({ length: 8 }), /mine: length: 8 of 62 characters/);
        assert.throws(
            made({ adopt: { value: "" } }),
            /mine: adopt\.value is missing or empty; expected the value to take/,
        );
        const other = { adopt: { value: "x", as: "next" } };
        assert.throws(made(other), /mine: adopt\.as: "next"; expected "current" or "previous"/);
    });

    it("is known by nobody where it was taken over and is not given any more", () => {
        const kind = new StaticSecretKind("mine", readShape("mine", 48, "hex", 1));
        const request = { slot: "blue", generation: 1, enabled: true, creating: false, published: true } as const;
        const register = () => kind.register({} as never, { ...request, adopted: "adopted-0001" }, {});
        assert.throws(
            register,
            /mine: adopt is missing: blue holds the value that was taken over.*published or deleted$/,
        );
    });
});
