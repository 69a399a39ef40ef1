import { type Keyring } from "../identity/keyring";
import type { Caller } from "../identity/principals";
import { AwsError } from "../protocol/errors";
import { type Operation, text } from "../protocol/operation";

const KEY_ACTIONS = ["CreateAccessKey", "UpdateAccessKey", "DeleteAccessKey", "ListAccessKeys"];

/** Refuses what AWS refuses and moto lets pass. May fill in parameters that AWS fills in. */
export function validate(operation: Operation, caller: Caller, keyring: Keyring): void {
    if (operation.service === "iam") validateIam(operation, caller, keyring);
    if (operation.service === "ssm" && operation.action === "PutParameter") validatePut(operation);
}

function validateIam({ action, params }: Operation, caller: Caller, keyring: Keyring): void {
    if (KEY_ACTIONS.includes(action) && text(params, "UserName") === undefined) {
        if (caller.kind !== "user") {
            const message = "Must specify userName when calling with non-User credentials";
            throw new AwsError("ValidationError", message);
        }
        params.UserName = caller.userName;
    }
    if (action === "UpdateAccessKey") validateStatus(text(params, "Status"));
    if (action === "DeleteUser") {
        const userName = text(params, "UserName") ?? "";
        if (keyring.ofUser(userName).length > 0) {
            const message = "Cannot delete entity, must delete access keys first.";
            throw new AwsError("DeleteConflict", message, 409);
        }
    }
}

function validateStatus(status: string | undefined): void {
    if (status === "Active" || status === "Inactive") return;
    const constraint = "Member must satisfy enum value set: [Active, Inactive]";
    throw new AwsError(
        "ValidationError",
        `1 validation error detected: Value '${status ?? ""}' at 'status' failed to satisfy ` +
            `constraint: ${constraint}`,
    );
}

function validatePut({ params }: Operation): void {
    const limit = params.Tier === "Advanced" || params.Tier === "Intelligent-Tiering" ? 8192 : 4096;
    if (Buffer.byteLength(text(params, "Value") ?? "") <= limit) return;
    throw new AwsError(
        "ValidationException",
        `${limit === 4096 ? "Standard" : "Advanced"} tier parameters support a maximum parameter ` +
            `value of ${limit} characters.`,
    );
}
