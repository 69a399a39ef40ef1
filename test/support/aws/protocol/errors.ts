import { randomUUID } from "node:crypto";

/** The two wire protocols of the services served here. */
export type Protocol = "query" | "json";

export type Service = "iam" | "sts" | "ssm" | "secretsmanager" | "cloudtrail" | "ecs" | "sns";

/** A reply in all but the transport. */
export interface Reply {
    status: number;
    headers: Record<string, string>;
    body: Buffer;
}

/** A refusal as AWS words it. `status` is for the query protocol; JSON protocols answer 400. */
export class AwsError extends Error {
    constructor(
        readonly code: string,
        message: string,
        readonly status = 400,
    ) {
        super(message);
    }
}

export const XML_NAMESPACES: Partial<Record<Service, string>> = {
    iam: "https://iam.amazonaws.com/doc/2010-05-08/",
    sts: "https://sts.amazonaws.com/doc/2011-06-15/",
    sns: "http://sns.amazonaws.com/doc/2010-03-31/",
};

/** Puts an error on the wire in the words of the service's protocol. */
export function errorReply(error: AwsError, protocol: Protocol, service?: Service): Reply {
    const requestId = randomUUID();
    if (protocol === "json") {
        const text = { __type: error.code, message: error.message, Message: error.message };
        return jsonReply(text, error.status >= 500 ? error.status : 400, requestId);
    }
    const type = error.status >= 500 ? "Receiver" : "Sender";
    const xmlns = (service && XML_NAMESPACES[service]) ?? "https://iam.amazonaws.com/doc/2010-05-08/";
    const body =
        `<ErrorResponse xmlns="${xmlns}"><Error><Type>${type}</Type><Code>${error.code}</Code>` +
        `<Message>${escapeXml(error.message)}</Message></Error>` +
        `<RequestId>${requestId}</RequestId></ErrorResponse>`;
    return xmlReply(body, error.status, requestId);
}

/** The answer of an action of the query protocol; `result` is XML. */
export function queryReply(service: Service, action: string, result: string): Reply {
    const id = randomUUID();
    const body =
        `<${action}Response xmlns="${XML_NAMESPACES[service]}"><${action}Result>${result}` +
        `</${action}Result><ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata>` +
        `</${action}Response>`;
    return xmlReply(body, 200, id);
}

export function jsonReply(value: unknown, status = 200, requestId: string = randomUUID()): Reply {
    const headers = { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": requestId };
    return { status, headers, body: Buffer.from(JSON.stringify(value)) };
}

function xmlReply(text: string, status: number, requestId: string): Reply {
    const headers = { "content-type": "text/xml", "x-amzn-requestid": requestId };
    return { status, headers, body: Buffer.from(text) };
}

export function escapeXml(text: string): string {
    return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

function unescapeXml(text: string): string {
    return text
        .replace(/&lt;/g, "<")
        .replace(/&gt;/g, ">")
        .replace(/&quot;/g, '"')
        .replace(/&apos;/g, "'")
        .replace(/&amp;/g, "&");
}

/** The text of the first element of that name in an answer of the query protocol. */
export function xmlText(body: Buffer | string, element: string): string | undefined {
    const found = new RegExp(`<${element}>([^<]*)</${element}>`).exec(String(body));
    return found?.[1] === undefined ? undefined : unescapeXml(found[1]);
}

/** The error code in an answer, whatever its protocol. */
export function errorCode(reply: Reply): string | undefined {
    if (reply.status < 400) return undefined;
    const text = String(reply.body);
    const type = /"__type"\s*:\s*"([^"]+)"/.exec(text)?.[1];
    return type?.split("#").pop() ?? xmlText(text, "Code");
}
