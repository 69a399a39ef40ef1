import assert from "node:assert/strict";
import { type Service, startService } from "../../../support/service";
import type { Resource } from "../../../support/service/state/deployment";
import { ask, begin, STACK } from "./client";

const [BEGIN, SUCCESS, , , OUTPUTS] = [0, 1, 2, 3, 4];
const made = (name: string, more: Partial<Resource> = {}): Resource => {
    return { urn: `urn:pulumi:dev::project::a:b:C::${name}`, type: "a:b:C", custom: true, ...more };
};
const creating = (name: string) => ({ type: "creating", resource: made(name) }) as const;

/*
 * Proves: what the emulated service refuses, and the state that it makes of a journal.
 * Does not prove: that the vendor's does the same; its rules are those that its client shows.
 */
describe("the service that keeps states", () => {
    let service: Service;
    let clock: number;

    beforeEach(async () => {
        clock = 0;
        service = await startService({ leaseMs: 1000, now: () => clock });
        await ask(service, "POST stacks/somebody/project", { stackName: "dev" });
    });
    afterEach(async () => {
        await service.stop();
        assert.deepEqual(service.unmatched, []);
    });

    const refuses = async (
        asked: Promise<{ status: number; body: { message?: unknown } }>,
        status: number,
        why: RegExp,
    ) => {
        const { status: got, body } = await asked;
        assert.equal(got, status, JSON.stringify(body));
        assert.match(String(body.message), why);
    };

    it("refuses who has no token or a false one, what is not there, and what is there already", async () => {
        for (const token of ["", "token pul-false", `update-token ${service.env.PULUMI_ACCESS_TOKEN}`])
            await refuses(ask(service, `GET ${STACK}`, undefined, token), 401, /Unauthorized/);
        await refuses(ask(service, `GET ${STACK}2`), 404, /Stack 'somebody\/project\/dev2' not found/);
        await refuses(ask(service, "GET stacks/else/project/dev"), 404, /Organization/);
        await refuses(ask(service, "POST stacks/somebody/project", { stackName: "dev" }), 409, /already exists/);
        await refuses(ask(service, "POST stacks/somebody/project", { stackName: "a b" }), 400, /Invalid stack name/);
    });

    it("lets one update at a time hold a stack, by a lease that ends", async () => {
        const one = await begin(service);
        await assert.rejects(begin(service, "destroy"), /409 .*Another update is currently in progress/);
        await begin(service, "preview");
        await refuses(ask(service, `DELETE ${STACK}`), 409, /in progress/);
        await refuses(one.tell("POST complete", { status: "succeeded" }, "false"), 403, /token is invalid/);
        const path = `POST ${STACK}/update/${one.id}/complete`;
        await refuses(ask(service, path, { status: "succeeded" }), 401, /No update token/);
        clock = 600;
        const { body } = await one.tell("POST renew_lease", { duration: 300 });
        clock = 1200;
        await refuses(one.tell("POST renew_lease", { duration: 300 }), 403, /has expired/);
        await assert.rejects(begin(service), /409/);
        assert.equal((await one.tell("POST renew_lease", { duration: 300 }, body.token as string)).status, 200);
        clock = 5000;
        const two = await begin(service);
        await refuses(one.complete(), 403, /token is invalid/);
        assert.equal((await ask(service, `POST ${STACK}/update/${two.id}/cancel`)).status, 204);
        await refuses(ask(service, `POST ${STACK}/update/${two.id}/cancel`), 409, /has already completed/);
        await refuses(two.complete(), 403, /token is invalid/);
    });

    it("makes the state of a journal, and keeps what a run that was killed had begun", async () => {
        const one = await begin(service);
        const [a, b] = [made("a"), made("b", { dependencies: [made("a").urn] })];
        await one.journal({ kind: BEGIN, operationID: 1, operation: creating("a") });
        await one.journal({ kind: SUCCESS, operationID: 1, state: a });
        await one.journal(
            { kind: BEGIN, operationID: 2, operation: creating("b") },
            { kind: SUCCESS, operationID: 2, state: b },
            { kind: OUTPUTS, operationID: 3, state: { ...b, outputs: { done: true } }, removeNew: 2 },
        );
        assert.equal((await one.complete()).status, 204);
        const two = await begin(service);
        const changed = { ...a, inputs: { n: 2 } };
        await two.journal(
            { kind: BEGIN, operationID: 1 },
            { kind: SUCCESS, operationID: 1, state: changed, removeOld: 0 },
        );
        await two.journal({ kind: BEGIN, operationID: 2, operation: creating("c") });
        const before = service.state("dev");
        await ask(service, `POST ${STACK}/update/${two.id}/cancel`);
        const { deployment } = service.state("dev");
        assert.deepEqual(deployment.resources, [changed, { ...b, outputs: { done: true } }]);
        assert.deepEqual(deployment.resources, before.deployment.resources);
        assert.deepEqual(deployment.pending_operations, [creating("c")]);
        const three = await begin(service);
        await three.complete();
        assert.deepEqual(service.state("dev").deployment.pending_operations, [creating("c")]);
        const imported = { version: 3, deployment: { ...deployment, resources: [], pending_operations: [] } };
        assert.equal((await ask(service, `POST ${STACK}/import`, imported)).status, 200);
        assert.equal((await ask(service, `DELETE ${STACK}`)).status, 204);
    });

    it("refuses entries that make no sense, a journal with a hole, and a state that no engine would take", async () => {
        const run = await begin(service);
        const entry = { kind: BEGIN, operationID: 1, sequenceID: 1 };
        assert.equal((await run.journal(entry)).status, 204);
        assert.equal((await run.journal(entry)).status, 204, "a client repeats what was not answered");
        await refuses(run.journal({ ...entry, operationID: 2 }), 400, /another entry has this sequenceID/);
        await refuses(run.journal({ kind: BEGIN, operationID: 1, sequenceID: 4 }), 400, /has begun before/);
        await refuses(run.journal({ kind: SUCCESS, operationID: 7, sequenceID: 4 }), 400, /has not begun/);
        const gone = { kind: SUCCESS, operationID: 1, sequenceID: 4 };
        await refuses(run.journal({ ...gone, removeOld: 0 }), 400, /there is no resource at 0/);
        await refuses(run.journal({ ...gone, removeNew: 9 }), 400, /operation 9 made no resource/);
        await refuses(run.journal({ ...gone, version: 2 }), 400, /version 2/);
        await refuses(run.journal({ ...gone, kind: 10 }), 400, /kind 10 is unknown/);
        const alone = made("b", { dependencies: [made("a").urn] });
        await refuses(
            run.journal({ ...gone, state: alone }),
            400,
            /no valid state: .*::b stands before its dependency/,
        );
        await refuses(run.complete(), 400, /journal entry 2 never came/);
        const other = { deployment: { manifest: {}, resources: [made("a"), made("a")] }, version: 3 };
        await refuses(run.tell("PATCH checkpoint", other), 400, /no checkpoint was agreed on/);
        await refuses(ask(service, `POST ${STACK}/import`, other), 409, /in progress/);
        await ask(service, `POST ${STACK}/update/${run.id}/cancel`).catch(() => undefined);
    });

    it("encrypts for one stack only, and counts what it is sent", async () => {
        await ask(service, "POST stacks/somebody/project", { stackName: "other" });
        const plain = Buffer.from("a secret").toString("base64");
        service.traffic();
        const { body } = await ask(service, `POST ${STACK}/batch-encrypt`, { plaintexts: [plain] });
        const [sealed] = body.ciphertexts as string[];
        const opened = await ask(service, `POST ${STACK}/batch-decrypt`, { ciphertexts: [sealed] });
        assert.deepEqual(opened.body.plaintexts, { [sealed]: plain });
        const elsewhere = ask(service, `POST ${STACK.replace("dev", "other")}/decrypt`, { ciphertext: sealed });
        await refuses(elsewhere, 400, /invalid ciphertext/);
        assert.equal(service.traffic().requests, 3);
        assert.ok(!service.sent.some(({ text }) => text.includes(plain)));
    });
});
