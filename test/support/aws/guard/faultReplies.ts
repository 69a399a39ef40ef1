import { AwsError, type Reply, errorReply } from "../protocol/errors";
import type { Operation } from "../protocol/operation";
import type { FaultKind } from "./faults";

const INTERNAL: Record<Operation["service"], string> = {
    iam: "ServiceFailure",
    sts: "InternalFailure",
    ssm: "InternalServerError",
    secretsmanager: "InternalServiceError",
    cloudtrail: "InternalFailure",
    ecs: "ServerException",
    sns: "InternalError",
};

/** The answer that a fault gives instead of AWS's own; undefined for faults of the connection. */
export function faultReply(kind: FaultKind, operation: Operation): Reply | undefined {
    const { service, action, protocol } = operation;
    const error = (code: string, message: string, status: number): Reply =>
        errorReply(new AwsError(code, message, status), protocol, service);
    if (kind === "error-500") {
        return error(INTERNAL[service], "An internal error occurred. Try again later.", 500);
    }
    if (kind === "throttle") {
        const code = protocol === "json" ? "ThrottlingException" : "Throttling";
        return error(code, "Rate exceeded", 400);
    }
    if (kind === "deny") {
        const code = protocol === "json" ? "AccessDeniedException" : "AccessDenied";
        return error(code, `User is not authorized to perform: ${service}:${action}`, 403);
    }
    return undefined;
}
