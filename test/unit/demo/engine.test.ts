import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { isLate, isReady } from "../../../tools/demo/stage/latecomers";
import { engine } from "../../support/harness/engine";

describe("an engine without what only some credentials need", () => {
    let root: string;
    beforeEach(() => (root = mkdtempSync(path.join(tmpdir(), "engine-"))));
    afterEach(() => rmSync(root, { recursive: true }));

    const home = (...plugins: string[]): NodeJS.ProcessEnv => {
        for (const name of plugins)
            mkdirSync(path.join(root, "plugins", `resource-${name}-v1.0.0`), { recursive: true });
        writeFileSync(path.join(root, "pulumi"), "");
        return { PATH: root, PULUMI_HOME: root };
    };

    it("serves all that need neither PostgreSQL nor Vault", () => {
        const env = home("aws", "time", "random");
        assert.equal(engine(env).plugins, path.join(root, "plugins"));
        assert.equal(engine(env).path, root);
        assert.equal(isReady(env), false);
        assert.equal(isLate({ kind: "postgres-login", stores: [] }), true);
    });

    it("lets the others in once both are there", () => {
        const env = home("aws", "time", "random", "postgresql");
        assert.equal(isReady(env), false);
        assert.equal(isReady({ ...env, VAULT_PROGRAM: "/usr/bin/vault" }), true);
    });

    it("says what is missing where that is asked for, and a command that gets it", () => {
        const message = (part: "path" | "plugins" | "python", env: NodeJS.ProcessEnv): string => {
            try {
                return engine(env)[part];
            } catch (error) {
                return (error as Error).message;
            }
        };
        assert.match(message("plugins", home("aws", "time")), /the provider random in .*get\.mjs/);
        assert.match(message("path", { PATH: "" }), /no pulumi on the PATH.*get\.mjs/);
        assert.match(message("python", {}), /MOTO_PYTHON.*get\.mjs/);
        for (const part of ["path", "plugins", "python"] as const)
            assert.doesNotMatch(message(part, { PATH: "" }), /npm test/);
    });
});
