import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, beforeEach, describe, it } from "node:test";
import { abandoned, withLock } from "../lib/lock.mjs";
import { contentHash, moveIntoPlace } from "../lib/store.mjs";
import { makeTrimmed, withImports } from "../lib/trim.mjs";

const root = mkdtempSync(path.join(os.tmpdir(), "engine-store-"));
after(() => rmSync(root, { recursive: true }));

/** @param {string} name @param {string} content */
function write(name, content) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), content);
}

describe("a content hash", () => {
    beforeEach(() => {
        rmSync(path.join(root, "part"), { recursive: true, force: true });
        write("part/a.go", "one");
        write("part/b/c.go", "two");
    });
    const hash = (extra = "") => contentHash(["part"], extra, root);

    it("stays the same with the files", () => assert.equal(hash(), hash()));

    it("changes with content, name and what else is said to matter", () => {
        const before = hash();
        assert.notEqual(hash("linux"), before);
        write("part/a.go", "other");
        assert.notEqual(hash(), before);
        write("part/a.go", "one");
        assert.equal(hash(), before);
        write("part/d.go", "");
        assert.notEqual(hash(), before);
    });

    it("doesn't see tests, documentation and what is made from the rest", () => {
        const before = hash();
        for (const name of ["README.md", "test/a.mjs", "node_modules/x.js", "trimmed/y.go"])
            write(`part/${name}`, "anything");
        assert.equal(hash(), before);
    });
});

describe("moving into place", () => {
    it("lets the first win and cleans up after the second", () => {
        write("first/file", "first");
        write("second/file", "second");
        const target = path.join(root, "deep", "target");
        moveIntoPlace(path.join(root, "first"), target);
        moveIntoPlace(path.join(root, "second"), target);
        assert.equal(readFileSync(path.join(target, "file"), "utf8"), "first");
        assert.ok(!existsSync(path.join(root, "second")));
    });
});

describe("a lock", () => {
    const file = path.join(root, "locks", "work");

    it("lets one at a time work", async () => {
        let inside = 0;
        let most = 0;
        const work = () =>
            withLock(file, async () => {
                most = Math.max(most, ++inside);
                await new Promise((resolve) => setTimeout(resolve, 20));
                inside--;
            });
        await Promise.all([work(), work(), work()]);
        assert.equal(most, 1);
        assert.ok(!existsSync(file));
    });

    it("is given back when the work fails", async () => {
        await assert.rejects(
            withLock(file, () => Promise.reject(new Error("broken"))),
            /broken/,
        );
        assert.ok(!existsSync(file));
    });

    it("that a killed process left is taken over", async () => {
        write("locks/work", "999999999");
        assert.ok(abandoned(file));
        assert.equal(await withLock(file, async () => "done"), "done");
    });

    it("of a living process is respected", () => {
        write("locks/work", String(process.ppid));
        assert.ok(!abandoned(file));
        rmSync(file);
    });
});

describe("a trimmed module", () => {
    it("has what is kept, without tests and what is dropped, and with what is added", () => {
        for (const name of ["go.mod", "a/a.go", "a/a_test.go", "a/testdata/x", "a/drop.go", "b/b.go"])
            write(`module/${name}`, name);
        write("programs/patch/a/drop.go", "ours");
        const trim = {
            why: "",
            module: "m",
            version: "v1.0.0",
            sum: "",
            to: "m",
            keep: ["go.mod", "a"],
            drop: ["a/drop.go"],
            add: "patch",
        };
        const target = path.join(root, "trimmed", "m");
        makeTrimmed(trim, path.join(root, "module"), path.join(root, "programs"), target);
        const has = (/** @type {string} */ name) => existsSync(path.join(target, name));
        assert.deepEqual(["go.mod", "a/a.go", "a/a_test.go", "a/testdata", "b"].map(has), [
            true,
            true,
            false,
            false,
            false,
        ]);
        assert.equal(readFileSync(path.join(target, "a", "drop.go"), "utf8"), "ours");
    });

    it("imports a package of its own in the place of one that is left out, under the name that its text uses", () => {
        const instead = { "big.org/go-cloud": "leftout/cloud", "big.org/kms/v2": "leftout/kms" };
        const source = [
            'import "big.org/go-cloud"',
            "import (",
            '\t"big.org/go-cloud/part"',
            '\t"big.org/kms/v2"',
            '\tother "big.org/kms/v2"',
            '\t_ "big.org/kms/v2"    // keys',
            ")",
            'var text = "big.org/kms/v2"',
        ];
        assert.deepEqual(withImports(source.join("\n"), "m.org/m", instead).split("\n"), [
            'import cloud "m.org/m/leftout/cloud"',
            "import (",
            '\t"big.org/go-cloud/part"',
            '\tkms "m.org/m/leftout/kms"',
            '\tother "m.org/m/leftout/kms"',
            '\t_ "m.org/m/leftout/kms"    // keys',
            ")",
            'var text = "big.org/kms/v2"',
        ]);
    });
});
