import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { engineFolder } from "../lib/store.mjs";
import { atLeast, pinned, versionIn } from "../lib/versions.mjs";

describe("versions", () => {
    it("are found in what programs say of themselves", () => {
        assert.equal(versionIn("go version go1.26.8 linux/amd64"), "1.26.8");
        assert.equal(versionIn("v3.256.0\n"), "3.256.0");
        assert.equal(versionIn("Python 3.9"), "3.9");
        assert.equal(versionIn("go version devel"), undefined);
    });

    it("compare by numbers, not by letters", () => {
        assert.ok(atLeast("3.208.0", "3.208.0"));
        assert.ok(atLeast("3.1000.0", "3.208.0"));
        assert.ok(atLeast("4.0", "3.208.0"));
        assert.ok(!atLeast("3.99.9", "3.208.0"));
        assert.ok(!atLeast("1.9", "1.26.0"));
        assert.ok(!atLeast(undefined, "1.0"));
    });
});

describe("pinned versions", () => {
    /** @param {string} file */
    const text = (file) => readFileSync(path.join(engineFolder, file), "utf8");

    it("are those that the programs are built from", () => {
        assert.match(text("programs/go.mod"), new RegExp(`pulumi/pkg/v3 v${pinned.pulumi.replaceAll(".", "\\.")}\\b`));
        assert.match(
            text("vault-server/go.mod"),
            new RegExp(`hashicorp/vault v${pinned.vault.replaceAll(".", "\\.")}\\b`),
        );
        assert.match(text("requirements.txt"), new RegExp(`moto\\[server\\]==${pinned.moto}\\b`));
        assert.equal(JSON.parse(text("programs/trim.json"))[0].version, `v${pinned.pulumi}`);
        assert.equal(JSON.parse(text("vault-server/trim.json"))[0].version, `v${pinned.vault}`);
    });

    it("are those that the providers say", () => {
        const sources = [
            "programs/bridged/aws/provider.go",
            "programs/bridged/small.go",
            "programs/postgresql/main.go",
            "vault-provider/main.go",
        ]
            .map(text)
            .join("\n");
        for (const version of Object.values(pinned.plugins)) assert.ok(sources.includes(`"${version}"`), version);
    });

    it("come with lists that name no registry", () => {
        for (const file of ["language-host/package-lock.json", "programs/go.mod", "vault-server/go.mod"])
            assert.doesNotMatch(text(file), /https?:\/\/[^"]*registry|"resolved"/);
    });
});
