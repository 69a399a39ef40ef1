import type { Service } from "../protocol/errors";

/**
 * How far a call got: `received` (still under way) → `refused` (by a fault, nothing done) or
 * `acted` (AWS did it, or has an error for an answer: see `status`) → `answered`, or `lost` when the
 * reply was never sent.
 */
export type Phase = "received" | "refused" | "acted" | "answered" | "lost";

/** One request, without any secret or value in it. */
export interface Call {
    /** 1, 2, 3 … in order of arrival. */
    n: number;
    /** When it arrived, by the emulator's (injected) clock. */
    at: Date;
    /** When it arrived, by the real clock in milliseconds. */
    ms: number;
    service: Service | "unknown";
    action: string;
    /** User name, parameter name or secret id. */
    resource: string;
    access: "read" | "write";
    /** Last four characters of the caller's key id. */
    accessKeySuffix?: string;
    /** Last four characters of the key that was made, changed or asked about. */
    subjectSuffix?: string;
    /** What UpdateAccessKey sets the key to, or the label that a version gets. */
    detail?: string;
    status?: number;
    errorCode?: string;
    phase: Phase;
}

/** The ordered log of everything that reached the emulator. */
export class CallLog {
    readonly calls: Call[] = [];
    private count = 0;

    open(call: Omit<Call, "n" | "phase">): Call {
        const opened: Call = { n: ++this.count, ...call, phase: "received" };
        this.calls.push(opened);
        return opened;
    }

    /** `iam:CreateAccessKey myapp-user` for each change that AWS made, its reply lost or not. */
    mutations(): string[] {
        return this.calls
            .filter((call) => call.access === "write" && changed(call))
            .map((call) => `${call.service}:${call.action} ${call.resource}`);
    }

    reset(): void {
        this.calls.length = 0;
    }
}

function changed({ phase, status }: Call): boolean {
    return phase !== "received" && phase !== "refused" && (status ?? 500) < 400;
}
