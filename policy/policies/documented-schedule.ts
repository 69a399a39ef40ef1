import { credentialsOf } from "../facts/credentials";
import { stackPolicy } from "../facts/policy";
import type { Finding } from "../facts/resource";
import {
    DAY_MS,
    Exceptions,
    exceptSchema,
    inDays,
    isExcepted,
    MaximumConfig,
    maximumOf,
    maximumSchema,
} from "../facts/policyConfig";
import type { Stack } from "../facts/stack";

interface Config extends MaximumConfig {
    except: Exceptions;
}

/** Every credential hangs on a calendar, and the calendar turns often enough. */
export function judge(stack: Stack, config: Config): Finding[] {
    return credentialsOf(stack).flatMap((credential): Finding[] => {
        const { resource, title, rotated, scheduled, since, next, sort } = credential;
        if (isExcepted(resource, config.except)) return [];
        const { urn } = resource;
        const planned = Date.parse(next ?? "") - Date.parse(since ?? "");
        const periodMs = credential.periodMs ?? (Number.isNaN(planned) ? undefined : planned);
        if (periodMs === undefined) {
            // What our components record is known in a preview too; a calendar by hand may not be before its first run.
            if (!rotated && scheduled) return [];
            const message = rotated
                ? `${title} records no next rotation; run pulumi up with a current version of pulumi-credential-rotation`
                : `${title} has no rotation schedule: nothing says when it is replaced. Let a component of ` +
                  `pulumi-credential-rotation keep it, hang it on a time.Rotating, or name it under except with the reason`;
            return [{ urn, message }];
        }
        const maximum = maximumOf(sort, config);
        if (periodMs <= (maximum + config.toleranceDays) * DAY_MS) return [];
        const message = `${title} rotates every ${inDays(periodMs)}; expected at most ${maximum} d. Shorten its schedule`;
        return [{ urn, message }];
    });
}

export const documentedSchedule = stackPolicy<Config>(
    {
        name: "documented-schedule",
        description: "Every credential has a recorded schedule that is not longer than the maximum age of its sort.",
        severity: "high",
        configSchema: { properties: { ...maximumSchema, ...exceptSchema } },
    },
    judge,
);
