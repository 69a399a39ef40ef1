import type { ActionSpec, Place } from "../actions/spec";
import { ecsAnswer } from "../ecs/answer";
import type { EcsServices } from "../ecs/services";
import { checkTrust } from "../handlers/assumeRole";
import { type Memory, learn } from "../handlers/learn";
import { callerIdentity, lastUsed } from "../handlers/local";
import { validate } from "../handlers/validate";
import { authenticate, claimOf } from "../identity/authenticate";
import { callerOf } from "../identity/callerOf";
import { type Key, noteUse, status } from "../identity/keyring";
import type { Caller } from "../identity/principals";
import { forward } from "../moto/forward";
import type { Moto } from "../moto/process";
import { authorize } from "../policy/authorize";
import { AwsError, type Reply, errorCode, errorReply } from "../protocol/errors";
import type { Incoming, Operation } from "../protocol/operation";
import type { Authorization } from "../sigv4/authorization";
import type { Trail } from "../trail/trail";

/** What stands between a request and moto. */
export interface GuardParts extends Memory {
    account: string;
    moto: Moto;
    trail: Trail;
    ecs: EcsServices;
    /** How late, by the injected clock, IAM tells of the use of a key. */
    lastUseLagMs: number;
}

/** A known action, asked for by somebody. */
export interface Asked {
    request: Incoming;
    operation: Operation;
    spec: ActionSpec;
}

/** Answers a request as AWS does: who is it, may they, is it valid; then does it. */
export async function serve(asked: Asked, parts: GuardParts): Promise<Reply> {
    const { operation, request } = asked;
    let known: Known | undefined;
    let reply: Reply;
    try {
        const auth = claimOf(request, operation);
        known = await knownBy(auth, parts);
        authenticate(request, operation, auth, known?.key, parts.keyring);
        if (!known) throw new Error("a key that is not known was let in");
        const { key, caller, place } = known;
        noteUse(key, { at: parts.now(), service: operation.service, region: place.region });
        reply = await perform(asked, caller, place, parts);
    } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        reply = errorReply(error, operation.protocol, operation.service);
    }
    if (known && isRecorded(known.key, reply)) {
        const { caller, place } = known;
        parts.trail.record({ ...asked, caller, region: place.region, reply, at: parts.now() });
    }
    return reply;
}

/** The key a request claims to be signed with, and whose that is; proved only later. */
interface Known {
    key: Key;
    caller: Caller;
    place: Place;
}

async function knownBy(auth: Authorization, parts: GuardParts): Promise<Known | undefined> {
    const key = parts.keyring.find(auth.accessKeyId);
    if (!key) return undefined;
    const caller = await callerOf(key, parts.account, parts.view);
    return { key, caller, place: { account: parts.account, region: auth.scope.region } };
}

/** CloudTrail hears of a disabled key being used, not of forgeries or of keys that are gone. */
function isRecorded(key: Key, reply: Reply): boolean {
    const code = errorCode(reply) ?? "";
    if (/Signature|MissingAuthentication/.test(code)) return false;
    return status(key) !== "Deleted" || !/InvalidClientTokenId|UnrecognizedClient/.test(code);
}

async function perform(
    { request, operation, spec }: Asked,
    caller: Caller,
    place: Place,
    parts: GuardParts,
): Promise<Reply> {
    const { service, action, params } = operation;
    const directory = parts.directory.for(caller.kind === "user" ? caller.userName : undefined);
    await authorize(operation, spec, caller, place, directory, parts.view);
    validate(operation, caller, parts.keyring);
    if (service === "ecs") return ecsAnswer(operation, parts.ecs, parts.now());
    switch (`${service}:${action}`) {
        case "sts:GetCallerIdentity":
            return callerIdentity(caller, parts.account);
        case "iam:GetAccessKeyLastUsed":
            return lastUsed(params, parts.keyring, parts.now(), parts.lastUseLagMs);
        case "cloudtrail:LookupEvents":
            return parts.trail.lookup(params, place.region);
        case "sts:AssumeRole":
            await checkTrust(params, caller, parts.account, parts.view);
    }
    const reply = await forward(request, operation, parts.moto, parts.now);
    if (reply.status < 400) learn(operation, reply, parts);
    return reply;
}
