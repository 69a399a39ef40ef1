import { randomUUID } from "node:crypto";
import type { ActionSpec } from "../actions/spec";
import type { Caller } from "../identity/principals";
import { type Reply, errorCode } from "../protocol/errors";
import { type Incoming, type Operation, text } from "../protocol/operation";

/** A finished request, as CloudTrail gets to know of it. */
export interface Observed {
    request: Incoming;
    operation: Operation;
    spec: ActionSpec;
    caller: Caller;
    region: string;
    reply: Reply;
    at: Date;
}

/** An event of LookupEvents, its time still a Date. */
export interface TrailEvent {
    EventId: string;
    EventName: string;
    ReadOnly: "true" | "false";
    AccessKeyId: string;
    EventTime: Date;
    EventSource: string;
    Username: string;
    Resources: { ResourceType: string; ResourceName: string }[];
    CloudTrailEvent: string;
}

/** Describes a request as CloudTrail does; never a secret or a parameter's value. */
export function eventOf(observed: Observed, account: string): TrailEvent {
    const { request, operation, spec, caller, region, reply, at } = observed;
    const eventID = randomUUID();
    const error = errorCode(reply);
    const readOnly = spec.access === "read";
    const eventTime = `${at.toISOString().slice(0, 19)}Z`;
    const detail = {
        eventVersion: "1.11",
        userIdentity: identityOf(caller, account),
        eventTime,
        eventSource: `${operation.service}.amazonaws.com`,
        eventName: operation.action,
        awsRegion: region,
        sourceIPAddress: "127.0.0.1",
        userAgent: request.headers["user-agent"] ?? "",
        ...(error ? { errorCode: error } : {}),
        requestParameters: namesIn(operation),
        responseElements: null,
        requestID: reply.headers["x-amzn-requestid"],
        eventID,
        readOnly,
        eventType: "AwsApiCall",
        managementEvent: true,
        recipientAccountId: account,
        eventCategory: "Management",
    };
    return {
        EventId: eventID,
        EventName: operation.action,
        ReadOnly: readOnly ? "true" : "false",
        AccessKeyId: caller.accessKeyId,
        EventTime: new Date(eventTime),
        EventSource: detail.eventSource,
        Username: userNameOf(caller),
        Resources: resourcesIn(operation),
        CloudTrailEvent: JSON.stringify(detail),
    };
}

function identityOf(caller: Caller, account: string): object {
    const { kind, arn, userId, accessKeyId } = caller;
    const type = { user: "IAMUser", session: "AssumedRole", admin: "Root" }[kind];
    const userName = kind === "user" ? { userName: caller.userName } : {};
    return { type, principalId: userId, arn, accountId: account, accessKeyId, ...userName };
}

function userNameOf(caller: Caller): string {
    if (caller.kind === "user") return caller.userName;
    return caller.kind === "session" ? caller.sessionName : "root";
}

/** Parameters that name things; everything else is left out. */
const NAMES = ["UserName", "AccessKeyId", "Status", "RoleName", "RoleArn", "Name", "SecretId"];

function namesIn({ params }: Operation): object | null {
    const found = NAMES.flatMap((name) => {
        const value = text(params, name);
        return value === undefined ? [] : [[name[0]!.toLowerCase() + name.slice(1), value]];
    });
    return found.length === 0 ? null : Object.fromEntries(found);
}

const RESOURCE_TYPES: Record<string, string> = {
    UserName: "AWS::IAM::User",
    AccessKeyId: "AWS::IAM::AccessKey",
    RoleName: "AWS::IAM::Role",
    RoleArn: "AWS::IAM::Role",
    SecretId: "AWS::SecretsManager::Secret",
};

function resourcesIn({ params }: Operation): TrailEvent["Resources"] {
    return Object.entries(RESOURCE_TYPES).flatMap(([name, ResourceType]) => {
        const ResourceName = text(params, name);
        return ResourceName === undefined ? [] : [{ ResourceType, ResourceName }];
    });
}
