import * as pulumi from "@pulumi/pulumi";
import * as rotation from "pulumi-credential-rotation";
import { recordDecision } from "pulumi-credential-rotation/plain";
import type { Placed } from "./config";
import { consumersOf } from "./consumers";
import { extensions } from "./extensions";
import type { Kind } from "./kind";
import { kinds } from "./kinds";
import { Entry, OWN } from "./schema";
import { secretReader } from "./secret";
import { storeOf } from "./stores";

/**
 * Makes the components of the listed credentials; those of one schedule share one trigger. One that cannot be made does
 * not keep the others from it: they are made, and then the program ends with an error, so that nothing is deleted.
 *
 * @throws RunError that names each entry that could not be made, and why
 */
export function build(entries: Placed[]): Record<string, rotation.BlueGreenCredential> {
    const schedules = new Schedules();
    const made: Record<string, rotation.BlueGreenCredential> = {};
    const wrong: string[] = [];
    for (const entry of entries) {
        const { name, place } = entry;
        try {
            made[name] = one(entry, schedules);
        } catch (error) {
            const { message } = error as Error;
            recordDecision({ name, error: message });
            wrong.push(`rotation:credentials[${place}] (${name}): ${message}`);
        }
    }
    if (wrong.length > 0) throw new pulumi.RunError(wrong.join("\n"));
    return made;
}

function one({ place: _, ...entry }: Placed, schedules: Schedules): rotation.BlueGreenCredential {
    const added = extensions().kinds[entry.kind];
    if (added !== undefined) {
        const own = { name: entry.name, ...(entry as { [OWN]?: object })[OWN] };
        return added.make(own as never, common(entry as Entry, schedules, added.preset), secretReader(""));
    }
    const kind = kinds[entry.kind] as unknown as Kind<Record<string, never>>;
    return kind.make(entry as never, common(entry as Entry, schedules, kind.preset));
}

function common(entry: Entry, schedules: Schedules, preset: rotation.ScheduleName): rotation.CredentialArgs {
    const { overlap, retention, rotate, revoke, use, heal, verification, audit } = entry;
    const schedule = schedules.of(entry, preset);
    return {
        rotation: { schedule, overlap, retention, rotate, revoke, use, heal },
        stores: entry.stores.map(storeOf),
        verification,
        consumers: consumersOf(entry.consumers),
        audit,
    };
}

/** One shared schedule for all credentials with the same calendar. */
class Schedules {
    private readonly made = new Map<string, rotation.RotationSchedule>();

    of({ schedule, every, anchor, stagger }: Entry, usual: rotation.ScheduleName): rotation.RotationArgs["schedule"] {
        if (schedule !== undefined && every !== undefined) {
            throw new Error(
                `schedule ${JSON.stringify(schedule)} and every ${JSON.stringify(every)} contradict each other; keep one`,
            );
        }
        const preset = every === undefined ? (schedule ?? usual) : undefined;
        if (preset !== undefined && stagger === undefined && anchor === undefined)
            return this.shared(preset, preset as rotation.ScheduleName);
        const base = preset === undefined ? { every: every as string } : presetArgs(preset);
        const wanted = { ...base, ...(anchor ? { anchor } : {}), ...(stagger ? { stagger } : {}) };
        return stagger ? wanted : this.shared(`every-${wanted.every}${anchor ? `-from-${anchor}` : ""}`, wanted);
    }

    private shared(name: string, schedule: rotation.ScheduleChoice): rotation.RotationSchedule {
        const known = this.made.get(name);
        if (known) return known;
        const fresh = new rotation.RotationSchedule(name, { schedule });
        this.made.set(name, fresh);
        return fresh;
    }
}

function presetArgs(name: string): rotation.ScheduleArgs {
    const found = (rotation.schedules as Record<string, rotation.ScheduleArgs>)[name];
    if (found) return found;
    throw new Error(
        `schedule: ${JSON.stringify(name)} is no preset; expected one of ${Object.keys(rotation.schedules).join(", ")}`,
    );
}
