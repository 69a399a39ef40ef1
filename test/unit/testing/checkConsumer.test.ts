import assert from "node:assert/strict";
import type { ConsumerDriver } from "../../../components/consumers/consumer";
import { send } from "../../../components/clients/http/request";
import { checkConsumer } from "../../../components/testing";
import { listen, type Listening } from "../../support/vendors/server/http";

interface Settings {
    url: string;
}

const right: ConsumerDriver<Settings> = {
    type: "acme",
    title: ({ url }) => `the service at ${url}`,
    async refresh({ settings: { url } }, { generation }) {
        const call = { endpoint: url, method: "POST" as const, path: "/reload", headers: {}, body: { generation } };
        const { status } = await send({ ...call, secrets: [] });
        if (status >= 300) throw new Error(`it answered ${status}`);
    },
    async confirm({ settings: { url } }, { generation }) {
        try {
            const call = { endpoint: url, method: "GET" as const, path: "/generation", headers: {}, secrets: [] };
            const { status, body, isJson } = await send(call);
            if (status !== 200 || !isJson) return { state: "unknown", detail: `it answered ${status}` };
            const runsOn = (body as { generation?: number }).generation;
            return { state: runsOn === generation ? "confirmed" : "behind", detail: `it runs on ${runsOn}` };
        } catch (error) {
            return { state: "unknown", detail: (error as Error).message };
        }
    },
};

describe("the check for authors of consumers", () => {
    let server: Listening;
    let runsOn: number;
    beforeEach(async () => {
        runsOn = 0;
        server = await listen(({ path, body }) => {
            if (path === "/reload") runsOn = Number(body.generation);
            return Promise.resolve({ status: path === "/reload" ? 202 : 200, body: { generation: runsOn } });
        });
    });
    afterEach(() => server.close());

    const played = async (more: Partial<ConsumerDriver<Settings>> = {}): Promise<string> => {
        const check = {
            endpoint: server.endpoint,
            settings: (url: string) => ({ url }),
            secret: "hunter22",
            deadlineMs: 300,
        };
        const findings = await checkConsumer({ ...check, driver: { ...right, ...more } });
        return findings.map(({ played: what, found, expected }) => `${what}: ${found}; ${expected}`).join("\n");
    };

    it("finds nothing wrong with one that asks the consumer's side", async () => assert.equal(await played(), ""));

    it("finds one that confirms what it only asked for", async () => {
        const confirm = () => Promise.resolve({ state: "confirmed" as const, detail: "it was restarted" });
        assert.match(await played({ confirm }), /before it was ever asked: .*confirmed.*; not confirmed/);
    });

    it("finds one that throws where it cannot ask", async () => {
        const confirm: typeof right.confirm = async (reach, release) => {
            const found = await right.confirm(reach, release);
            if (found.state === "unknown") throw new Error(found.detail);
            return found;
        };
        assert.match(await played({ confirm }), /confirm, a connection that is cut: it threw: .*; an answer/);
    });

    it("finds one that never asks, and one that takes a failure for success", async () => {
        assert.match(await played({ refresh: () => Promise.resolve() }), /after it was asked: .*behind.*; confirmed/);
        assert.match(
            await played({ refresh: () => Promise.resolve() }),
            /refresh, a server in trouble \(500\): .*an error/,
        );
    });

    it("finds a secret that shows", async () => {
        const refresh: typeof right.refresh = ({ secret }) => Promise.reject(new Error(`not with ${secret}`));
        assert.match(await played({ refresh }), /a secret shows in what was said/);
    });
});
