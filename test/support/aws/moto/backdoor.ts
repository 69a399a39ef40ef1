import { type Service } from "../protocol/errors";
import type { Moto, MotoReply } from "./process";

const API_VERSIONS = { iam: "2010-05-08", sts: "2011-06-15", sns: "2010-03-31", sqs: "2012-11-05" };
const FORM = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
const TARGETS = { ssm: "AmazonSSM", secretsmanager: "secretsmanager" };

/** Asks moto behind the guard's back: no signature, no policy, no log, no fault. */
export class Backdoor {
    constructor(
        private readonly moto: Moto,
        private readonly now: () => Date,
    ) {}

    /** Calls IAM or STS; resolves to the content of `<Action>Result`, or undefined on NoSuchEntity. */
    async query<T>(service: "iam" | "sts", action: string, params: object): Promise<T | undefined> {
        const form = new URLSearchParams({
            ...(params as Record<string, string>),
            Action: action,
            Version: API_VERSIONS[service],
            ContentType: "JSON",
        });
        const reply = await this.send(service, String(form), FORM);
        if (reply.status === 404) return undefined;
        const answer = JSON.parse(accepted(reply, service, action)) as Record<string, never>;
        return answer[`${action}Response`]?.[`${action}Result`] as T | undefined;
    }

    /** Calls SNS or SQS; resolves to the XML. */
    async plain(service: "sns" | "sqs", action: string, params: object, region: string): Promise<Buffer> {
        const form = new URLSearchParams({ ...params, Action: action, Version: API_VERSIONS[service] });
        const reply = await this.send(service, String(form), FORM, region);
        accepted(reply, service, action);
        return reply.body;
    }

    /** Calls SSM or Secrets Manager; undefined when it refuses. */
    async json<T>(
        service: "ssm" | "secretsmanager",
        action: string,
        params: object,
        region: string,
    ): Promise<T | undefined> {
        const headers = {
            "content-type": "application/x-amz-json-1.1",
            "x-amz-target": `${TARGETS[service]}.${action}`,
        };
        const reply = await this.send(service, JSON.stringify(params), headers, region);
        if (reply.status >= 400 && reply.status < 500) return undefined;
        return JSON.parse(accepted(reply, service, action)) as T;
    }

    private send(
        service: Service | "sqs",
        body: string,
        headers: Record<string, string>,
        region = "us-east-1",
    ): Promise<MotoReply> {
        const scope = `AKIAGUARDSBACKDOOR00/20200101/${region}/${service}/aws4_request`;
        return this.moto.send({
            method: "POST",
            path: "/",
            query: "",
            now: this.now().getTime(),
            body: Buffer.from(body),
            headers: {
                ...headers,
                host: "127.0.0.1",
                authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
            },
        });
    }
}

function accepted(reply: MotoReply, service: Service | "sqs", action: string): string {
    if (reply.status < 400) return String(reply.body);
    throw new Error(`moto refused ${service}:${action} (${reply.status}): ${String(reply.body)}`);
}
