import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { after, describe, it } from "node:test";
import { leftOver } from "./support/processes.mjs";

describe("a command that is run", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "run-"));
    after(() => rmSync(folder, { recursive: true }));

    it("does not outlive a signal to the whole group, as npm would, which cannot be interrupted", async () => {
        const stubborn = path.join(folder, "stubborn.mjs");
        const ready = path.join(folder, "ready");
        writeFileSync(
            stubborn,
            `import { writeFileSync } from "node:fs";
            process.on("SIGTERM", () => {});
            setInterval(() => {}, 1000);
            writeFileSync(${JSON.stringify(ready)}, "");`,
        );
        const runner = path.join(folder, "runner.mjs");
        const run = new URL("../lib/run.mjs", import.meta.url).href;
        writeFileSync(
            runner,
            `import { run } from ${JSON.stringify(run)}; await run(process.execPath, [${JSON.stringify(stubborn)}]);`,
        );
        const child = spawn(process.execPath, [runner], { detached: true, stdio: "ignore" });
        while (!existsSync(ready)) await sleep(50);
        process.kill(-Number(child.pid), "SIGTERM");
        if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
        assert.deepEqual(await leftOver(stubborn, 5000), []);
    });
});
