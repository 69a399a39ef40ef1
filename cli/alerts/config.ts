import type { ConfigMap } from "@pulumi/pulumi/automation";
import { UserError } from "../exitCodes";
import { type Channel, type Occasion, OCCASIONS } from "./alert";
import { type ChannelKind, channels, type Field } from "./channels";

const KEY = "rotation:alerts";

/**
 * The channels that the stack's configuration lists, and those that the environment names.
 *
 * @param config the stack's configuration, decrypted; undefined where it could not be read
 * @throws UserError that names the field, the value if it is no secret, and what was expected
 */
export function channelsOf(config: ConfigMap | undefined, project: string, env: NodeJS.ProcessEnv): Channel[] {
    const { channels: found, wrong } = usableChannels(config, project, env);
    if (wrong.length > 0) throw new UserError(wrong[0]);
    return found;
}

/** The channels that can be used, and what is wrong with the others. */
export interface Found {
    channels: Channel[];
    wrong: string[];
}

/** The same, entry by entry: a wrong one keeps none of the others from being told. */
export function usableChannels(config: ConfigMap | undefined, project: string, env: NodeJS.ProcessEnv): Found {
    const text = config?.[KEY]?.value;
    const found: Found = { channels: [], wrong: [] };
    const take = (make: () => Channel[]): void => {
        try {
            found.channels.push(...make());
        } catch (error) {
            if (!(error instanceof UserError)) throw error;
            found.wrong.push(error.message);
        }
    };
    const entries: unknown[] = [];
    take(() => {
        const listed: unknown = text === undefined ? [] : parse(text);
        if (!Array.isArray(listed)) throw new UserError(`${KEY}: expected a list`);
        entries.push(...(listed as unknown[]));
        return [];
    });
    entries.forEach((entry, index) => take(() => [channel(entry, `${KEY}[${index}]`, config ?? {}, project)]));
    for (const kind of Object.values(channels)) take(() => fromEnvironment(kind, env));
    return found;
}

function parse(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        throw new UserError(
            `${KEY}: expected a list of channels like - slack: { webhookUrl: { config: slackWebhook } }`,
        );
    }
}

function channel(entry: unknown, at: string, config: ConfigMap, project: string): Channel {
    const { on, ...rest } = (typeof entry === "object" && entry !== null ? entry : {}) as Record<string, unknown>;
    const [name, ...more] = Object.keys(rest);
    const kind = channels[name ?? ""];
    if (kind === undefined || more.length > 0) {
        const names = Object.keys(channels).join(", ");
        throw new UserError(
            `${at}: expected exactly one of ${names}, and on; found ${Object.keys(rest).join(", ") || "none"}`,
        );
    }
    const given = (rest[name] ?? {}) as Record<string, unknown>;
    const unknown = Object.keys(given).filter((field) => kind.fields[field] === undefined);
    if (unknown.length > 0) {
        throw new UserError(
            `${at}.${name}: unknown field ${unknown.join(", ")}; expected ${Object.keys(kind.fields).join(", ")}`,
        );
    }
    const value = (field: string): string | undefined =>
        valueOf(given[field], kind.fields[field], `${at}.${name}.${field}`, config, project);
    const isPublic = (field: string): boolean => typeof given[field] === "string";
    return kind.make(valuesOf(kind, value, `${at}.${name}`, isPublic), occasionsOf(on, kind, at));
}

function valueOf(given: unknown, field: Field, at: string, config: ConfigMap, project: string): string | undefined {
    if (given === undefined) return undefined;
    if (typeof given === "string") {
        if (!field.secret) return given;
        throw new UserError(`${at} is a secret; use { config: <key> }, set with pulumi config set --secret <key>`);
    }
    const { config: key } = given as { config?: unknown };
    if (typeof key !== "string")
        throw new UserError(`${at}: expected ${field.secret ? "" : "a text or "}{ config: <key> }`);
    const full = key.includes(":") ? key : `${project}:${key}`;
    const found = config[full];
    if (found === undefined)
        throw new UserError(`${at}: there is no config ${full}; set it with pulumi config set --secret ${full}`);
    if (field.secret && found.secret !== true) {
        throw new UserError(
            `${at}: ${full} stands in plain text in the stack's file; set it with pulumi config set --secret ${full}`,
        );
    }
    return found.value;
}

/** @param isPublic whether a wrong value may be shown; one of another config key or of the environment may be secret */
function valuesOf(
    kind: ChannelKind,
    value: (field: string) => string | undefined,
    at: string,
    isPublic: (field: string) => boolean,
): Record<string, string> {
    const found: Record<string, string> = {};
    for (const [field, { required, pattern, expected }] of Object.entries(kind.fields)) {
        const given = value(field);
        if (given === undefined && required) throw new UserError(`${at}.${field} is missing; expected ${expected}`);
        if (given === undefined) continue;
        if (!pattern.test(given)) {
            const shown = isPublic(field) ? JSON.stringify(given) : "[secret]";
            throw new UserError(`${at}.${field}: ${shown}; expected ${expected}`);
        }
        found[field] = given;
    }
    return found;
}

function occasionsOf(on: unknown, kind: ChannelKind, at: string): Occasion[] {
    if (on === undefined) return kind.usual;
    const good = Array.isArray(on) && on.every((one) => OCCASIONS.includes(one as Occasion));
    if (!good) throw new UserError(`${at}.on: ${JSON.stringify(on)}; expected a list of ${OCCASIONS.join(", ")}`);
    return on as Occasion[];
}

/** A channel is there where the environment has all that it requires. */
function fromEnvironment(kind: ChannelKind, env: NodeJS.ProcessEnv): Channel[] {
    const value = (field: string): string | undefined => env[kind.fields[field].env ?? ""] || undefined;
    const needed = Object.entries(kind.fields).filter(([, { required }]) => required);
    if (!needed.every(([field]) => value(field) !== undefined)) return [];
    const at = needed.map(([field]) => kind.fields[field].env).join();
    const isPublic = (): boolean => false;
    return [kind.make(valuesOf(kind, value, at, isPublic), kind.usual)];
}
