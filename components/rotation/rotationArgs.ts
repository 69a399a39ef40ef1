import type * as pulumi from "@pulumi/pulumi";
import { toMilliseconds } from "../schedule/duration";
import { schedules } from "../schedule/presets";
import { ResolvedSchedule, resolveSchedule, RotationSchedule, ScheduleChoice } from "../schedule/rotationSchedule";
import { formerName } from "../shared/formerName";
import { nonceOf } from "./nonce";

/** When a credential rotates, and how the older one leaves. */
export interface RotationArgs {
    /** A shared `RotationSchedule`, a preset's name, or period, anchor and stagger. Default: the preset of the kind. */
    schedule?: RotationSchedule | ScheduleChoice;
    /** How long the previous credential stays valid beside the published one, counted from its record. Default: `24h`. */
    overlap?: string;
    /** How long the previous credential stays disabled before it is deleted. Default: `24h`. */
    retention?: string;
    /** Emergency: any new value rotates in the next run; an empty one asks for nothing. */
    rotate?: string;
    /** With `rotate`: disable the replaced credential in the same run, once the consumers have moved. Default: false. */
    revoke?: boolean;
    /** `previous` publishes the previous generation again while it exists, and holds everything else. Default: `current`. */
    use?: "current" | "previous";
    /** Replace the live credential when somebody else deleted or disabled it. Default: false, which reports it. */
    heal?: boolean;
    /** Clock of this run (RFC 3339). Default: config `rotation:now`, else the machine's clock. */
    now?: string;
}

/** Rotation arguments that were read and found good. */
export interface RotationPlan {
    turn: ResolvedSchedule;
    overlapMs: number;
    retentionMs: number;
    nonce?: string;
    revoke: boolean;
    use: "current" | "previous";
    heal: boolean;
    now?: string;
}

/**
 * Reads the rotation arguments of a credential.
 *
 * @throws Error that names the field, the value and what was expected: an unreadable duration or date, or a period
 * that is not longer than overlap and retention together
 */
export function readRotation(
    name: string,
    args: RotationArgs,
    preset: keyof typeof schedules,
    aliases?: pulumi.ResourceOptions["aliases"],
): RotationPlan {
    const turn = resolveSchedule(name, args.schedule ?? preset, formerName(name, aliases));
    const overlap = args.overlap ?? "24h";
    const retention = args.retention ?? "24h";
    const overlapMs = toMilliseconds(overlap, "rotation.overlap");
    const retentionMs = toMilliseconds(retention, "rotation.retention");
    if (overlapMs + retentionMs >= turn.calendar.shortestPeriodMs) {
        throw new Error(
            `${name}: rotation.overlap ${overlap} and rotation.retention ${retention} together must be shorter than the ` +
                `period of ${turn.calendar.every.toISO()}: the older credential has to leave before the next one comes. ` +
                `Lengthen the period or shorten one of them`,
        );
    }
    if (args.use !== undefined && args.use !== "current" && args.use !== "previous") {
        throw new Error(`${name}: rotation.use: ${JSON.stringify(args.use)}; expected "current" or "previous"`);
    }
    return {
        turn,
        overlapMs,
        retentionMs,
        nonce: nonceOf(args.rotate),
        revoke: args.revoke ?? false,
        use: args.use ?? "current",
        heal: args.heal ?? false,
        now: args.now,
    };
}
