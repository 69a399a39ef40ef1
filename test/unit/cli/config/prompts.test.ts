import assert from "node:assert/strict";
import { newEntry } from "../../../../cli/config/newEntry";
import { askAll, ASKED, type Prompts } from "../../../../cli/config/prompts";
import { checkCredentials } from "../../../../stack/config";
import { kinds } from "../../../../stack/kinds";

/** Somebody who types these answers, one a question; nothing takes what is proposed. */
function typist(answers: (string | undefined)[]): Prompts & { asked: string[]; refused: string[] } {
    const [asked, refused]: string[][] = [[], []];
    const next = (): string | undefined => {
        assert.ok(answers.length > 0, `nobody expected the question ${asked.at(-1)}`);
        return answers.shift();
    };
    return {
        asked,
        refused,
        async input({ message, default: usual = "", validate = () => true }) {
            asked.push(message);
            for (;;) {
                const text = next() ?? usual;
                const verdict = validate(text);
                if (verdict === true) return text;
                refused.push(verdict);
            }
        },
        async select({ message, choices }) {
            asked.push(message);
            const text = next();
            const found = choices.find(({ value }) => value === text) ?? (text === undefined ? choices[0] : undefined);
            assert.ok(found, `${message} does not offer ${text}`);
            return found.value;
        },
    };
}

const nobody = () => false;

describe("what init asks", () => {
    it("makes of the proposals alone an entry that the stack takes, for every kind that there is", async () => {
        assert.deepEqual(Object.keys(ASKED).sort(), Object.keys(kinds).sort());
        for (const kind of Object.keys(ASKED)) {
            const prompts = typist([undefined, kind, ...Array<undefined>(9).fill(undefined)]);
            const [entry] = checkCredentials([newEntry(await askAll({}, nobody, prompts))]);
            assert.deepEqual([entry.kind, entry.name], [kind, "myapp"]);
        }
    });

    it("is what a login of PostgreSQL needs, and no password", async () => {
        const answers = ["shop", "postgres-login", undefined, "orders", "db.internal:5433", "dba", "dbaPassword"];
        const prompts = typist([...answers, undefined, "36h", "vaultKv", undefined]);
        const entry = newEntry(await askAll({}, nobody, prompts));
        assert.deepEqual(entry, {
            kind: "postgres-login",
            name: "shop",
            login: "shop",
            database: "orders",
            server: { host: "db.internal", port: 5433, username: "dba", password: { config: "dbaPassword" } },
            every: "30d",
            overlap: "36h",
            stores: [{ vaultKv: { path: "secret/shop" } }],
        });
        assert.equal(checkCredentials([entry])[0].kind, "postgres-login");
    });

    it("is not asked again where a flag says it", async () => {
        const prompts = typist(["static-secret"]);
        const given = { name: "pepper", every: "7d", overlap: "24h", store: "ssm" as const, path: "/pepper" };
        await askAll(given, nobody, prompts);
        assert.deepEqual(prompts.asked, ["Kind"]);
    });

    it("is asked again at once where it cannot be", async () => {
        const prompts = typist(["a b", "here", "new", "static-secret", "soon", "80d", undefined, "ssm", "x", "/x"]);
        const wanted = await askAll({}, (name) => name === "here", prompts);
        assert.deepEqual([wanted.name, wanted.every, wanted.path], ["new", "80d", "/x"]);
        const [sign, taken, time, place] = prompts.refused;
        assert.match(place, /^"x"; expected letters, digits/);
        assert.match(sign, /^"a b"; expected letters/);
        assert.equal(taken, "there is an entry here already");
        assert.match(time, /^"soon" is not a duration/);
    });
});

describe("a login of PostgreSQL by flags", () => {
    const wanted = { name: "app", kind: "postgres-login", store: "ssm" as const, path: "/app", database: "app" };

    it("takes the server from the stack's configuration where none is given", () => {
        const entry = newEntry(wanted);
        assert.deepEqual([entry.login, entry.database, entry.server], ["app", "app", undefined]);
        assert.equal(checkCredentials([entry])[0].kind, "postgres-login");
    });

    it("names what is missing or cannot be read", () => {
        assert.throws(() => newEntry({ ...wanted, database: undefined }), /--database is missing/);
        assert.throws(() => newEntry({ ...wanted, server: "db" }), /--admin-password is missing/);
        const half = { ...wanted, server: "db:x", adminPassword: "dba" };
        assert.throws(() => newEntry(half), /--server: "db:x"; expected a host/);
    });
});
