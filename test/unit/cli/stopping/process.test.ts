import assert from "node:assert/strict";
import { PulumiProcess } from "../../../../cli/stopping/process";

const options = { env: process.env };

/** Runs a script as the engine, or as a command that only looks something up. */
function play(engine: boolean, script: string, heard: (text: string, child: PulumiProcess) => void = () => undefined) {
    const child = new PulumiProcess(engine);
    return child.run("bash", ["-c", script], options, { onOutput: (text) => heard(text, child) });
}

describe("a pulumi that a command starts", function () {
    this.timeout(60_000);

    for (const engine of [true, false]) {
        it(`leads a session of its own: ${engine ? "the engine" : "a look"}`, async () => {
            const { code, stdout } = await play(engine, 'echo "$$ $(ps -o sess= -p $$)"; exit 3');
            const [pid, session] = stdout.trim().split(/\s+/);
            assert.equal(pid, session);
            assert.equal(code, 3);
        });
    }

    it("survives a signal at which it does not listen yet, where it is the engine", async () => {
        const { code, stdout } = await play(true, "kill -INT $$; echo alive");
        assert.deepEqual([code, stdout], [0, "alive\n"]);
        const look = await play(false, "kill -INT $$; echo alive");
        assert.notEqual(look.code, 0);
        assert.equal(look.stdout, "");
    });

    it("hears it again once it has begun, and once only where it heard it", async () => {
        // A bash that was started with a signal ignored cannot trap it: Python can, as Go can.
        const script = [
            "import signal, sys, time",
            "got = []",
            "print('started', flush=True); time.sleep(0.5)",
            "signal.signal(signal.SIGINT, lambda *_: got.append(1))",
            "print('began', flush=True); time.sleep(0.7)",
            "print(len(got))",
        ].join("\n");
        for (const [heard, times] of [
            [false, "1"],
            [true, "0"],
        ] as const) {
            const { stdout } = await play(true, `exec python3 -c "${script}"`, (text, child) => {
                if (text.includes("started")) child.stop();
                if (text.includes("began")) child.began(heard);
            });
            assert.equal(stdout.trim().split("\n").at(-1), times);
        }
    });

    it("is ended at once where that is asked for, and killed where it does not end", async () => {
        let well: Promise<boolean> | undefined;
        const look = await play(false, "echo a; exec sleep 60", (_, child) => (well ??= child.endNow()));
        assert.notEqual(look.code, 0);
        assert.equal(await well, true);
        well = undefined;
        const stubborn = await play(true, "echo a; exec sleep 60", (_, child) => (well ??= child.endNow()));
        assert.notEqual(stubborn.code, 0);
        assert.equal(await well, false);
    });
});
