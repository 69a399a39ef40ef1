import * as pulumi from "@pulumi/pulumi";
import * as time from "@pulumiverse/time";
import { DateTime } from "luxon";
import { Calendar, readCalendar, ScheduleArgs, Window, windowAt } from "./calendar";
import { clockOf } from "./clock";
import { formerName } from "../shared/formerName";
import { schedules, ScheduleName } from "./presets";

/** A schedule that is only described; the credential makes its own trigger from it. */
export type ScheduleChoice = ScheduleName | ScheduleArgs;

/** What a `RotationSchedule` is made from. */
export interface RotationScheduleArgs {
    /** A preset's name, or period, anchor and stagger. */
    schedule: ScheduleChoice;
    /** Clock of this run (RFC 3339). Default: config `rotation:now`, else the machine's clock. */
    now?: string;
}

/** Resolves a preset's name. @throws Error that lists the presets when there is none of this name */
export function scheduleArgs(choice: ScheduleChoice, field = "rotation.schedule"): ScheduleArgs {
    if (typeof choice !== "string") return choice;
    const found = (schedules as Record<string, ScheduleArgs>)[choice];
    if (found) return found;
    const names = Object.keys(schedules).join(", ");
    throw new Error(`${field}: ${JSON.stringify(choice)} is no preset; expected one of ${names}, or { every: "90d" }`);
}

/** By this schedules know each other, whichever copy of this package made them. */
const MARK = Symbol.for("pulumi-credential-rotation/RotationSchedule");

/**
 * A calendar with its trigger, to be shared by any number of credentials: one `time.Rotating` turns over for all of
 * them, which keeps the state small and the rotations in step.
 */
export class RotationSchedule extends pulumi.ComponentResource {
    /** The trigger; replaced once a window. */
    readonly trigger: time.Rotating;
    /** When the next window begins (RFC 3339). */
    readonly nextWindow: pulumi.Output<string>;
    /** The calendar, for whoever computes with it. */
    readonly calendar: Calendar;
    /** The window of this run. */
    readonly window: Window;

    /** True for one of another copy of this package too, as a shared library may bring it. */
    static isInstance(one: unknown): one is RotationSchedule {
        return typeof one === "object" && one !== null && MARK in one;
    }

    constructor(name: string, args: RotationScheduleArgs, opts?: pulumi.ComponentResourceOptions) {
        const calendar = readCalendar(
            scheduleArgs(args.schedule, "schedule"),
            formerName(name, opts?.aliases),
            "schedule",
        );
        const window = windowAt(calendar, clockOf(args.now));
        super("rotation:index:RotationSchedule", name, {}, opts);
        Object.defineProperty(this, MARK, { value: true });
        this.trigger = triggerFor(name, window, { parent: this });
        this.calendar = calendar;
        this.window = window;
        this.nextWindow = this.trigger.rotationRfc3339;
        this.registerOutputs({ nextWindow: this.nextWindow });
    }
}

/** The trigger of one window: its arguments change when the window does, and at no other time. */
export function triggerFor(name: string, window: Window, opts: pulumi.CustomResourceOptions): time.Rotating {
    // It holds nothing but two dates, and is replaced once a window: a protected one would end every rotation.
    const own = { ...opts, protect: false, retainOnDelete: false };
    return new time.Rotating(`${name}-trigger`, { rfc3339: window.start, rotationRfc3339: window.end }, own);
}

/** Calendar, window and trigger of a credential, be they its own or shared. */
export interface ResolvedSchedule {
    calendar: Calendar;
    windowAt(now: DateTime): Window;
    trigger(parent: pulumi.Resource, window: Window): time.Rotating;
}

/** Reads the schedule that a credential was given. @throws Error that names the field that cannot be read */
export function resolveSchedule(
    name: string,
    schedule: ScheduleChoice | RotationSchedule,
    spreadBy = name,
): ResolvedSchedule {
    if (RotationSchedule.isInstance(schedule)) {
        return {
            calendar: schedule.calendar,
            // The trigger stands at this window, whatever the clock of the credential says.
            windowAt: () => schedule.window,
            trigger: () => schedule.trigger,
        };
    }
    const calendar = readCalendar(scheduleArgs(schedule), spreadBy);
    return {
        calendar,
        windowAt: (now) => windowAt(calendar, now),
        trigger: (parent, window) => triggerFor(name, window, { parent }),
    };
}
