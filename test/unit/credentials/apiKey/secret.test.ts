import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { secretValue } from "../../../../stack/secret";

const PLAIN = "SG.plain";
const refused = (pattern: RegExp) => (error: Error) => pattern.test(error.message) && !error.message.includes(PLAIN);

describe("a secret of an entry", () => {
    before(() => {
        const config = { "app:sealed": "SG.sealed", "app:plain": PLAIN, "rotation:credentials": "[]" };
        pulumi.runtime.setAllConfig(config, ["app:sealed"]);
    });
    after(() => pulumi.runtime.setAllConfig({}, []));

    it("is read from the key that it names, and stays secret", async () => {
        const value = secretValue("managementKey", { config: "app:sealed" });
        assert.equal(await pulumi.isSecret(value), true);
    });

    it("is refused in plain text, wherever it stands, without being shown", () => {
        const way =
            /^managementKey stands in plain text in Pulumi\.\w+\.yaml; use pulumi config set --secret app:plain/;
        assert.throws(() => secretValue("managementKey", { config: "app:plain" }), refused(way));
        const inList =
            /^managementKey stands in plain text .*; use a secret key of its own, and managementKey: \{ config/;
        assert.throws(() => secretValue("managementKey", PLAIN), refused(inList));
    });

    it("that is not there is asked for with the command that sets it", () => {
        const way = /^managementKey: there is no config app:none; set it with pulumi config set --secret app:none$/;
        assert.throws(() => secretValue("managementKey", { config: "app:none" }), refused(way));
    });
});
