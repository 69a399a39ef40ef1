import { VaultSettings } from "../../../../components/clients/vault/vaultSettings";
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { connectToVault } from "../../../../components/clients/vault/settings";

describe("how Vault is reached", () => {
    let home: string;
    before(() => {
        home = mkdtempSync(path.join(tmpdir(), "vault-settings-"));
        writeFileSync(path.join(home, ".vault-token"), "from-home\n");
        writeFileSync(path.join(home, "ca.pem"), "certificates");
    });
    after(() => rmSync(home, { recursive: true }));

    const reach = (settings: VaultSettings, config: Record<string, string>, env: Record<string, string>) =>
        connectToVault(settings, { config: (key) => config[key], env: { HOME: home, ...env } });
    const config = { "vault:address": "https://of-config", "vault:token": "of-config", "vault:namespace": "of-config" };
    const env = { VAULT_ADDR: "https://of-env:8200/", VAULT_TOKEN: "of-env", VAULT_NAMESPACE: "of-env" };

    it("follows the arguments, then the configuration, then the environment", () => {
        const settings = { address: "https://of-args", namespace: "of-args", tokenFrom: { config: "app:token" } };
        assert.deepEqual(reach(settings, { ...config, "app:token": "named" }, env), {
            address: "https://of-args",
            namespace: "of-args",
            token: "named",
            tls: {},
        });
        assert.deepEqual(reach({}, config, env), {
            address: "https://of-config",
            namespace: "of-config",
            token: "of-config",
            tls: {},
        });
        assert.deepEqual(reach({}, {}, env), {
            address: "https://of-env:8200",
            namespace: "of-env",
            token: "of-env",
            tls: {},
        });
    });

    it("reads token and certificates from files", () => {
        const found = reach({ caCertFile: path.join(home, "ca.pem") }, {}, { VAULT_ADDR: "https://v" });
        assert.deepEqual(found, { address: "https://v", token: "from-home", tls: { ca: "certificates" } });
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

    it("sends no token where an agent at the address adds its own", () => {
        const none = { HOME: path.join(home, "nobody") };
        const told = reach({ address: "https://agent", tokenFrom: { autoAuth: true } }, config, env);
        assert.deepEqual(told, { address: "https://agent", namespace: "of-config", tls: {} });
        for (const name of ["VAULT_AGENT_ADDR", "VAULT_PROXY_ADDR"]) {
            const found = reach({}, {}, { ...none, VAULT_ADDR: "https://v", [name]: "http://127.0.0.1:8100" });
            assert.deepEqual(found, { address: "http://127.0.0.1:8100", tls: {} });
            const asked = reach({ address: "https://v" }, {}, { ...env, [name]: "http://127.0.0.1:8100" });
            assert.equal(asked.token, "of-env");
        }
        assert.throws(
            () => reach({}, {}, { ...none, VAULT_ADDR: "http://127.0.0.1:8100" }),
            /no Vault token in .*; log in .* or set tokenFrom: \{ autoAuth: true \} where a Vault Agent/,
        );
    });

    it("takes certificates and names as the vault command and its provider do", () => {
        const file = (name: string, text: string): string => {
            writeFileSync(path.join(home, name), text);
            return path.join(home, name);
        };
        const [cert, key] = [file("client.pem", "cert"), file("client.key", "key")];
        const folder = path.join(home, "authorities");
        mkdirSync(folder);
        const tls = (settings: VaultSettings, more = {}, around = {}) =>
            reach({ address: "https://v", ...settings }, { "vault:token": "t", ...more }, around).tls;
        const both = { cert: "cert", key: "key" };
        assert.deepEqual(tls({ clientCertFile: cert, clientKeyFile: key }), both);
        assert.deepEqual(tls({}, {}, { VAULT_CLIENT_CERT: cert, VAULT_CLIENT_KEY: key }), both);
        const auth = { "vault:clientAuth": JSON.stringify({ certFile: cert, keyFile: key }) };
        assert.deepEqual(tls({}, auth), both);
        assert.throws(() => tls({ clientCertFile: cert }), /certificate is set and its key is not; set both/);
        assert.throws(() => tls({}, {}, { VAULT_CLIENT_KEY: key }), /key is set and its certificate is not/);
        assert.throws(() => tls({}, { "vault:clientAuth": "cert" }), /vault:clientAuth is not JSON; expected \{/);
        assert.throws(() => tls({ caCertFile: "/absent" }), /Vault's caCertFile "\/absent" cannot be read \(ENOENT\)/);
        assert.throws(() => tls({ caCertDir: folder }), /caCertDir ".*" holds no certificate; expected files in PEM/);
        const authority = "-----BEGIN CERTIFICATE-----";
        writeFileSync(path.join(folder, "one.pem"), authority);
        writeFileSync(path.join(folder, "README"), "no certificate");
        assert.deepEqual(tls({}, {}, { VAULT_CAPATH: folder }), { ca: [authority] });
        assert.deepEqual(tls({ caCertDir: folder }, {}, { VAULT_CACERT_BYTES: "text" }), { ca: "text" });
        assert.deepEqual(tls({}, {}, { VAULT_TLS_SERVER_NAME: "vault.internal" }), { servername: "vault.internal" });
        assert.deepEqual(tls({}, {}, { VAULT_SKIP_VERIFY: "true" }), { rejectUnauthorized: false });
        assert.deepEqual(tls({ skipTlsVerify: false }, {}, { VAULT_SKIP_VERIFY: "1" }), {});
        assert.deepEqual(tls({}, { "vault:skipTlsVerify": "false" }, { VAULT_SKIP_VERIFY: "1" }), {});
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
