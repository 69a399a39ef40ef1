import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as plain, type RequestListener, type Server } from "node:http";
import { createServer as encrypted } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { sendToVault, requestVault } from "../../../../components/clients/vault/http";
import { describeVaultError } from "../../../../components/clients/vault/failures";
import { findLocation, readKv, writeKv } from "../../../../components/clients/vault/kv";
import { VaultConnection } from "../../../../components/clients/vault/settings";
import { selfSigned } from "../../../support/tls/certificate";

const place = { mount: "secret/", key: "app", kvVersion: 2 } as const;

/*
 * Proves: what the client does with answers that are not Vault's, with a standby that names another node, and with a
 * listener that asks for a certificate.
 * Does not prove: that Vault answers so; the tests with a real Vault do.
 */
describe("a request to Vault", function () {
    this.timeout(20_000);
    const servers: Server[] = [];
    afterEach(() => servers.splice(0).forEach((server) => server.close().closeAllConnections()));

    async function serve(listener: RequestListener, tls?: object): Promise<VaultConnection> {
        const server = (tls ? encrypted(tls, listener) : plain(listener)) as Server;
        servers.push(server);
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        const { port } = server.address() as AddressInfo;
        return { address: `${tls ? "https" : "http"}://127.0.0.1:${port}`, token: "token-of-vault", tls: {} };
    }

    for (const status of [200, 404])
        it(`does not take a page with status ${status} for "nothing stands there"`, async () => {
            const reach = await serve((_asked, answer) => answer.writeHead(status).end("<html>Log in</html>"));
            const notVaults = /with an answer that is not Vault's \(no JSON\)/;
            await assert.rejects(readKv(reach, place), notVaults);
            if (status === 404) return;
            await assert.rejects(findLocation(reach, "secret/app"), notVaults);
            await assert.rejects(writeKv(reach, place, {}, 0), { status: undefined, message: notVaults });
            const error = await readKv(reach, place).catch((one: unknown) => one);
            const { message } = await describeVaultError(error, reach, "read secret/app");
            assert.match(message, /Something else answers at Vault's address: check it, and what stands between$/);
        });

    it("refuses JSON that does not say what Vault would", async () => {
        const reach = await serve((_asked, answer) => answer.end(`{"ok":true}`));
        await assert.rejects(findLocation(reach, "secret/app"), /no engine is named/);
        await assert.rejects(writeKv(reach, place, {}, 0), { message: /no version is named/ });
    });

    it("takes an empty answer where Vault has nothing to say", async () => {
        const reach = await serve((_asked, answer) => answer.writeHead(204).end());
        assert.equal(await requestVault(reach, { method: "DELETE", path: "secret/metadata/app" }), undefined);
    });

    it("follows a standby to the active node once, with token, namespace and body", async () => {
        const seen: string[] = [];
        const active = await serve((asked, answer) => {
            const { method, url, headers } = asked;
            asked.on("data", (chunk) => seen.push(String(chunk)));
            asked.on("end", () => {
                seen.push(`${method} ${url} ${headers["x-vault-token"]} ${headers["x-vault-namespace"]}`);
                answer.end(`{"data":{"version":3}}`);
            });
        });
        const standby = await serve(({ url }, answer) =>
            answer.writeHead(307, { location: `${active.address}${url}` }).end(),
        );
        const written = await writeKv({ ...standby, namespace: "team" }, place, { a: "b" }, 2);
        assert.equal(written.version, 3);
        const body = `{"options":{"cas":2},"data":{"a":"b"}}`;
        assert.deepEqual(seen, [body, "POST /v1/secret/data/app token-of-vault team"]);
        const circle: VaultConnection = await serve(({ url }, answer) =>
            answer.writeHead(307, { location: `${circle.address}${url}` }).end(),
        );
        assert.equal((await sendToVault(circle, { method: "GET", path: "x" })).status, 307);
    });

    for (const [what, location] of [
        ["to a plain address of another machine", "http://vault-2.internal:8200/v1/secret/data/app"],
        ["with a password in it", "http://user:pass@127.0.0.1:9/v1/secret/data/app"],
        ["that is no address", "http://"],
        ["that is missing", undefined],
    ] as const)
        it(`does not follow one ${what}, and says what to do`, async () => {
            const reach = await serve((_asked, answer) =>
                answer.writeHead(307, location === undefined ? {} : { location }).end(),
            );
            const error = await readKv(reach, place).catch((one: unknown) => one);
            const { message } = await describeVaultError(error, reach, "read secret/app");
            assert.match(
                message,
                /read secret\/app: 307\. A standby names another node.* set the address to the active/,
            );
            assert.doesNotMatch(message, /token-of-vault|pass/);
        });

    it("goes from no encrypted address to a plain one", async () => {
        const { cert, key } = selfSigned();
        const seen: string[] = [];
        const open = await serve(({ url }, answer) => answer.end(String(seen.push(String(url)))));
        const closed = await serve((_asked, answer) => answer.writeHead(307, { location: open.address }).end(), {
            cert,
            key,
        });
        const { status } = await sendToVault({ ...closed, tls: { ca: cert } }, { method: "GET", path: "x" });
        assert.deepEqual([status, seen], [307, []]);
    });

    it("shows its certificate to a listener that wants one, and takes a name and an authority as told", async () => {
        const [server, client] = [selfSigned(), selfSigned()];
        const wanting = { ...server, ca: client.cert, requestCert: true, rejectUnauthorized: true };
        const reach = await serve((_asked, answer) => answer.end(`{"data":{}}`), wanting);
        const asked = (tls: VaultConnection["tls"]) => sendToVault({ ...reach, tls }, { method: "GET", path: "x" });
        const whole = { ca: [server.cert], ...client };
        assert.equal((await asked(whole)).status, 200);
        await assert.rejects(asked({ ca: server.cert }), /the connection failed/);
        await assert.rejects(asked(client), /the connection failed \(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
        assert.equal((await asked({ ...client, rejectUnauthorized: false })).status, 200);
        await assert.rejects(asked({ ...whole, servername: "vault.internal" }), /ERR_TLS_CERT_ALTNAME_INVALID/);
    });

    it("trusts what Vault's own settings name, whatever SSL_CERT_FILE names for all", async () => {
        const [server, other] = [selfSigned(), selfSigned()];
        const reach = await serve((_asked, answer) => answer.end("{}"), server);
        const file = path.join(mkdtempSync(path.join(tmpdir(), "ca-")), "other.pem");
        writeFileSync(file, other.cert);
        const before = process.env.SSL_CERT_FILE;
        process.env.SSL_CERT_FILE = file;
        try {
            const asked = (tls: VaultConnection["tls"]) => sendToVault({ ...reach, tls }, { method: "GET", path: "x" });
            assert.equal((await asked({ ca: server.cert })).status, 200);
            await assert.rejects(asked({}), /DEPTH_ZERO_SELF_SIGNED_CERT/);
            writeFileSync(file, server.cert);
            assert.equal((await asked({})).status, 200);
        } finally {
            rmSync(path.dirname(file), { recursive: true });
            if (before === undefined) delete process.env.SSL_CERT_FILE;
            else process.env.SSL_CERT_FILE = before;
        }
    });

    it("sends no token where an agent adds its own", async () => {
        const seen: unknown[] = [];
        const agent = await serve(({ headers }, answer) => {
            seen.push(headers["x-vault-token"], headers["x-vault-request"]);
            answer.end("{}");
        });
        await requestVault({ ...agent, token: undefined }, { method: "GET", path: "x" });
        assert.deepEqual(seen, [undefined, "true"]);
    });
});
