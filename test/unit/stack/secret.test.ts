import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { encryptedIn } from "../../../stack/encrypted";
import { refusePlainKey, secretValue } from "../../../stack/secret";

const SHOWN = "sk_live_plain";
const sealed = { secure: "v1:a:b" };
const list = [
    { name: "a", managementKey: "one" },
    { name: "b", managementKey: SHOWN, adopt: { key: "two" } },
];

describe("a secret in the list of credentials", () => {
    const home = process.cwd();
    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(path.join(tmpdir(), "stack-"));
        process.chdir(folder);
        const text = JSON.stringify(list);
        pulumi.runtime.setAllConfig({ "rotation:credentials": text }, ["rotation:credentials"]);
    });
    afterEach(() => {
        process.chdir(home);
        rmSync(folder, { recursive: true });
        pulumi.runtime.setAllConfig({}, []);
    });
    const write = (credentials: unknown, at = ".", project: object = {}): void => {
        mkdirSync(path.join(folder, at), { recursive: true });
        writeFileSync(path.join(folder, "Pulumi.yaml"), JSON.stringify({ name: "p", ...project }));
        const config = { "rotation:credentials": credentials };
        writeFileSync(path.join(folder, at, `Pulumi.${pulumi.getStack()}.yaml`), JSON.stringify({ config }));
    };
    const refused = (text = SHOWN): void =>
        assert.throws(
            () => secretValue("managementKey", text),
            ({ message }: Error) =>
                /^managementKey: it cannot be seen .* is encrypted/.test(message) && !message.includes(text),
        );
    const half = [
        { name: "a", managementKey: sealed },
        { name: "b", managementKey: SHOWN, adopt: { key: sealed } },
    ];

    it("is refused in plain text, whatever stands encrypted beside it", () => {
        write(half);
        refused();
        for (const text of ["one", "two"]) secretValue("managementKey", text);
    });

    it("is taken where it is encrypted, alone or with the whole list", () => {
        for (const written of [sealed, half.map((entry) => ({ ...entry, managementKey: sealed }))]) {
            write(written);
            secretValue("managementKey", SHOWN);
        }
    });

    it("is looked for where the project keeps the files of its stacks", () => {
        for (const field of ["stackConfigDir", "config"]) {
            write(sealed, "stacks", { [field]: "stacks" });
            secretValue("managementKey", SHOWN);
        }
        mkdirSync("program");
        process.chdir("program");
        secretValue("managementKey", SHOWN);
    });

    it("is refused where no file tells, or that of another configuration", () => {
        refused("one");
        write(undefined);
        refused("one");
        write([{ ...half[0], name: "other" }, half[1]]);
        refused("one");
    });

    it("is refused in plain text under the key of a Vault token too", () => {
        pulumi.runtime.setAllConfig({ "vault:open": "hvs.1", "vault:sealed": "hvs.2" }, ["vault:sealed"]);
        assert.throws(
            () => refusePlainKey("tokenFrom.config", "vault:open"),
            /^Error: tokenFrom\.config stands in plain/,
        );
        for (const key of ["vault:sealed", "vault:none"]) refusePlainKey("tokenFrom.config", key);
    });

    it("that stands encrypted here and in plain text there is one in plain text", () => {
        assert.deepEqual(encryptedIn(["x", "x", "y"], [sealed, "x", sealed]), new Set(["y"]));
        assert.deepEqual(
            encryptedIn({ at: "2026-01-05 00:00:00 +0000 UTC", k: "y" }, { at: "2026-01-05", k: sealed }),
            new Set(["y"]),
        );
    });
});
