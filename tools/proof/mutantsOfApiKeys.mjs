/** Guards of API keys and of the list of credentials: whose a key is, and what an answer says. */
const CREDENTIALS = "test/unit/credentials";
const WHOSE = `${CREDENTIALS}/apiKey/whose.test.ts`;
const ANSWERS = `${CREDENTIALS}/apiKey/answers.test.ts`;

/** @type {import("./mutants.mjs").Mutant[]} */
export const MUTANTS_OF_API_KEYS = [
    {
        guard: "ownership: the keys of another account are refused by the ledger",
        file: "components/providers/ledger.ts",
        find: "if (stray !== undefined) return",
        replace: 'if (stray === "") return',
        tests: [WHOSE],
    },
    {
        guard: "ownership: and by the slot",
        file: "components/providers/apiKey.ts",
        find: "if (stray !== undefined) return",
        replace: 'if (stray === "") return',
        tests: [WHOSE],
    },
    {
        guard: "ownership: a published key that works and is not listed was not deleted",
        file: "components/credentials/apiKey/kind.ts",
        find: `(await this.probe(fields)).state !== "alive"`,
        replace: `(await this.probe(fields)).state !== "never"`,
        tests: [WHOSE],
    },
    {
        guard: "ownership: another stack's key is no leftover",
        file: "components/decision/attribution.ts",
        find: "stranger.mark === intent.mark && ",
        replace: "",
        tests: [`${CREDENTIALS}/apiKey/neighbours.test.ts`],
    },
    {
        guard: "an answer without a list is no empty list",
        file: "components/clients/http/request.ts",
        find: "if (!isJson) throw",
        replace: "if (status < 0) throw",
        tests: [ANSWERS],
    },
    {
        guard: "nothing was made is said only where that is certain",
        file: "components/providers/apiKey.ts",
        find: `!(error instanceof VendorError && error.acted === "no")`,
        replace: `error instanceof VendorError && error.status === undefined`,
        tests: [ANSWERS],
    },
    {
        guard: "a secret in plain text is refused whatever stands encrypted beside it",
        file: "stack/secret.ts",
        find: "if (!sealed().has(entry)) {",
        replace: 'if (entry === "") {',
        tests: ["test/unit/stack/secret.test.ts"],
    },
];
