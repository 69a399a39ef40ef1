import assert from "node:assert/strict";
import { type AddressInfo, createServer, type Server } from "node:net";
import { isLoopback, rejectLoopback } from "../../../../components/credentials/postgres/address";
import { checkReachable } from "../../../../components/credentials/postgres/reach";
import { type Postgres, startPostgres } from "../../../support/postgres";
import { selfSigned } from "../../../support/tls/certificate";

describe("an address that would be published", () => {
    it("is known for one of this machine, however it is written", () => {
        const ours = [
            ...[
                "localhost",
                "LOCALHOST.",
                "db.localhost",
                "127.0.0.1",
                "127.8.9.1",
                "127.1",
                "0.0.0.0",
                "0",
                "::1",
                "[::1]",
                "::",
            ],
            ...[
                "0:0:0:0:0:0:0:1",
                "::ffff:127.0.0.1",
                "::ffff:7f00:1",
                "/var/run/postgresql",
                "@socket",
                "ip6-localhost",
            ],
        ];
        assert.deepEqual(
            ours.filter((host) => !isLoopback(host)),
            [],
        );
        const others = [
            "db.internal",
            "10.0.0.1",
            "localhost.example.com",
            "fe80::1",
            "2001:db8::1",
            "128.0.0.1",
            "1.27.0.0",
        ];
        assert.deepEqual(others.filter(isLoopback), []);
    });

    it("is refused where nobody asked for it, with the fields that help", () => {
        assert.match(
            rejectLoopback("127.0.0.1") ?? "",
            /^server\.host: "127\.0\.0\.1" is an address of this machine.*Nothing was changed.*connect\.host.*verify\.host.*connect\.host: "127\.0\.0\.1"$/,
        );
        assert.equal(rejectLoopback("db.internal"), undefined);
        assert.equal(rejectLoopback("127.0.0.1", "127.0.0.1"), undefined, "it was asked for");
        assert.equal(rejectLoopback("127.0.0.1", undefined, "127.0.0.1"), undefined, "it is published already");
        assert.match(rejectLoopback("127.0.0.1", undefined, "db.internal") ?? "", /address of this machine/);
    });
});

describe("the place where a login would be tried", function () {
    this.timeout(120_000);
    const certificate = selfSigned();
    let server: Postgres;
    before(async () => (server = await startPostgres({ from: "npm", tls: certificate })));
    after(() => server?.close());

    const at = (more: object) => ({
        host: server.host,
        port: server.port,
        database: "x",
        sslmode: "disable" as const,
        ...more,
    });

    it("is well if a server of PostgreSQL answers, for whom nobody has to log in", async () => {
        await checkReachable(at({}));
        await checkReachable(at({ sslmode: "require" }));
        assert.doesNotMatch(server.log(), /FATAL/);
    });

    it("is refused if it is not found, answers otherwise, or has another certificate", async () => {
        const other: Server = createServer((socket) =>
            socket.on("error", () => undefined).once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")),
        ).listen(0, "127.0.0.1");
        await new Promise((resolve) => other.once("listening", resolve));
        const { port } = other.address() as AddressInfo;
        const refused = (more: object, why: RegExp) => assert.rejects(checkReachable(at(more)), why);
        await refused(
            { port: 1 },
            /could not be tried at 127\.0\.0\.1:1 \(.*ECONNREFUSED.*so none is made.*verify\.host/,
        );
        await refused({ host: "db.invalid" }, /could not be tried at db\.invalid.*ENOTFOUND|EAI_AGAIN/);
        await refused({ port }, /what answers there is no PostgreSQL/);
        await refused({ sslmode: "verify-full" }, /certificate/);
        other.close();
    });
});
