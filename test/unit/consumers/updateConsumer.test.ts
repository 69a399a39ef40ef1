import assert from "node:assert/strict";
import { confirmAll } from "../../../components/consumers/confirm";
import { Confirmation, ConsumerDriver, Consumers, Release } from "../../../components/consumers/consumer";
import { ResolvedConsumer, resolveConsumers } from "../../../components/consumers/resolveConsumers";
import { updateConsumer } from "../../../components/consumers/updateConsumer";
import * as provider from "../../../components/providers/consumer";

const release: Release = { credential: "app", generation: 2, slot: "green", publishedAt: "2030-01-01T00:00:00Z" };
const behind: Confirmation = { state: "behind", detail: "1 of 2 pods" };
const confirmed: Confirmation = { state: "confirmed", detail: "2 of 2 pods" };

/** A consumer that answers these, one after the other and the last for ever. */
function consumer(answers: Confirmation[], more: Partial<ConsumerDriver<object>> = {}) {
    const log: string[] = [];
    const driver: ConsumerDriver<object> = {
        type: "double",
        title: () => "the double",
        refresh: async ({ secret }, { generation }) => void log.push(`refresh ${generation} ${secret}`),
        confirm: async () => {
            log.push("confirm");
            return answers.length > 1 ? (answers.shift() as Confirmation) : answers[0];
        },
        ...more,
    };
    const [listed] = resolveConsumers("app", [
        {
            type: "double",
            name: "api",
            settings: {},
            secret: "shown-to-it",
            deadline: "10s",
            driver: driver as ConsumerDriver<never>,
        },
    ]);
    return { listed, log };
}

/** A clock that runs only while something waits. */
function clock() {
    let at = 0;
    return { now: () => at, pause: async (ms: number) => void (at += ms) };
}

describe("moving a consumer", () => {
    it("leaves one alone that runs on the release already", async () => {
        const { listed, log } = consumer([confirmed]);
        await updateConsumer(listed, release, clock());
        assert.deepEqual(log, ["confirm"]);
    });

    it("refreshes it once and waits until it confirms", async () => {
        const { listed, log } = consumer([behind, behind, { state: "unknown", detail: "busy" }, confirmed]);
        await updateConsumer(listed, release, clock());
        assert.deepEqual(log, ["confirm", "refresh 2 shown-to-it", "confirm", "confirm", "confirm"]);
    });

    it("fails with its name and what it said last, after the deadline", async () => {
        const { listed, log } = consumer([behind]);
        await assert.rejects(updateConsumer(listed, release, clock()), {
            message:
                "consumer the double (api) does not run on generation 2 after 10 s: 1 of 2 pods. The previous credential " +
                "stays valid until it does. Look what keeps it, and run again",
        });
        assert.equal(log.filter((line) => line.startsWith("refresh")).length, 1);
    });

    it("tries three times to reach it, and says why it could not", async () => {
        let tries = 0;
        const refresh = async () => {
            tries++;
            throw new Error("answered 503\nand more");
        };
        const { listed } = consumer([behind], { refresh });
        const sentence =
            /consumer the double \(api\) could not be refreshed for generation 2: answered 503\. The previous/;
        await assert.rejects(updateConsumer(listed, release, clock()), sentence);
        assert.equal(tries, 3);
    });

    it("does not wait for one that nobody can wait for", async () => {
        const { listed, log } = consumer([behind], { canWait: false });
        await updateConsumer(listed, release, clock());
        assert.deepEqual(log, ["confirm", "refresh 2 shown-to-it"]);
    });

    it("takes one that throws for one that could not be asked", async () => {
        const confirm = () => Promise.reject(new Error("no route"));
        const { listed } = consumer([behind], { confirm });
        const [fact] = await confirmAll([listed], release);
        assert.deepEqual(fact, { name: "api", title: "the double (api)", state: "unknown", detail: "no route" });
    });

    it("tells on one line what a consumer says, without signs that a terminal obeys", async () => {
        const { listed } = consumer([{ state: "behind", detail: "not ready:\n::error::\x1b[2J none\n" }]);
        assert.equal((await confirmAll([listed], release))[0].detail, "not ready: ::error:: [2J none");
    });
});

describe("the list of consumers", () => {
    const driver = consumer([confirmed]).listed.driver as ConsumerDriver<never>;
    const one = { type: "double", name: "api", settings: {}, driver };
    const wrong: [string, Consumers, RegExp][] = [
        ["a name that is none", [{ ...one, name: "a b" }], /app: consumers\[0\]\.name: "a b"; expected letters/],
        ["two of one name", [one, one], /consumers\[1\]\.name: "api" is the name of another consumer/],
        [
            "an unknown type",
            [{ ...one, driver: undefined }],
            /consumers\[0\]: no driver for the type "double"; expected one of kubernetes-rollout, /,
        ],
        [
            "a deadline that is none",
            [{ ...one, deadline: "soon" }],
            /consumers\[0\]\.deadline: "soon" is not a duration/,
        ],
        ["no reason", { none: " " }, /consumers: expected a list, or \{ none: "why/],
    ];
    for (const [name, given, message] of wrong)
        it(`refuses ${name}`, () => assert.throws(() => resolveConsumers("app", given), message));

    it("may be empty with a reason, or not be there", () => {
        assert.deepEqual([resolveConsumers("app", { none: "a test" }), resolveConsumers("app", undefined)], [
            [],
            [],
        ] as ResolvedConsumer[][]);
    });
});

describe("what stands for a consumer in the state", () => {
    const inputs = { sort: "webhook", title: "webhook x", settings: "{}", generation: 1, slot: "blue" };

    it("changes with the release and the settings, and is never replaced", () => {
        const changes = (more: object) => provider.diff("id", inputs, { ...inputs, ...more });
        assert.deepEqual(changes({ generation: 2 }), { changes: true, replaces: [], deleteBeforeReplace: false });
        assert.equal(changes({ settings: '{"url":""}' }).changes, true);
        assert.equal(changes({ title: "another word for it" }).changes, false);
    });
});
