import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Alert, Channel } from "../../../../cli/alerts/alert";
import { OCCASIONS } from "../../../../cli/alerts/alert";
import { pagerDuty } from "../../../../cli/alerts/channels/pagerDuty";
import { slack } from "../../../../cli/alerts/channels/slack";
import { sns } from "../../../../cli/alerts/channels/sns";
import { webhook } from "../../../../cli/alerts/channels/webhook";
import { ROUTING_KEY, startPagerDuty, TOO_MANY } from "../../../support/alerts/pagerDuty";
import { startReceiver, WEBHOOK_SECRET } from "../../../support/alerts/receiver";
import { RATE_LIMITED, startSlack } from "../../../support/alerts/slack";
import { FIFO_TOPIC, startSns, TOPIC } from "../../../support/alerts/sns";
import { alert } from "../support/scene";

const occasions = [...OCCASIONS];
const pauses: number[] = [];
const patience = {
    attempts: 3,
    timeoutMs: 10_000,
    longestMs: 20_000,
    sleep: (ms: number) => Promise.resolve(pauses.push(ms)),
};
const LONG = "x".repeat(20_000);

/** Starts a double, lets the body use it, and closes it. */
async function using<T extends { close(): Promise<void> }>(start: Promise<T>, body: (service: T) => Promise<void>) {
    const service = await start;
    pauses.length = 0;
    try {
        await body(service);
    } finally {
        await service.close();
    }
}

