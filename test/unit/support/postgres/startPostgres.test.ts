import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { startPostgres } from "../../../support/postgres";

describe("the PostgreSQL server for tests", function () {
    this.timeout(60_000);

    it("asks for passwords, logs what it is told to, and ends", async () => {
        const server = await startPostgres({ settings: { log_statement: "all" } });
        try {
            assert.ok(server.version >= 13);
            await server.query("CREATE ROLE app LOGIN PASSWORD 'one'");
            const app = { user: "app", password: "one" };
            assert.deepEqual(await server.query("SELECT session_user::text AS who", [], app), [{ who: "app" }]);
            await assert.rejects(server.query("SELECT 1", [], { ...app, password: "two" }), { code: "28P01" });
            assert.match(server.log(), /CREATE ROLE app/);
        } finally {
            await server.close();
        }
        await assert.rejects(server.query("SELECT 1"), { code: "ECONNREFUSED" });
        await server.close();
    });

    it("runs the npm package's server, which ends with its parent and leaves nothing", async () => {
        const script = `
            require("ts-node/register/transpile-only");
            const { startPostgres } = require(${JSON.stringify(require.resolve("../../../support/postgres"))});
            startPostgres({ from: "npm" }).then(({ pid, version, folder }) => console.log(JSON.stringify({ pid, version, folder })));`;
        const parent = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
        const [line] = (await once(parent.stdout, "data")) as [Buffer];
        const { pid, version, folder } = JSON.parse(String(line)) as { pid: number; version: number; folder: string };
        assert.equal(version, 18);
        assert.ok(existsSync(folder));
        parent.kill("SIGKILL");
        for (let i = 0; i < 200 && isAlive(pid); i++) await new Promise((resolve) => setTimeout(resolve, 100));
        assert.ok(!isAlive(pid), "the supervisor outlived its parent");
        assert.ok(!existsSync(folder), `${folder} is left`);
    });
});

function isAlive(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch {
        return false;
    }
}
