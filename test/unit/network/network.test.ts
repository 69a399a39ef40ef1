import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { stsClient } from "../../../components/clients/aws/clients";
import { networkHint, outgoing, proxyFor } from "../../../components/clients/network";
import { clientOf } from "../../../components/credentials/apiKey/vendors/stripe/client";
import { sendToVault } from "../../../components/clients/vault/http";
import { CorporateProxy, startProxy } from "../../support/network/proxy";

const VARIABLES = ["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "AWS_CA_BUNDLE", "SSL_CERT_FILE"].flatMap((name) => [
    name,
    name.toLowerCase(),
]);

describe("the way out", () => {
    let before: Record<string, string | undefined>;
    beforeEach(() => {
        before = Object.fromEntries(VARIABLES.map((name) => [name, process.env[name]]));
        for (const name of VARIABLES) delete process.env[name];
    });
    afterEach(() => {
        for (const name of VARIABLES) {
            if (before[name] === undefined) delete process.env[name];
            else process.env[name] = before[name];
        }
    });

    const through = (address: string): string | undefined => proxyFor(new URL(address))?.host;

    it("is the proxy that the environment names, in capital letters or small ones", () => {
        assert.equal(through("https://a.example"), undefined);
        process.env.https_proxy = "http://proxy.corp:3128";
        process.env.http_proxy = "plain.corp:80";
        assert.equal(through("https://a.example"), "proxy.corp:3128");
        assert.equal(through("http://a.example"), "plain.corp");
        process.env.HTTPS_PROXY = "http://other.corp:3128";
        assert.equal(through("https://a.example"), "other.corp:3128");
        process.env.HTTPS_PROXY = "socks5://user:hunter2@proxy.corp";
        assert.throws(
            () => through("https://a.example"),
            /^Error: HTTPS_PROXY is not the address of a proxy \(it is not shown/,
        );
    });

    it("is direct for what NO_PROXY names, read as Go reads it, and for this machine", () => {
        process.env.HTTPS_PROXY = "http://proxy.corp:3128";
        const direct = (list: string, address: string): boolean => {
            process.env.NO_PROXY = list;
            return through(address) === undefined;
        };
        for (const address of ["https://localhost:1", "https://127.0.0.9:1", "https://[::1]:1"])
            assert.ok(direct("", address));
        assert.ok(direct("*", "https://a.example"));
        assert.ok(direct("x, a.example", "https://a.example"));
        assert.ok(direct("example", "https://a.example"));
        assert.ok(direct(".example", "https://a.example"));
        assert.ok(direct("*.example", "https://a.example"));
        assert.ok(!direct(".a.example", "https://a.example"));
        assert.ok(!direct("ample", "https://a.example"));
        assert.ok(direct("10.0.0.0/8", "https://10.1.2.3"));
        assert.ok(!direct("10.0.0.0/8", "https://11.1.2.3"));
        assert.ok(direct("fd00::/8", "https://[fd00::5]"));
        assert.ok(direct("10.1.2.3", "https://10.1.2.3"));
        assert.ok(direct("a.example:8443", "https://a.example:8443"));
        assert.ok(!direct("a.example:8443", "https://a.example"));
        assert.ok(!direct("10.0.0.0/99,/,:", "https://10.1.2.3"));
    });

    it("is said where no answer came: the proxy, or what to set", () => {
        assert.match(networkHint("https://a.example", "ETIMEDOUT"), /no proxy was used: .* set HTTPS_PROXY/);
        process.env.HTTPS_PROXY = "http://user:hunter2@proxy.corp:3128";
        const hint = networkHint("https://a.example", "ECONNREFUSED");
        assert.match(hint, /through the proxy proxy\.corp:3128 \(HTTPS_PROXY\)/);
        assert.doesNotMatch(hint, /hunter2/);
        assert.match(
            networkHint("https://a.example", "SELF_SIGNED_CERT_IN_CHAIN", {}, "AWS_CA_BUNDLE"),
            /set AWS_CA_BUNDLE/,
        );
    });
});

/* What one service was told to trust comes before what all are: test/unit/clients/vault/http.test.ts holds it where SSL_CERT_FILE is set. */
describe("behind a proxy that is the only way out and signs anew", function () {
    this.timeout(30_000);
    const folder = mkdtempSync(path.join(tmpdir(), "proxy-"));
    const heard: string[] = [];
    const server = http.createServer((request, response) => {
        heard.push(`${request.method} ${request.headers.host}${request.url}`);
        request.resume().once("end", () => answer(request.url ?? "", response));
    });
    let proxy: CorporateProxy;
    const outside = Object.fromEntries(VARIABLES.map((name) => [name, process.env[name]]));
    before(async () => {
        for (const name of VARIABLES) delete process.env[name];
        server.listen(0, "127.0.0.1");
        await once(server, "listening");
        const hosts = ["*.us-east-1.amazonaws.com", "*.corp.example"];
        proxy = await startProxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, hosts);
        writeFileSync(path.join(folder, "corp.pem"), proxy.ca);
        process.env.HTTPS_PROXY = process.env.HTTP_PROXY = proxy.url;
        process.env.SSL_CERT_FILE = path.join(folder, "corp.pem");
    });
    after(async () => {
        for (const name of VARIABLES) delete process.env[name];
        for (const [name, value] of Object.entries(outside)) if (value !== undefined) process.env[name] = value;
        await proxy.close();
        server.close();
        rmSync(folder, { recursive: true });
    });

    it("vendors, webhooks and alerts are reached, encrypted and not", async () => {
        const signal = AbortSignal.timeout(10_000);
        const sent = { method: "POST", headers: { "x-a": "b" }, body: "ü", signal, redirect: "error" as const };
        for (const scheme of ["https", "http"]) {
            const found = await outgoing(`${scheme}://api.corp.example/v1?a=b`, sent);
            assert.deepEqual([found.status, await found.text()], [200, '{"ok":true}']);
        }
        assert.deepEqual(proxy.asked.splice(0), [
            "CONNECT api.corp.example:443",
            "POST http://api.corp.example/v1?a=b",
        ]);
        await assert.rejects(outgoing("https://api.corp.example/moved", { signal, redirect: "error" }), /fetch failed/);
        assert.equal((await outgoing("https://api.corp.example/empty", { signal, redirect: "error" })).status, 204);
        assert.equal((await outgoing("https://api.corp.example/moved", { signal, redirect: "manual" })).status, 302);
    });

    it("Vault is reached", async () => {
        const { status } = await sendToVault(
            { address: "https://vault.corp.example", token: "t", tls: {} },
            { method: "GET", path: "x" },
        );
        assert.equal(status, 200);
    });

    it("Stripe is reached", async () => {
        const stripe = await clientOf({ endpoint: "https://stripe.corp.example" }, "sk_test_x");
        assert.ok(await stripe.rawRequest("GET", "/v1/account"));
    });

    it("AWS is reached, with AWS_CA_BUNDLE alone too", async () => {
        delete process.env.SSL_CERT_FILE;
        const { GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
        const keys = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "x" };
        const settings = { region: "us-east-1", endpoints: {}, assumeRoles: [] };
        const asked = async () => (await stsClient(settings, keys)).send(new GetCallerIdentityCommand({}));
        await assert.rejects(asked(), /self-signed certificate/);
        process.env.AWS_CA_BUNDLE = path.join(folder, "corp.pem");
        assert.equal((await asked()).Account, "123456789012");
        assert.ok(heard.includes("POST sts.us-east-1.amazonaws.com/"));
        process.env.AWS_CA_BUNDLE = "/nowhere.pem";
        await assert.rejects(asked(), /certificates in \/nowhere\.pem cannot be read \(ENOENT\)/);
    });
});

function answer(url: string, response: http.ServerResponse): void {
    if (url === "/moved") response.writeHead(302, { location: "/" }).end();
    else if (url === "/empty") response.writeHead(204).end();
    else if (url === "/") {
        const result = "<GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult>";
        response.end(`<GetCallerIdentityResponse>${result}</GetCallerIdentityResponse>`);
    } else response.setHeader("content-type", "application/json").end('{"ok":true}');
}
