import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { startAws } from "../../../support/aws";
import { mint, sleep, whoIs, withAws } from "./harness";

withAws("The emulator", (suite) => {
    const python = (): string => process.env.MOTO_PYTHON!;

    it("serves the account it is told, and ends without a trace, however often", async () => {
        const aws = await startAws({ python: python(), account: "111122223333" });
        await aws.createUser("somebody");
        const key = await mint(aws, "somebody");
        assert.equal(await whoIs(aws, key), "arn:aws:iam::111122223333:user/somebody");
        assert.equal(await whoIs(aws, aws.admin), "arn:aws:iam::111122223333:root");
        await aws.close();
        await aws.close();
        assert.ok(!isRunning(aws.motoPid));
        await assert.rejects(fetch(aws.endpoint));
    });

    it("ends a call that hangs when it is closed", async () => {
        const aws = await startAws({ python: python() });
        aws.fault({ match: {}, kind: "hang" });
        const call = whoIs(aws, aws.admin);
        await sleep(100);
        await Promise.all([assert.rejects(call), aws.close()]);
    });

    it("leaves no moto behind when its owner is killed", async () => {
        const file = path.join(__dirname, "../../../support/aws");
        const program = `require(${JSON.stringify(file)}).startAws({ python: ${JSON.stringify(python())} })
      .then((aws) => console.log(aws.motoPid))`;
        const register = require.resolve("ts-node/register/transpile-only");
        const owner = spawn(process.execPath, ["-r", register, "-e", program], {
            stdio: ["ignore", "pipe", "inherit"],
            cwd: path.join(__dirname, "../../../.."),
        });
        const [pid] = (await once(owner.stdout, "data")) as [Buffer];
        assert.ok(isRunning(Number(pid)));
        owner.kill("SIGKILL");
        for (let i = 0; i < 50 && isRunning(Number(pid)); i++) await sleep(50);
        assert.ok(!isRunning(Number(pid)));
    });

    it("says what is wrong when Python has no moto", async () => {
        await assert.rejects(startAws({ python: "/nowhere/python" }), /could not be started/);
        await assert.rejects(startAws({ python: "/bin/false" }), /moto \(\/bin\/false\) ended with 1/);
    });

    it("keeps accounts apart", async () => {
        const other = await startAws({ python: python() });
        try {
            await assert.rejects(whoIs(other, suite.aws.admin), /security token .* is invalid/);
        } finally {
            await other.close();
        }
    });
});

function isRunning(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch {
        return false;
    }
}
