import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { reachVault, VaultSettings } from "../../../components/vault/settings";

describe("how Vault is reached", () => {
    let home: string;
    before(() => {
        home = mkdtempSync(path.join(tmpdir(), "vault-settings-"));
        writeFileSync(path.join(home, ".vault-token"), "from-home\n");
        writeFileSync(path.join(home, "ca.pem"), "certificates");
    });
    after(() => rmSync(home, { recursive: true }));

    const reach = (settings: VaultSettings, config: Record<string, string>, env: Record<string, string>) =>
        reachVault(settings, { config: (key) => config[key], env: { HOME: home, ...env } });
    const config = { "vault:address": "https://of-config", "vault:token": "of-config", "vault:namespace": "of-config" };
    const env = { VAULT_ADDR: "https://of-env:8200/", VAULT_TOKEN: "of-env", VAULT_NAMESPACE: "of-env" };

    it("follows the arguments, then the configuration, then the environment", () => {
        const settings = { address: "https://of-args", namespace: "of-args", tokenFrom: { config: "app:token" } };
        assert.deepEqual(reach(settings, { ...config, "app:token": "named" }, env), {
            address: "https://of-args",
            namespace: "of-args",
            token: "named",
        });
        assert.deepEqual(reach({}, config, env), {
            address: "https://of-config",
            namespace: "of-config",
            token: "of-config",
        });
        assert.deepEqual(reach({}, {}, env), { address: "https://of-env:8200", namespace: "of-env", token: "of-env" });
    });

    it("reads token and certificates from files", () => {
        const found = reach({ caCertFile: path.join(home, "ca.pem") }, {}, { VAULT_ADDR: "https://v" });
        assert.deepEqual(found, { address: "https://v", token: "from-home", ca: "certificates" });
        assert.equal(reach({ tokenFrom: { file: path.join(home, ".vault-token") } }, config, env).token, "from-home");
        assert.equal(reach({ tokenFrom: { env: "OTHER" } }, config, { OTHER: " other " }).token, "other");
    });

    it("says what is missing, where it could be set, and shows no token", () => {
        assert.throws(
            () => reach({}, {}, {}),
            /Vault's address is not known; set config vault:address or .* VAULT_ADDR/,
        );
        const named: VaultSettings = { address: "https://v", tokenFrom: { env: "NONE" } };
        assert.throws(
            () => reach(named, config, env),
            /no Vault token in the environment's NONE; log in to Vault first/,
        );
        const broken = { "vault:address": "https://v", "vault:token": "two words" };
        assert.throws(
            () => reach({}, broken, {}),
            (error: Error) => {
                assert.match(error.message, /what stands in config vault:token, .* is no Vault token; it is not shown/);
                return !error.message.includes("two words");
            },
        );
    });

    const addresses: [string, boolean, boolean][] = [
        ["https://vault.internal:8200", false, true],
        ["http://127.0.0.1:8200/", false, true],
        ["http://localhost:8200", false, true],
        ["http://vault:8200", false, false],
        ["http://vault:8200", true, true],
        ["vault:8200", true, false],
        ["https://user:pass@vault", false, false],
        ["http://localhost.evil.org", false, false],
    ];
    for (const [address, plainHttp, good] of addresses) {
        it(`${good ? "takes" : "refuses"} ${address}${plainHttp ? " with plainHttp" : ""}`, () => {
            const asked = (): unknown => reach({ address, plainHttp }, config, {});
            if (good) asked();
            else assert.throws(asked, /expected one like "https:\/\/vault\.internal:8200"/);
        });
    }

    it("says which address it refuses without the password in it", () => {
        const asked = (): unknown => reach({ address: "https://user:pass@vault" }, config, {});
        assert.throws(
            asked,
            ({ message }: Error) => message.includes('"https://…@vault"') && !message.includes("pass@"),
        );
    });
});