describe("Slack", () => {
    it("gets a text for the notification and a block for the rest, without a meaning in its signs", () =>
        using(startSlack(), async ({ url, taken }) => {
            await slack({ url, occasions }, patience).send(alert({ detail: "<!channel> ```& more" }));
            const [{ text, blocks }] = taken;
            assert.equal(text, ":rotating_light: Credential rotation FAILED for app");
            assert.match(blocks[0].text?.text ?? "", /&lt;!channel&gt; '''&amp; more/);
        }));

    it("takes an alert of any length", () =>
        using(startSlack(), async ({ url, taken }) => {
            await slack({ url, occasions }, patience).send(alert({ summary: LONG, detail: LONG }));
            assert.equal(taken.length, 1);
        }));

    it("is asked again when it says so, as late as it says", () =>
        using(startSlack(), async (service) => {
            service.next(RATE_LIMITED);
            await slack({ url: service.url, occasions }, patience).send(alert());
            assert.deepEqual([service.answers, pauses], [[429, 200], [1000]]);
        }));

    it("is not asked again when it refuses, and the error names no address", () =>
        using(startSlack(), async (service) => {
            const wrong = service.url.replace("B00000000", "B99999999");
            const sent = slack({ url: wrong, occasions }, patience).send(alert());
            await assert.rejects(sent, (error: Error) => {
                assert.equal(error.message, "Slack answered 404: no_service");
                return true;
            });
            assert.deepEqual(service.answers, [404]);
        }));
});

/* Servers and proxies like to name in a refusal what they were asked for. */
describe("what a service answers", () => {
    it("is passed on without the address of the webhook", () =>
        using(startSlack(), async (service) => {
            const { pathname } = new URL(service.url);
            service.next({ status: 404, text: `Cannot POST ${pathname} at ${service.url}` });
            const sent = slack({ url: service.url, occasions }, patience).send(alert());
            await assert.rejects(sent, { message: "Slack answered 404: Cannot POST [secret] at [secret]" });
        }));

    it("is passed on without the integration key", () =>
        using(startPagerDuty(), async (service) => {
            service.next({ status: 400, text: `no service has ${ROUTING_KEY}` });
            const { endpoint } = service;
            const sent = pagerDuty({ routingKey: ROUTING_KEY, endpoint, occasions }, patience).send(alert());
            await assert.rejects(sent, { message: "PagerDuty answered 400: no service has [secret]" });
        }));
});

describe("PagerDuty", () => {
    const channel = (endpoint: string): Channel =>
        pagerDuty({ routingKey: ROUTING_KEY, endpoint, occasions }, patience);

    it("opens an incident, keeps it one, and closes it", () =>
        using(startPagerDuty(), async (service) => {
            const { send: tell } = channel(service.endpoint);
            await tell(alert());
            await tell(alert({ summary: "again" }));
            assert.deepEqual(service.open(), ["credential-rotation/rotation/prod/failure"]);
            await tell(alert({ state: "over" }));
            assert.deepEqual(service.open(), []);
            assert.deepEqual(
                service.taken.map(({ kind, severity }) => [kind, severity]),
                [
                    ["trigger", "error"],
                    ["trigger", "error"],
                    ["resolve", undefined],
                ],
            );
        }));

    it("gets a change event for a rotation, which pages nobody", () =>
        using(startPagerDuty(), async (service) => {
            await channel(service.endpoint).send(alert({ occasion: "success", state: "told", link: "https://ci/1" }));
            assert.deepEqual([service.taken[0].kind, service.open()], ["change", []]);
        }));

    it("takes an alert of any length", () =>
        using(startPagerDuty(), async (service) => {
            await channel(service.endpoint).send(alert({ summary: LONG, detail: LONG, key: LONG }));
            assert.equal(service.taken.length, 1);
        }));

    it("is asked again after 429 and 500, at growing intervals, and given up at last", () =>
        using(startPagerDuty(), async (service) => {
            const wrong = { status: 500, text: "oops" };
            service.next(TOO_MANY, wrong);
            await channel(service.endpoint).send(alert());
            service.next(wrong, wrong, wrong);
            await assert.rejects(channel(service.endpoint).send(alert()), /PagerDuty answered 500: oops/);
            assert.deepEqual(service.answers, [429, 500, 202, 500, 500, 500]);
            assert.deepEqual(pauses, [1000, 2000, 1000, 2000]);
        }));

    it("is not asked again after 400, and the key is in no error", () =>
        using(startPagerDuty(), async (service) => {
            const routingKey = "f".repeat(32);
            const sent = pagerDuty({ routingKey, endpoint: service.endpoint, occasions }, patience).send(alert());
            await assert.rejects(sent, (error: Error) => {
                assert.match(error.message, /answered 400: .*Invalid routing key/);
                assert.ok(!error.message.includes(routingKey));
                return true;
            });
            assert.deepEqual(service.answers, [400]);
        }));
});

describe("a webhook of one's own", () => {
    it("can check that the alert comes from here", () =>
        using(startReceiver(), async ({ endpoint, taken }) => {
            await webhook({ url: endpoint, secret: WEBHOOK_SECRET, occasions }, patience).send(alert());
            assert.deepEqual(taken, [alert()]);
        }));

    it("refuses another secret", () =>
        using(startReceiver(), async ({ endpoint }) => {
            const secret = "a-secret-of-somebody-else";
            const sent = webhook({ url: endpoint, secret, occasions }, patience).send(alert());
            await assert.rejects(sent, /the webhook answered 401: wrong signature/);
        }));
});

describe("an SNS topic", () => {
    const before = { ...process.env };
    before.AWS_ACCESS_KEY_ID ??= undefined;
    beforeEach(() => Object.assign(process.env, { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "none" }));
    afterEach(() => {
        for (const key of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) {
            if (before[key] === undefined) delete process.env[key];
            else process.env[key] = before[key];
        }
    });

    it("gets a subject that it takes, and the alert as JSON", () =>
        using(startSns(), async ({ endpoint, taken }) => {
            const told = alert({ summary: `✔ two\nlines ${LONG}` });
            await sns({ topicArn: TOPIC, endpoint, occasions }).send(told);
            assert.equal(taken[0].subject.length, 99);
            assert.ok(taken[0].subject.startsWith("two lines xxx"));
            assert.deepEqual(JSON.parse(taken[0].message), told);
        }));

    it("may be a FIFO topic", () =>
        using(startSns(), async ({ endpoint, taken }) => {
            await sns({ topicArn: FIFO_TOPIC, endpoint, occasions }).send(alert());
            assert.equal(taken[0].group, "credential-rotation-rotation-prod-failure");
        }));

    it("that is a FIFO one delivers each of several alerts of one run, and a repetition once", () =>
        using(startSns(), async ({ endpoint, taken, answers }) => {
            const channel = sns({ topicArn: FIFO_TOPIC, endpoint, occasions });
            const moved = (name: string, project = "rotation"): Alert =>
                alert({
                    occasion: "success",
                    state: "told",
                    credentials: [name],
                    summary: `${name}: rotating`,
                    key: `credential-rotation/${project}/prod/success`,
                });
            const long = "ä".repeat(200);
            for (const one of [moved("a"), moved("b"), moved("a", "other"), moved("a", long), moved("a", `${long}x`)])
                await channel.send(one);
            await channel.send(moved("a"));
            assert.deepEqual(answers, Array<number>(6).fill(200));
            assert.equal(taken.length, 5);
            assert.equal(new Set(taken.map(({ group }) => group)).size, 4, "groups of their own");
        }));

    it("says what AWS said when it refuses", () =>
        using(startSns(), async ({ endpoint }) => {
            const sent = sns({ topicArn: `${TOPIC}-gone`, endpoint, occasions }).send(alert());
            await assert.rejects(sent, /SNS refused it: NotFound.*: Topic does not exist/);
        }));

    it("that takes the alert and never answers holds nothing up", async () => {
        const silent = createServer(() => undefined);
        await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
        const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
        try {
            const sent = sns({ topicArn: TOPIC, endpoint, occasions }, { attempts: 1, timeoutMs: 100 }).send(alert());
            await assert.rejects(sent, /SNS refused it: TimeoutError/);
        } finally {
            silent.close();
            silent.closeAllConnections();
        }
    });
});
