import { AwsError, type Reply } from "../protocol/errors";
import type { Incoming, Operation } from "../protocol/operation";
import type { Moto } from "./process";

/** moto could not do what was asked: the emulator is at fault, not the caller. */
export class MotoTrouble extends Error {}

/** Lets moto do it, under the injected clock. */
export async function forward(request: Incoming, operation: Operation, moto: Moto, now: () => Date): Promise<Reply> {
    // A session's end is judged by the SDKs with the real clock, so its start has to be real, too.
    const real = operation.action === "AssumeRole";
    const { status, headers, body } = await moto.send({
        method: "POST",
        path: "/",
        query: operation.protocol === "query" ? "" : request.query,
        headers: motoHeaders(request, operation),
        body: motoBody(request, operation),
        now: real ? null : now().getTime(),
    });
    if (status >= 500) throw new MotoTrouble(`moto answered ${status}: ${String(body)}`);
    const type = operation.protocol === "json" ? "application/x-amz-json-1.1" : "text/xml";
    const id = headers["x-amzn-requestid"];
    return {
        status: operation.protocol === "json" && status >= 400 ? 400 : status,
        headers: { "content-type": type, ...(id ? { "x-amzn-requestid": id } : {}) },
        body,
    };
}

function motoHeaders(request: Incoming, { protocol }: Operation): Record<string, string> {
    if (protocol === "json") return request.headers;
    const type = "application/x-www-form-urlencoded; charset=utf-8";
    return { ...request.headers, "content-type": type };
}

/** The parameters as the guard filled them in, not as they came. */
function motoBody(request: Incoming, { protocol, params }: Operation): Buffer {
    if (protocol === "json") return request.body;
    if (params.ContentType !== undefined) {
        throw new AwsError("ValidationError", "ContentType is not a parameter of this API");
    }
    return Buffer.from(String(new URLSearchParams(params as Record<string, string>)));
}
