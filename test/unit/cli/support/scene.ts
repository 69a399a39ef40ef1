import type { Alert } from "../../../../cli/alerts/alert";
import type { Outcome } from "../../../../cli/engine/runPasses";
import type { Ran } from "../../../../cli/engine/run";
import type { StateResource } from "../../../../cli/state/resource";
import type { Ledger } from "../../../../components/decision/types";

export const STACK_URN = "urn:pulumi:dev::rotation::pulumi:pulumi:Stack::rotation-dev";
export const IAM = "rotation:index:AwsIamAccessKey";

/** URN of a credential's component. */
export function urnOf(name: string): string {
    return `urn:pulumi:dev::rotation::${IAM}::${name}`;
}

/** URN of something below it. */
export function childUrn(name: string, type = "aws:iam/accessKey:AccessKey"): string {
    return `urn:pulumi:dev::rotation::${IAM}$${type}::${name}`;
}

export const LEDGER_TYPE = "pulumi-nodejs:dynamic/rotation:Ledger";
export const TRIGGER_URN =
    "urn:pulumi:dev::rotation::rotation:index:RotationSchedule$time:index/rotating:Rotating::iam-trigger";

/** Generation 2 stands in green since the first of January 2030, generation 1 in blue is in its overlap. */
export function ledgerOf(more: Partial<Ledger> = {}): Ledger {
    return {
        version: 1,
        current: "green",
        generation: 2,
        rotatedAt: "2030-01-01T00:00:00Z",
        nextRotation: "2030-01-31T00:00:00Z",
        blue: { generation: 1, phase: "overlap", since: "2030-01-01T00:00:00Z", id: "AKIABLUE000000001111" },
        green: { generation: 2, phase: "live", since: "2030-01-01T00:00:00Z" },
        moved: { run: "r", reason: "window", sentence: "rotating: generation 2 goes into green" },
        ...more,
    };
}

/** The resources of one credential in a state. */
export function resourcesOf(name: string, ledger = ledgerOf(), outputs?: Record<string, unknown>): StateResource[] {
    const other = ledger.current === "blue" ? "green" : "blue";
    const told = {
        currentSlot: ledger.current,
        generation: ledger[ledger.current].generation,
        rotatedAt: ledger.rotatedAt,
        nextRotation: ledger.nextRotation,
        previousPhase: ledger[other].phase,
    };
    const parent = urnOf(name);
    return [
        { urn: parent, type: IAM, parent: STACK_URN, outputs: outputs ?? told },
        {
            urn: childUrn(`${name}-ledger`, LEDGER_TYPE),
            type: LEDGER_TYPE,
            custom: true,
            parent,
            inputs: { ledger: JSON.stringify(ledger) },
            outputs: { ledger: JSON.stringify(ledger) },
            propertyDependencies: { window: [TRIGGER_URN] },
        },
        {
            urn: childUrn(`${name}-green`),
            type: "aws:iam/accessKey:AccessKey",
            custom: true,
            parent,
            id: "AKIAGREEN00000002222",
        },
    ];
}

/** A state with these credentials, and one schedule of thirty days that they share. */
export function stateOf(...credentials: StateResource[][]): StateResource[] {
    const schedule = "urn:pulumi:dev::rotation::rotation:index:RotationSchedule::iam";
    const window = { rfc3339: "2030-01-01T00:00:00Z", rotationRfc3339: "2030-01-31T00:00:00Z" };
    return [
        { urn: STACK_URN, type: "pulumi:pulumi:Stack", outputs: { status: { app: { generation: 2 } } } },
        { urn: schedule, type: "rotation:index:RotationSchedule", parent: STACK_URN },
        { urn: TRIGGER_URN, type: "time:index/rotating:Rotating", custom: true, parent: schedule, inputs: window },
        ...credentials.flat(),
    ];
}

/** A run that went well and did nothing. */
export function ran(more: Partial<Ran> = {}): Ran {
    const nothing = {
        steps: [],
        complaints: [],
        finished: [],
        failed: [],
        newDefaultTags: false,
        decisions: [],
        parents: new Map(),
        ms: 1,
    };
    return { ok: true, began: true, ...nothing, ...more } as Ran;
}

export function outcome(more: Partial<Outcome> = {}): Outcome {
    return { ok: true, credentials: [], steps: [], errors: [], passes: 2, refreshed: true, ...more };
}

export function alert(more: Partial<Alert> = {}): Alert {
    return {
        occasion: "failure",
        state: "firing",
        project: "rotation",
        stack: "prod",
        credentials: ["app"],
        summary: "Credential rotation FAILED for app",
        detail: "app: the store does not answer",
        key: "credential-rotation/rotation/prod/failure",
        at: "2030-01-01T00:00:00.000Z",
        ...more,
    };
}
