import assert from "node:assert/strict";
import { StackFile } from "../../../../cli/config/stackFile";

const LISTED = `# the production stack
encryptionsalt: v1:abc
config:
  aws:region: eu-central-1 # Frankfurt
  rotation:credentials:
    # the web shop
    - kind: aws-iam-access-key
      name: app
      user: app-user # made by hand
      stores:
        - ssm: { prefix: /app }
    - kind: aws-iam-access-key
      name: other
      user: other-user
      revoke: true
      stores:
        - ssm: { prefix: /other }
`;

describe("the stack's file", () => {
    it("gets a wish into the entry of that name, and keeps everything else as it is", () => {
        const file = StackFile.of(LISTED);
        file.wish("app", { rotate: "now: leak", revoke: true });
        const wanted = LISTED.replace(
            "        - ssm: { prefix: /app }\n",
            '        - ssm: { prefix: /app }\n      rotate: "now: leak"\n      revoke: true\n',
        );
        assert.equal(file.text(), wanted);
    });

    it("is the same again when the wish is taken back", () => {
        const file = StackFile.of(LISTED);
        file.wish("app", { use: "previous" });
        assert.equal(file.wished("app", "use"), "previous");
        file.wish("app", { use: undefined });
        assert.equal(file.text(), LISTED);
    });

    it("loses a revoke that an earlier emergency left", () => {
        const file = StackFile.of(LISTED);
        file.wish("other", { rotate: "2", revoke: undefined });
        assert.ok(!file.text().includes("revoke"));
    });

    it("refuses a name that is not listed, and names those that are", () => {
        assert.throws(
            () => StackFile.of(LISTED).wish("ap", { rotate: "x" }),
            /lists no credential "ap"; it has app, other/,
        );
    });

    it("gets interventions for a program that lists nothing, which go without a trace", () => {
        const plain = "config:\n  aws:region: eu-central-1\n";
        const file = StackFile.of(plain);
        file.wish("app", { use: "previous" });
        assert.match(file.text(), /rotation:interventions:\n {4}app:\n {6}use: previous\n/);
        file.wish("app", { use: undefined });
        assert.equal(file.text(), plain);
    });

    it("takes a new entry at the end of the list, and no second one of a name", () => {
        const file = StackFile.of(LISTED);
        file.add({ name: "third" });
        assert.ok(file.text().endsWith("    - name: third\n"));
        assert.ok(file.text().startsWith(LISTED));
        assert.throws(() => file.add({ name: "app" }), /has an entry "app" already/);
    });

    it("begins where there is none", () => {
        const file = StackFile.of("");
        file.add({ name: "app" });
        file.acknowledge("app/partner", 3);
        assert.equal(
            file.text(),
            "config:\n  rotation:credentials:\n    - name: app\n  rotation:acknowledged:\n    app/partner: 3\n",
        );
    });

    it("refuses what is not YAML", () => {
        assert.throws(() => StackFile.of("config: [", "Pulumi.x.yaml"), /Pulumi\.x\.yaml is not YAML/);
    });
});
