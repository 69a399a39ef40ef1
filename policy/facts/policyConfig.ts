import type { Sort } from "./credentials";
import type { Resource } from "./resource";

/** Names or URNs of resources that a policy leaves alone, each with the reason. */
export type Exceptions = Record<string, string>;

/** The part of a config schema by which a policy is told what to leave alone. */
export const exceptSchema = {
    except: {
        type: "object" as const,
        description: "Resources that this policy leaves alone, by name or URN, each with the reason.",
        additionalProperties: { type: "string" as const, minLength: 3 },
        default: {},
    },
};

/** The part by which the clock is set. */
export const nowSchema = {
    now: { type: "string" as const, description: "Clock of the judgement (RFC 3339). Default: the machine's clock." },
};

/** Days that a credential of each sort may live: the checklist's, which CIS and Security Hub IAM.3 share for IAM. */
export type MaximumDays = Record<Sort, number>;

const days = (value: number) => ({ type: "number" as const, exclusiveMinimum: 0, default: value });

/** The part by which ages are set. */
export const maximumSchema = {
    iamDays: days(90),
    databaseDays: days(30),
    thirdPartyDays: days(180),
    toleranceDays: {
        type: "number" as const,
        minimum: 0,
        default: 1,
        description: "Days beyond the maximum that are let pass: the time until the next run, and the 31st of a month.",
    },
};

/** The same as it is read. */
export interface MaximumConfig {
    iamDays: number;
    databaseDays: number;
    thirdPartyDays: number;
    toleranceDays: number;
}

/** Days that are allowed for a sort, tolerance left out. */
export function maximumOf(sort: Sort, { iamDays, databaseDays, thirdPartyDays }: MaximumConfig): number {
    return { iam: iamDays, database: databaseDays, thirdParty: thirdPartyDays }[sort];
}

/** True if the config leaves the resource alone. */
export function isExcepted({ urn, name }: Resource, except: Exceptions): boolean {
    return urn in except || name in except;
}

/** @throws Error that names the setting, its value and what was expected */
export function readNow(now: string | undefined): number {
    if (now === undefined || now === "") return Date.now();
    const time = Date.parse(now);
    if (Number.isNaN(time))
        throw new Error(`now: ${JSON.stringify(now)}; expected RFC 3339, like 2030-01-01T00:00:00Z`);
    return time;
}

export const DAY_MS = 86_400_000;

/** A length of time in days, for sentences. */
export function inDays(milliseconds: number): string {
    return `${Math.round((milliseconds / DAY_MS) * 10) / 10} d`;
}
