import assert from "node:assert/strict";
import { type Child, Stop, Stopped } from "../../../../cli/stopping/stop";

/** A command that is asked to stop, and what it and its processes do. */
function scene({ isEchoed = false, well = true } = {}) {
    const log: string[] = [];
    const stop = new Stop(
        (text) => log.push(text),
        (code) => log.push(`exit ${code}`),
        isEchoed,
    );
    const child: Child = {
        stop: () => log.push("child: stop"),
        endNow: () => (log.push("child: end now"), Promise.resolve(well)),
    };
    return { stop, child, log };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("a command that is asked to stop", () => {
    const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
    for (const [name, code] of Object.entries(codes)) {
        it(`ends at once with ${code} at ${name} where nothing is under way that must come to its end`, () => {
            const { stop, log } = scene();
            stop.take(name as keyof typeof codes);
            assert.deepEqual(log, [`stopped by ${name}: nothing was changed`, `exit ${code}`]);
            assert.equal(stop.exitCode, code);
        });
    }

    it("waits for what must come to its end, tells each process once, and begins nothing more", async () => {
        const { stop, child, log } = scene();
        let end: () => void = () => undefined;
        const running = new Promise<void>((resolve) => (end = resolve));
        const whole = stop.inOrder(() => stop.during(child, running));
        stop.take("SIGTERM");
        assert.match(log.join(), /^child: stop,stopping \(SIGTERM\): nothing more is begun/);
        assert.ok(stop.signal.aborted);
        assert.throws(() => stop.check(), Stopped);
        end();
        await whole;
        assert.ok(!log.some((line) => line.startsWith("exit")));
    });

    it("ends everything at once at the second signal, and says so where the engine had to be killed", async () => {
        for (const well of [true, false]) {
            const { stop, child, log } = scene({ well });
            void stop.inOrder(() => stop.during(child, new Promise(() => undefined)));
            stop.take("SIGINT");
            stop.take("SIGINT");
            await turn();
            assert.deepEqual(log.slice(2, 4), ["ending at once …", "child: end now"]);
            assert.equal(log.at(-1), "exit 130");
            assert.equal(
                log.some((line) => /pulumi cancel/.test(line)),
                !well,
            );
        }
    });

    it("takes for one key press what npm passes on of it, and nothing else", async () => {
        const { stop, child, log } = scene({ isEchoed: true });
        void stop.inOrder(() => stop.during(child, new Promise(() => undefined)));
        stop.take("SIGINT", 1000);
        stop.take("SIGINT", 1100);
        assert.ok(!log.includes("child: end now"));
        stop.take("SIGINT", 3000);
        await turn();
        assert.equal(log.at(-1), "exit 130");
    });

    it("stops what is begun although a signal came", async () => {
        const { stop, child, log } = scene();
        await stop.inOrder(async () => {
            stop.take("SIGINT");
            await stop.during(child, Promise.resolve());
        });
        assert.equal(log.at(-1), "child: stop");
    });
});
