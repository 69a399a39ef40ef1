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
    nowSchema,
    readNow,
} from "../facts/policyConfig";
import type { Stack } from "../facts/stack";

interface Config extends MaximumConfig {
    except: Exceptions;
    now?: string;
}

/** No credential is older than its sort allows, and no rotation is overdue. Judges what was recorded. */
export function judge(stack: Stack, config: Config): Finding[] {
    const now = readNow(config.now);
    const tolerance = config.toleranceDays * DAY_MS;
    return credentialsOf(stack).flatMap(({ resource, title, since, next, sort, rotated }): Finding[] => {
        if (isExcepted(resource, config.except)) return [];
        const { urn } = resource;
        const remedy = rotated ? "Run pulumi up, and read what it says" : "Replace it";
        const maximum = maximumOf(sort, config);
        const age = now - Date.parse(since ?? "");
        if (age > maximum * DAY_MS + tolerance) {
            const message = `${title} is ${inDays(age)} old (since ${since}); expected at most ${maximum} d. ${remedy}`;
            return [{ urn, message }];
        }
        const late = now - Date.parse(next ?? "");
        if (late > tolerance) {
            const message = `the rotation of ${title} is overdue by ${inDays(late)} (it was due ${next}). ${remedy}`;
            return [{ urn, message }];
        }
        return [];
    });
}

export const maximumAge = stackPolicy<Config>(
    {
        name: "maximum-age",
        description: "No credential is older than the maximum age of its sort, and no rotation is overdue.",
        severity: "high",
        configSchema: { properties: { ...maximumSchema, ...nowSchema, ...exceptSchema } },
    },
    judge,
);
