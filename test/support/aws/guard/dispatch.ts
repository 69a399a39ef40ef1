import { type Door, stay, type Verdict } from "../../door";
import { CATALOGUES } from "../actions";
import type { ActionSpec } from "../actions/spec";
import { suffix } from "../identity/principals";
import { MotoTrouble } from "../moto/forward";
import { AwsError, type Protocol, type Reply, errorCode, errorReply, xmlText } from "../protocol/errors";
import { type Incoming, type Operation, UnknownOperation, operationOf, text } from "../protocol/operation";
import { faultReply } from "./faultReplies";
import type { ArmedFault, FaultKind, Faults } from "./faults";
import { type Asked, type GuardParts, serve } from "./guard";
import type { Call, CallLog } from "./log";

/** A request that the emulator doesn't know; a test that sees one should fail. */
export interface Unmatched {
    /** What was asked for, without values. */
    what: string;
    why: string;
}

export interface DispatchParts extends GuardParts {
    faults: Faults;
    log: CallLog;
    unmatched: Unmatched[];
    /** Told of every call before faults are. */
    door?: Door<Call>;
}

/** Takes a request through log and faults to its answer; undefined breaks the connection. */
export async function dispatch(request: Incoming, parts: DispatchParts): Promise<Reply | undefined> {
    let operation: Operation;
    try {
        operation = operationOf(request);
    } catch (error) {
        if (!(error instanceof UnknownOperation)) throw error;
        return refuseUnknown(parts, request.path, error.message, error.protocol);
    }
    const { service, action, protocol } = operation;
    const spec = specOf(operation);
    if (!spec) {
        const why = `the emulator has no ${service}:${action}; add it to actions/${service}.ts`;
        return refuseUnknown(parts, `${service}:${action}`, why, protocol);
    }
    const call = opened({ request, operation, spec }, parts);
    const fault = parts.faults.strike(call);
    try {
        return await throughFault({ request, operation, spec }, call, fault, parts);
    } catch (error) {
        if (!(error instanceof MotoTrouble)) throw error;
        call.phase = "refused";
        return refuseUnknown(parts, `${service}:${action}`, error.message, protocol);
    }
}

async function throughFault(
    asked: Asked,
    call: Call,
    fault: ArmedFault | undefined,
    parts: DispatchParts,
): Promise<Reply | undefined> {
    const verdict = parts.door ? await parts.door(call) : stay;
    const kind = verdictKind(verdict, fault);
    await fault?.hit("before", call);
    if (kind === "hang") await fault?.removed;
    if (kind === "hang" || kind === "refuse-before") {
        call.phase = "refused";
        await fault?.hit("after", call);
        return undefined;
    }
    const instead = faultReply(kind, asked.operation);
    const reply = instead ?? (await serve(asked, parts));
    noteReply(call, asked.operation, reply);
    call.phase = instead ? "refused" : "acted";
    await fault?.hit("after", call);
    if (kind === "lose-reply" || (typeof verdict === "function" && (await verdict()))) {
        call.phase = "lost";
        return undefined;
    }
    if (!instead) call.phase = "answered";
    return reply;
}

/** What strikes a call: what the door says, or else the fault. */
function verdictKind(verdict: Verdict, fault: ArmedFault | undefined): FaultKind {
    if (verdict === undefined) return "refuse-before";
    return typeof verdict === "string" ? verdict : (fault?.spec.kind ?? "none");
}

/** The spec of an operation, when it is one that the guard lets through. */
function specOf({ service, action }: Operation): ActionSpec | undefined {
    return Object.hasOwn(CATALOGUES[service], action) ? CATALOGUES[service][action] : undefined;
}

function opened({ request, operation, spec }: Asked, parts: DispatchParts): Call {
    const accessKeyId = /Credential=(\w+)\//.exec(request.headers.authorization ?? "")?.[1];
    const callerName = accessKeyId && parts.directory.for(undefined).ownerOf(accessKeyId);
    const subject = text(operation.params, "AccessKeyId");
    const detail = text(operation.params, "Status") ?? text(operation.params, "VersionStage");
    return parts.log.open({
        at: parts.now(),
        ms: Date.now(),
        service: operation.service,
        action: operation.action,
        resource: spec.label(operation.params, parts.directory.for(callerName)),
        access: spec.access,
        ...(accessKeyId ? { accessKeySuffix: suffix(accessKeyId) } : {}),
        ...(subject ? { subjectSuffix: suffix(subject) } : {}),
        ...(detail ? { detail } : {}),
    });
}

function noteReply(call: Call, { action }: Operation, reply: Reply): void {
    call.status = reply.status;
    const code = errorCode(reply);
    if (code !== undefined) call.errorCode = code;
    const made = action === "CreateAccessKey" ? xmlText(reply.body, "AccessKeyId") : undefined;
    if (made !== undefined) call.subjectSuffix = suffix(made);
}

function refuseUnknown(parts: DispatchParts, what: string, why: string, protocol: Protocol): Reply {
    parts.unmatched.push({ what, why });
    const code = protocol === "json" ? "UnknownOperationException" : "InvalidAction";
    return errorReply(new AwsError(code, `Not emulated: ${why}`, 400), protocol);
}
