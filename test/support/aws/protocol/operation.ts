import type { Protocol, Service } from "./errors";

/** An HTTP request as it arrived, with its whole body. */
export interface Incoming {
    method: string;
    /** Path as sent, without the query. */
    path: string;
    query: string;
    /** Names in lower case. */
    headers: Record<string, string>;
    body: Buffer;
}

export type Params = Record<string, unknown>;

/** What a request asks for. */
export interface Operation {
    service: Service;
    action: string;
    protocol: Protocol;
    params: Params;
}

/** A request that is not one of the known APIs. */
export class UnknownOperation extends Error {
    constructor(
        message: string,
        readonly protocol: Protocol,
    ) {
        super(message);
    }
}

const TARGETS: Record<string, Service> = {
    AmazonSSM: "ssm",
    secretsmanager: "secretsmanager",
    "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101": "cloudtrail",
    CloudTrail_20131101: "cloudtrail",
    AmazonEC2ContainerServiceV20141113: "ecs",
};

const VERSIONS: Record<string, Service> = { "2010-05-08": "iam", "2011-06-15": "sts", "2010-03-31": "sns" };

/** Reads service, action and parameters out of a request; throws `UnknownOperation`. */
export function operationOf(request: Incoming): Operation {
    const target = request.headers["x-amz-target"];
    return target === undefined ? queryOperation(request) : jsonOperation(request, target);
}

function jsonOperation(request: Incoming, target: string): Operation {
    const dot = target.lastIndexOf(".");
    const service = TARGETS[target.slice(0, dot)];
    if (!service) throw new UnknownOperation(`no service answers the target ${target}`, "json");
    return {
        service,
        action: target.slice(dot + 1),
        protocol: "json",
        params: jsonParams(request, target),
    };
}

function jsonParams(request: Incoming, target: string): Params {
    try {
        const value: unknown = request.body.length === 0 ? {} : JSON.parse(String(request.body));
        if (value && typeof value === "object" && !Array.isArray(value)) return value as Params;
    } catch {
        // said below, without the body: it may hold a secret
    }
    throw new UnknownOperation(`the body of ${target} is not a JSON object`, "json");
}

function queryOperation(request: Incoming): Operation {
    const form = new URLSearchParams(request.query);
    if (request.method === "POST") {
        new URLSearchParams(String(request.body)).forEach((value, name) => form.set(name, value));
    }
    const action = form.get("Action");
    const service = VERSIONS[form.get("Version") ?? ""];
    if (request.path !== "/" || !action || !service) {
        const asked = `${request.method} ${request.path} Action=${action} Version=${form.get("Version")}`;
        throw new UnknownOperation(`no service answers ${asked}`, "query");
    }
    return { service, action, protocol: "query", params: Object.fromEntries(form) };
}

/** A parameter that is a non-empty string. */
export function text(params: Params, name: string): string | undefined {
    const value = params[name];
    return typeof value === "string" && value !== "" ? value : undefined;
}
