import assert from "node:assert/strict";
import { existsSync, promises as fs } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { agentPolicy, type AgentSettings, renderAgentConfig } from "../../../components/vault/agent/render";
import { startAws } from "../../support/aws";
import { type Listener, listen } from "../../support/aws/guard/listen";
import type { Reply } from "../../support/aws/protocol/errors";
import type { Incoming } from "../../support/aws/protocol/operation";
import { engine } from "../../support/harness/engine";
import { needVault, startAgent, startVault, type Vault } from "../../support/vault";
import { until } from "./support/until";

const secret = { path: "secret/app/api_key", field: "key" };

describe("the real vault agent, with a configuration of ours", function () {
    this.timeout(300_000);
    let vault: Vault;
    let folder: string;
    const at = (name: string): string => path.join(folder, name);
    const read = async (name: string): Promise<string> => (existsSync(at(name)) ? fs.readFile(at(name), "utf8") : "");
    const put = (key: string): Promise<unknown> => vault.call("POST", "secret/data/app/api_key", { data: { key } });

    before(async function () {
        vault = await startVault(needVault(this));
    });
    after(() => vault?.stop());
    beforeEach(async () => {
        folder = await fs.mkdtemp(path.join(await fs.realpath(tmpdir()), "rotation-agent-"));
        await put("first");
    });
    afterEach(() => fs.rm(folder, { recursive: true, force: true }));

    it("writes a file for its owner only, and reloads the service after each change and not otherwise", async () => {
        const reload = ["/bin/sh", "-c", 'cat "$1" >> "$2"; echo >> "$2"', "sh", at("run/key"), at("reloads")];
        const settings: AgentSettings = {
            address: vault.address,
            login: { appRole: { roleIdFile: at("role"), secretIdFile: at("secret") } },
            sinks: [{ path: at("token") }],
            templates: [
                { secret, destination: at("run/key"), exec: { command: reload } },
                { contents: 'costs ${5} "a"\n', destination: at("run/plain"), perms: "0640" },
            ],
            renderInterval: "1s",
        };
        const { roleId, secretId } = await vault.appRole("app", agentPolicy(settings));
        await fs.writeFile(at("role"), roleId);
        await fs.writeFile(at("secret"), secretId);
        const agent = await startAgent(vault.program, folder, renderAgentConfig(settings));
        try {
            await until(async () => (await read("reloads")) === "first\n", agent.said);
            assert.equal(await read("run/key"), "first");
            assert.equal(await read("run/plain"), 'costs ${5} "a"\n');
            assert.deepEqual(await Promise.all(["run/key", "run/plain", "token"].map((name) => mode(at(name)))), [
                "600",
                "640",
                "600",
            ]);
            assert.equal(existsSync(at("secret")), false, "the secret id was left lying about");
            await put("second");
            await until(async () => (await read("reloads")) === "first\nsecond\n", agent.said);
            assert.equal(await mode(at("run/key")), "600");
            // Looking again and again changes nothing: one reload for each change.
            const looks = vault.calls().length;
            await until(async () => vault.calls().length >= looks + 2, agent.said);
            assert.equal(await read("reloads"), "first\nsecond\n");
        } finally {
            await agent.stop();
        }
        assert.doesNotMatch(agent.said(), /first|second/);
    });

    it("runs a program with the secret in its environment, and starts it again with the next one", async () => {
        const script = 'echo "$API_KEY" >> "$1"; trap "echo ended >> $1; exit" TERM; while :; do sleep 0.1; done';
        const settings: AgentSettings = {
            address: vault.address,
            login: { tokenFile: { path: at("token") } },
            program: { command: ["/bin/sh", "-c", script, "sh", at("seen")], env: { API_KEY: { secret } } },
            renderInterval: "1s",
        };
        await fs.writeFile(at("token"), await vault.tokenWith("supervised", agentPolicy(settings)), { mode: 0o600 });
        const agent = await startAgent(vault.program, folder, renderAgentConfig(settings));
        try {
            await until(async () => (await read("seen")) === "first\n", agent.said);
            await put("second");
            await until(async () => (await read("seen")) === "first\nended\nsecond\n", agent.said);
        } finally {
            await agent.stop();
        }
        assert.equal(await read("seen"), "first\nended\nsecond\nended\n", "the program outlived its agent");
    });

    it("logs in as the AWS identity of its machine", async () => {
        const aws = await startAws({ python: engine().python });
        try {
            const { accessKeyId, secretAccessKey } = await aws.addPrincipal("machine", {
                Statement: [{ Effect: "Allow", Action: ["sts:GetCallerIdentity"], Resource: "*" }],
            });
            await vault.call("POST", "sys/auth/aws", { type: "aws" });
            const sts = await asSts(aws.endpoint);
            await vault.call("POST", "auth/aws/config/client", {
                sts_endpoint: sts.url,
                sts_region: aws.region,
                iam_server_id_header_value: "vault.internal",
            });
            const settings: AgentSettings = {
                address: vault.address,
                login: { aws: { role: "myapp-rotation", headerValue: "vault.internal" } },
                templates: [{ secret, destination: at("key") }],
            };
            await vault.tokenWith("machine", agentPolicy(settings));
            await vault.call("POST", "auth/aws/role/myapp-rotation", {
                auth_type: "iam",
                bound_iam_principal_arn: [`arn:aws:iam::${aws.account}:user/machine`],
                resolve_aws_unique_ids: false,
                token_policies: ["machine"],
            });
            const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
            const agent = await startAgent(vault.program, folder, renderAgentConfig(settings), keys);
            try {
                await until(async () => (await read("key")) === "first", agent.said);
            } finally {
                await agent.stop();
                await sts.close();
            }
        } finally {
            await aws.close();
        }
    });

    it("understands a login as a pod's service account", async () => {
        const settings: AgentSettings = {
            address: vault.address,
            login: { kubernetes: { role: "app", tokenFile: at("jwt") } },
            templates: [{ secret, destination: at("key") }],
        };
        const agent = await startAgent(vault.program, folder, renderAgentConfig(settings));
        try {
            await agent.says(/no such file or directory/);
            assert.ok(agent.said().includes(at("jwt")), agent.said());
        } finally {
            await agent.stop();
        }
    });
});

/** Vault asks a configured STS for `//`, which AWS takes for `/`, and the emulator does not. */
function asSts(endpoint: string): Promise<Listener> {
    const forward = async ({ method, headers, body }: Incoming): Promise<Reply> => {
        const options = { method, headers };
        const answer = await new Promise<IncomingMessage>((resolve, reject) => {
            request(endpoint, options, resolve).on("error", reject).end(body);
        });
        const chunks: Buffer[] = [];
        for await (const chunk of answer) chunks.push(chunk as Buffer);
        return {
            status: answer.statusCode ?? 500,
            headers: { "content-type": "text/xml" },
            body: Buffer.concat(chunks),
        };
    };
    return listen(forward, (error) => {
        throw error;
    });
}

async function mode(file: string): Promise<string> {
    return ((await fs.stat(file)).mode & 0o777).toString(8);
}
