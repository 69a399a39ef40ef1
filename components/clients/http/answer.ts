import { redactUrl } from "../../shared/redactUrl";

/** An object of an answer; an empty one where it is none. */
export function requireObject(value: unknown): Record<string, unknown> {
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** A list of an answer; an empty one where it is none. */
export function requireList(value: unknown): unknown[] {
    return Array.isArray(value) ? (value as unknown[]) : [];
}

/** A list that an answer must have: an answer without it is no empty list. @throws Error that names the field */
export function listIn(value: unknown, field: string): unknown[] {
    const found = requireObject(value)[field];
    if (Array.isArray(found)) return found as unknown[];
    throw new Error(`the vendor's answer has no ${field}`);
}

/** A list that was not read to its end would make what is missing look deleted. @throws Error always */
export function tooMany(count: number): never {
    throw new Error(
        `the vendor lists more than ${count} keys, which are not read: nothing can be said of what is not seen`,
    );
}

/** A text that an answer must have. @throws Error that names the field and nothing of the answer */
export function requireString(value: unknown, field: string): string {
    if (typeof value === "string" && value !== "") return value;
    throw new Error(`the vendor's answer has no ${field}`);
}

/** A text that an answer may have. */
export function optionalString(value: unknown): string | undefined {
    return typeof value === "string" && value !== "" ? value : undefined;
}

/** @throws Error when the base address is none, or sends keys through the network in plain text */
export function checkEndpoint(name: string, endpoint: string): void {
    if (/^https:\/\/[^/?#@\s]+(\/[^?#\s]*)?$/.test(endpoint)) return;
    if (/^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/[^?#\s]*)?$/.test(endpoint)) return;
    throw new Error(
        `${name}: endpoint: ${redactUrl(endpoint)}; expected an address that begins with https://, for keys go through it ` +
            `(plain http:// only to this machine itself)`,
    );
}

/** @throws Error when a list of permissions is needed and missing, or holds something else than texts */
export function checkTexts(
    name: string,
    field: string,
    list: string[] | undefined,
    needed: boolean,
    example: string,
): void {
    if (list === undefined && !needed) return;
    const good = Array.isArray(list) && list.length > 0 && list.every((one) => typeof one === "string" && one !== "");
    if (good) return;
    throw new Error(
        `${name}: ${field}: ${JSON.stringify(list)}; expected at least one, like [${JSON.stringify(example)}]`,
    );
}
