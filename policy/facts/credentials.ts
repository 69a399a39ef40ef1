import { Resource, textOf } from "./resource";
import { Stack } from "./stack";

/** Which of the checklist's three ages holds for a credential. */
export type Sort = "iam" | "database" | "thirdParty";

/** A credential of a stack. */
export interface Credential {
    resource: Resource;
    /** For sentences: `rotation:index:AwsIamAccessKey myapp`. */
    title: string;
    sort: Sort;
    /** True if a component of pulumi-credential-rotation keeps it. */
    rotated: boolean;
    /** Since when it is in use (RFC 3339), if that is recorded. */
    since?: string;
    /** When its next rotation is due (RFC 3339), if that is recorded. */
    next?: string;
    /** True if it hangs on a calendar. */
    scheduled: boolean;
    /** Length of that calendar's windows in milliseconds, if it is known. */
    periodMs?: number;
}

/** Types of credentials that are made without rotation, and the property that says when they were made. */
const MADE_BY_HAND: Record<string, { sort: Sort; made?: string }> = {
    "aws:iam/accessKey:AccessKey": { sort: "iam", made: "createDate" },
    "aws:iam/serviceSpecificCredential:ServiceSpecificCredential": { sort: "iam", made: "createDate" },
    "random:index/randomPassword:RandomPassword": { sort: "database" },
    "azuread:index/applicationPassword:ApplicationPassword": { sort: "thirdParty", made: "startDate" },
    "cloudflare:index/apiToken:ApiToken": { sort: "thirdParty", made: "issuedOn" },
    "datadog:index/apiKey:ApiKey": { sort: "thirdParty" },
    "gcp:serviceaccount/key:Key": { sort: "thirdParty", made: "validAfter" },
};

const OURS = "rotation:index:";
const CALENDAR = "time:index/rotating:Rotating";

/** True for what a component of pulumi-credential-rotation made: its URN holds the types of its parents. */
export function isOurs(urn: string): boolean {
    return (urn.split("::")[2] ?? "").startsWith(OURS) || urn.includes(`$${OURS}`);
}

/** True for types that hold a credential and know nothing of rotation. */
export function isMadeByHand(type: string): boolean {
    return type in MADE_BY_HAND;
}

/** Every credential of a stack: our components, and what was made without them. */
export function credentialsOf(stack: Stack): Credential[] {
    return stack.resources.flatMap((resource) => {
        if (resource.type.startsWith(OURS) && "rotatedAt" in resource.props) return component(resource, stack);
        return isMadeByHand(resource.type) && !isOurs(resource.urn) ? byHand(resource, stack) : [];
    });
}

function component(resource: Resource, stack: Stack): Credential {
    const calendar = stack
        .below(resource.urn)
        .flatMap((child) => [child, ...stack.behind(child)])
        .find(({ type }) => type === CALENDAR);
    return {
        resource,
        title: titleOf(resource),
        sort: sortOf(resource.type),
        rotated: true,
        since: textOf(resource, "rotatedAt"),
        next: textOf(resource, "nextRotation"),
        scheduled: true,
        periodMs: calendar && periodOf(calendar),
    };
}

function byHand(resource: Resource, stack: Stack): Credential {
    const { sort, made } = MADE_BY_HAND[resource.type];
    const calendar = stack.behind(resource).find(({ type }) => type === CALENDAR);
    return {
        resource,
        title: titleOf(resource),
        sort,
        rotated: false,
        since: (made && textOf(resource, made)) ?? (calendar && textOf(calendar, "rfc3339")),
        next: calendar && textOf(calendar, "rotationRfc3339"),
        scheduled: calendar !== undefined,
        periodMs: calendar && periodOf(calendar),
    };
}

/** For sentences. */
export function titleOf({ type, name }: Resource): string {
    return `${type} ${name}`;
}

function sortOf(type: string): Sort {
    if (/Iam/.test(type)) return "iam";
    return /Postgres|Database|Mysql|Password/i.test(type) ? "database" : "thirdParty";
}

/** Lengths by which a `time.Rotating` may be described, in milliseconds; months and years at their longest. */
const UNITS: Record<string, number> = {
    rotationMinutes: 60_000,
    rotationHours: 3_600_000,
    rotationDays: 86_400_000,
    rotationMonths: 31 * 86_400_000,
    rotationYears: 366 * 86_400_000,
};

/** What a calendar records, or, before its first run, what it is made from. */
function periodOf(calendar: Resource): number | undefined {
    const recorded =
        Date.parse(textOf(calendar, "rotationRfc3339") ?? "") - Date.parse(textOf(calendar, "rfc3339") ?? "");
    if (!Number.isNaN(recorded)) return recorded;
    const lengths = Object.entries(UNITS).flatMap(([unit, length]) => {
        const count = calendar.props[unit];
        return typeof count === "number" ? [count * length] : [];
    });
    return lengths.length === 0 ? undefined : Math.min(...lengths);
}
