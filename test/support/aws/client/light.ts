import { Agent, request } from "node:http";
import type { Credentials } from "../identity/principals";
import { type Reply, type Service, errorCode, xmlText } from "../protocol/errors";
import { signedHeaders } from "./sign";

/** What AWS answered with a refusal, or that it could not be asked. */
export class LightError extends Error {
    constructor(
        readonly code: string,
        message: string,
    ) {
        super(`${code}: ${message}`);
    }
}

/** A client with next to no cost of its own: one attempt, no retries, connections kept. */
export class LightClient {
    private readonly agent = new Agent({ keepAlive: true });

    constructor(
        private readonly endpoint: string,
        private readonly region: string,
    ) {}

    /** Proves a key with `sts:GetCallerIdentity`; resolves to the caller's ARN. */
    async callerIdentity(credentials: Credentials): Promise<string> {
        const body = "Action=GetCallerIdentity&Version=2011-06-15";
        const type = "application/x-www-form-urlencoded; charset=utf-8";
        const reply = await this.send("sts", credentials, { "content-type": type }, body);
        return xmlText(reply.body, "Arn") ?? "";
    }

    /** Calls an action of a JSON service. */
    async json<T>(
        service: "ssm" | "secretsmanager" | "cloudtrail",
        action: string,
        params: object,
        credentials: Credentials,
    ): Promise<T> {
        const target = { ssm: "AmazonSSM", cloudtrail: "CloudTrail_20131101" }[service as "ssm"];
        const headers = {
            "content-type": "application/x-amz-json-1.1",
            "x-amz-target": `${target ?? service}.${action}`,
        };
        const reply = await this.send(service, credentials, headers, JSON.stringify(params));
        return JSON.parse(String(reply.body)) as T;
    }

    /** Lets go of the kept connections. */
    close(): void {
        this.agent.destroy();
    }

    private async send(
        service: Service,
        credentials: Credentials,
        headers: Record<string, string>,
        text: string,
    ): Promise<Reply> {
        const body = Buffer.from(text);
        const named = { ...headers, host: new URL(this.endpoint).host };
        const signed = signedHeaders(service, this.region, credentials, named, body);
        const reply = await this.exchange(signed, body);
        if (reply.status < 400) return reply;
        const message = /"[mM]essage"\s*:\s*"([^"]*)"/.exec(String(reply.body))?.[1];
        throw new LightError(
            errorCode(reply) ?? `HTTP ${reply.status}`,
            message ?? xmlText(reply.body, "Message") ?? "",
        );
    }

    private exchange(headers: Record<string, string>, body: Buffer): Promise<Reply> {
        return new Promise((resolve, reject) => {
            const options = { agent: this.agent, method: "POST", headers };
            const sent = request(this.endpoint, options, (response) => {
                const chunks: Buffer[] = [];
                response.on("data", (chunk: Buffer) => chunks.push(chunk));
                response.on("error", reject);
                response.on("end", () =>
                    resolve({ status: response.statusCode ?? 0, headers: {}, body: Buffer.concat(chunks) }),
                );
            });
            sent.on("error", reject);
            sent.end(body);
        });
    }
}
