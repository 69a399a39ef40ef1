import { redactUrl } from "../../shared/redactUrl";
import { outgoing } from "../../clients/network";
import { Confirmation, Release } from "../consumer";

/** Time after which a call to a consumer counts as one without an answer. */
export const TIMEOUT_MS = 10_000;

/** How much of an answer or a file is read. */
const MAX_BYTES = 64 * 1024;

/**
 * Finds the generation in what a consumer says of itself: a JSON document with the field, a JSON or plain number, or a
 * line like `generation=3` or `generation: 3`.
 *
 * @param field name of the field, dots lead into objects
 */
export function generationIn(text: string, field: string): number | undefined {
    if (text.length > MAX_BYTES) return undefined; // a part of it could say anything
    const plain = text.trim();
    try {
        const found = field
            .split(".")
            .reduce<unknown>(
                (value, name) => (value as Record<string, unknown> | null | undefined)?.[name],
                JSON.parse(plain),
            );
        return whole(found) ?? whole(JSON.parse(plain));
    } catch {
        const escaped = field.replace(/[^A-Za-z0-9]/g, "\\$&");
        // Blanks of one line only: over empty lines each start would look at all that follow.
        const line = new RegExp(`^[ \\t]*(?:export\\s+)?"?${escaped}"?\\s*[:=]\\s*"?(\\d+)"?[\\s,;]*$`, "im").exec(
            plain,
        );
        return whole(line?.[1]);
    }
}

function whole(value: unknown): number | undefined {
    if (typeof value === "number") return Number.isInteger(value) ? value : undefined;
    return typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** What an answer means for a release. */
export function judge(text: string, field: string, where: string, { generation }: Release): Confirmation {
    const found = generationIn(text, field);
    if (found === undefined) return { state: "unknown", detail: `${where} has no number ${field}` };
    if (found === generation) return { state: "confirmed", detail: `${where} says generation ${found}` };
    return { state: "behind", detail: `${where} says generation ${found}` };
}

/** Asks an address which generation runs there. Redirects are refused: they would lead somewhere nobody named. */
export async function requestAddress(
    address: string,
    field: string,
    release: Release,
    headers: Record<string, string> = {},
): Promise<Confirmation> {
    const where = redacted(address);
    try {
        const signal = AbortSignal.timeout(TIMEOUT_MS);
        const answer = await outgoing(address, {
            headers: { accept: "application/json", ...headers },
            signal,
            redirect: "manual",
        });
        const { ok, status } = answer;
        if (!ok || status === 206) {
            await answer.body?.cancel();
            return { state: "unknown", detail: `${where} answered ${status}${redirected(status)}` };
        }
        const text = await textOf(answer);
        if (text === undefined)
            return { state: "unknown", detail: `${where} answered more than ${MAX_BYTES / 1024} KiB` };
        return judge(text, field, where, release);
    } catch (error) {
        return { state: "unknown", detail: `${where}: ${failure(error)}` };
    }
}

/** What to do about a redirect, which leads somewhere nobody named. */
export function redirected(status: number): string {
    return status >= 300 && status < 400 ? "; redirects are not followed, give the address it leads to" : "";
}

/** The text of an answer; undefined where it is larger than anybody's who says a number. */
async function textOf({ body }: Response): Promise<string | undefined> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
        size += chunk.length;
        if (size > MAX_BYTES) return undefined;
        chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString("utf8");
}

/** An address without what may be a secret in it: user, password and query. */
export function redacted(address: string): string {
    const { protocol, host, pathname } = new URL(address);
    return `${protocol}//${host}${pathname}`;
}

/** Why no answer came; never what was sent. */
export function failure(error: unknown): string {
    if (error instanceof Error && error.name === "TimeoutError") return `no answer within ${TIMEOUT_MS / 1000} s`;
    const code = (error as { cause?: { code?: string } }).cause?.code;
    return code === undefined ? "the connection failed" : `the connection failed (${code})`;
}

/** @throws Error when the address is none, sends what it carries through the network in plain text, or has a password in it */
export function checkAddress(field: string, address: string): void {
    if (
        /^https:\/\/(\[[\da-f:.]+\]|[^/?#@:\s]+)(:\d+)?([/?#]\S*)?$/i.test(address) ||
        /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$)/.test(address)
    )
        return;
    throw new Error(
        `${field}: ${redactUrl(address)}; expected an address that begins with https:// (plain http:// only to this machine itself), without a user or password`,
    );
}
