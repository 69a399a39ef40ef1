import assert from "node:assert/strict";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { acknowledgeDriver } from "../../../../components/consumers/drivers/acknowledge";
import { EcsService, judge } from "../../../../components/consumers/drivers/ecsService";
import { ExternalSecret } from "../../../../components/consumers/drivers/externalSecret";
import { generationIn } from "../../../../components/consumers/drivers/generationEndpoint";
import { KubernetesRollout } from "../../../../components/consumers/drivers/kubernetesRollout";
import { VaultAgent, vaultAgentDriver } from "../../../../components/consumers/drivers/vaultAgent";
import { Webhook, webhookDriver } from "../../../../components/consumers/drivers/webhook";
import { releaseOf } from "../support";

const release = releaseOf(2);

describe("an address that answers otherwise than expected", () => {
    let server: Server | undefined;
    afterEach(() => server?.close().closeAllConnections());

    async function serve(listener: RequestListener): Promise<string> {
        server = createServer(listener);
        await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
        return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    }
    const says = `{"generation": 2}`;
    const cases: [string, RequestListener, RegExp][] = [
        [
            "redirects",
            ({ url }, answer) => (url === "/" ? answer.writeHead(302, { location: "/there" }).end() : answer.end(says)),
            /answered 302; redirects are not followed, give the address it leads to$/,
        ],
        ["says nothing", (_asked, answer) => answer.writeHead(204).end(), /has no number generation/],
        ["says a part", (_asked, answer) => answer.writeHead(206).end(says), /answered 206$/],
        ["fails with the right number", (_asked, answer) => answer.writeHead(503).end(says), /answered 503$/],
        ["says too much", (_asked, answer) => answer.end(`"${"x".repeat(70_000)}"`), /more than 64 KiB/],
        [
            "breaks off",
            (_asked, answer) => answer.writeHead(200, { "content-length": 50 }).write(says, () => answer.destroy()),
            /connection failed/,
        ],
    ];
    for (const [what, listener, expected] of cases)
        it(`does not confirm where it ${what}`, async () => {
            const { settings } = new VaultAgent({ name: "a", url: `${await serve(listener)}/` });
            const { state, detail } = await vaultAgentDriver.confirm({ settings }, release);
            assert.equal(state, "unknown");
            assert.match(detail, expected);
        });

    it("is not told where it redirects", async () => {
        const url = `${await serve((_asked, answer) => answer.writeHead(307, { location: "/there" }).end())}/`;
        const secret = "0123456789abcdef";
        const { settings } = new Webhook({ url, confirmUrl: url, secret });
        await assert.rejects(
            webhookDriver.refresh({ settings, secret }, release),
            /answered 307; redirects are not followed/,
        );
    });

    it("is not believed for a line somewhere in a long document", () => {
        const long = JSON.stringify({ other: { generation: 2 }, text: "x".repeat(70_000) }, null, 1);
        assert.equal(generationIn(long, "generation"), undefined);
    });
});

describe("an acknowledgement that is no number", () => {
    for (const found of [true, [2], null, "two", "", 2.5, {}])
        it(`is none: ${JSON.stringify(found)}`, async () => {
            const told = JSON.stringify({ "myapp/batch": found });
            const asked = async () =>
                acknowledgeDriver.confirm({ settings: { name: "batch" }, context: told }, releaseOf(1));
            await assert.rejects(
                asked(),
                /rotation:acknowledged\["myapp\/batch"\] is .*; expected the number of a generation/,
            );
        });
});

describe("the arguments of consumers", () => {
    const later = pulumi.output("later") as unknown as string;
    const secret = pulumi.secret("0123456789abcdef");
    const wrong: [string, () => unknown][] = [
        ["EcsService: cluster", () => new EcsService({ cluster: later, service: "api" })],
        ["KubernetesRollout: namespace", () => new KubernetesRollout({ namespace: later, deployment: "app" })],
        ["ExternalSecret: externalSecret", () => new ExternalSecret({ namespace: "prod", externalSecret: later })],
        ["Webhook: url", () => new Webhook({ url: later, confirmUrl: "https://a.example", secret })],
        ["VaultAgent: file", () => new VaultAgent({ name: "a", file: later })],
    ];
    for (const [field, make] of wrong)
        it(`refuses an output: ${field}`, () =>
            assert.throws(make, (error: Error) => error.message.startsWith(`${field} is an output; expected a value`)));
    it("takes an output where it is a secret", () => {
        new Webhook({ url: "https://a.example", confirmUrl: "https://a.example", secret });
        new KubernetesRollout({ namespace: "prod", deployment: "app", kubeconfig: secret });
    });
});

describe("a service of ECS whose deployments have no state", () => {
    const published = Date.parse(release.publishedAt);
    const [before, after] = [new Date(published - 1000), new Date(published + 2 * 3_600_000)];
    const judged = (primary: object, older: object[] = [], more: object = {}) =>
        judge(
            {
                ...{ desiredCount: 2, runningCount: 2 },
                deployments: [
                    { status: "PRIMARY", createdAt: after, runningCount: 2, pendingCount: 0, ...primary },
                    ...older,
                ],
                ...more,
            },
            release,
        );

    it("is judged by its counts", () => {
        assert.deepEqual(judged({}), { state: "confirmed", detail: "2 of 2 tasks run on it" });
        assert.equal(judged({ pendingCount: 1 }).state, "behind");
        assert.equal(judged({ runningCount: 1 }).state, "behind");
        assert.equal(judged({ rolloutState: "IN_PROGRESS" }).state, "behind");
        assert.equal(judged({ createdAt: before }).state, "behind");
    });

    it("is behind while another strategy keeps its older tasks, and says for how long", () => {
        const older = [{ status: "ACTIVE", createdAt: before, runningCount: 2 }];
        const deploymentConfiguration = { strategy: "BLUE_GREEN", bakeTimeInMinutes: 15 } as const;
        const { state, detail } = judged({}, older, { deploymentConfiguration });
        assert.equal(state, "behind");
        const bakes =
            "1 older deployment left (strategy BLUE_GREEN keeps them for a bake time of 15 min; the deadline must be longer)";
        assert.equal(detail, `2 of 2 tasks run on it, ${bakes}`);
    });
});
