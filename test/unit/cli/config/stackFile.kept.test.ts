import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { listedEntries } from "../../../../cli/config/entries";
import { StackFile } from "../../../../cli/config/stackFile";

const added = (text: string): string => {
    const file = StackFile.of(text);
    file.set("aws:region", "eu-central-1");
    file.add({ name: "app" });
    file.acknowledge("app/partner", 3);
    file.wish("app", { use: "previous" });
    return file.text();
};

describe("a stack's file that is written by hand", () => {
    const whole = added("");

    for (const empty of ["config:\n", "config: {}\n", "config:\n  rotation:acknowledged:\n"])
        it(`is gone on with where only keys stand: ${JSON.stringify(empty)}`, () => {
            const lines = (text: string) => text.trimEnd().split("\n").sort();
            assert.deepEqual(lines(added(empty)), lines(whole));
        });

    it("keeps what is commented out where nothing else stands", () => {
        assert.equal(added("# mine\n"), `# mine\n\n${whole}`);
        assert.equal(added("config:\n  # vault:address: x\n"), whole.replace("\n", "\n  # vault:address: x\n"));
    });

    const lists: [string, RegExp][] = [
        [`'[{"name": "other"}]'`, /rotation:credentials is a text; expected a list.*Nothing was written/],
        ["{ secure: v1:abc }", /rotation:credentials is encrypted as a whole; expected a list/],
    ];
    for (const [list, message] of lists)
        it(`loses no list that is not written as one, for the next run would delete all: ${list}`, () => {
            const file = StackFile.of(`config:\n  rotation:credentials: ${list}\n`);
            assert.throws(() => file.add({ name: "app" }), message);
        });

    it("is refused by name where no fields stand", () => {
        assert.throws(() => StackFile.of("hello", "Pulumi.x.yaml"), /^UserError: Pulumi\.x\.yaml is a text; expected/);
        const file = StackFile.of(`config:\n  rotation:acknowledged: '{}'\n`);
        assert.throws(() => file.acknowledge("app/partner", 3), /rotation:acknowledged is a text; expected fields/);
    });

    it("that lists a text is said to", () => {
        const config = { "rotation:credentials": { value: "app" } };
        assert.throws(() => listedEntries(config), /^UserError: rotation:credentials is a text; expected a list/);
    });
});

describe("where a stack's file is", () => {
    const at = (project: Record<string, string>): string => {
        const folder = mkdtempSync(path.join(tmpdir(), "stack-file-"));
        try {
            for (const [name, text] of Object.entries(project)) writeFileSync(path.join(folder, name), text);
            const file = StackFile.open(folder, "prod");
            file.set("a:b", "c");
            file.write();
            assert.match(readFileSync(file.file, "utf8"), /a:b: c/);
            return path.relative(folder, file.file);
        } finally {
            rmSync(folder, { recursive: true });
        }
    };

    it("is said by the project, as Pulumi reads it", () => {
        assert.equal(at({ "Pulumi.yaml": "name: a\n" }), "Pulumi.prod.yaml");
        assert.equal(at({ "Pulumi.yml": "name: a\n" }), "Pulumi.prod.yml");
        assert.equal(
            at({ "Pulumi.yaml": "name: a\nstackConfigDir: stacks\n" }),
            path.join("stacks", "Pulumi.prod.yaml"),
        );
        assert.throws(() => at({ "Pulumi.json": "{}" }), /Pulumi\.json: only stacks in YAML can be edited/);
    });

    it("is read by nobody else where only its owner could before", () => {
        const folder = mkdtempSync(path.join(tmpdir(), "stack-file-"));
        try {
            const name = path.join(folder, "Pulumi.prod.yaml");
            writeFileSync(name, "config:\n  a:b: c\n", { mode: 0o600 });
            const file = StackFile.open(folder, "prod");
            file.set("a:b", "d");
            file.write();
            assert.equal(statSync(name).mode & 0o777, 0o600);
        } finally {
            rmSync(folder, { recursive: true });
        }
    });
});
