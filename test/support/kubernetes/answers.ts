import { Reply } from "../vendors/server/http";
import { Place } from "./objects";

/** A refusal as the API server words it. */
export function refusal(code: number, reason: string, message: string, place?: Place): Reply {
    const details = place && { name: place.name, group: place.group, kind: place.resource };
    return {
        status: code,
        body: { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason, details, code },
        ...(code === 429 ? { headers: { "retry-after": "1" } } : {}),
    };
}

/** `deployments.apps "myapp"`, as messages name an object. */
export function spoken({ group, resource, name }: Place): string {
    return `${resource}.${group} "${name}"`;
}

export function forbidden(user: string, verb: string, place: Place): Reply {
    const { group, resource, namespace } = place;
    const message =
        `${spoken(place)} is forbidden: User "${user}" cannot ${verb} resource "${resource}" in API group ` +
        `"${group}" in the namespace "${namespace}"`;
    return refusal(403, "Forbidden", message, place);
}

export function conflict(place: Place): Reply {
    const message =
        `Operation cannot be fulfilled on ${spoken(place)}: the object has been modified; ` +
        `please apply your changes to the latest version and try again`;
    return refusal(409, "Conflict", message, place);
}

const ACCEPTED = ["application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml"];

export function wrongFormat(custom: boolean): Reply {
    const accepted = custom ? ACCEPTED : [...ACCEPTED, "application/strategic-merge-patch+json"];
    const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(", ")}`;
    return refusal(415, "UnsupportedMediaType", message);
}
