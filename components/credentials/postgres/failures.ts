import { Probe } from "../../shared/verification";

/** SQLSTATE of a failure, if the server said one. */
export function codeOf(error: unknown): string | undefined {
    const code = (error as { code?: unknown } | null)?.code;
    return typeof code === "string" ? code : undefined;
}

/** Turns a failure of the administrator's connection into a sentence with a way out. */
export function describePostgresError(error: unknown, doing: string, at: string): Error {
    const text = error instanceof Error ? error.message || String(codeOf(error)) : String(error);
    const hint = hintFor(codeOf(error), text);
    return new Error(`could not ${doing} at ${at}: ${hint ? `${hint} (${text})` : text}. Nothing was changed`);
}

function hintFor(code: string | undefined, text: string): string | undefined {
    if (
        /^(ECONN|EHOST|ENET|ENOTFOUND|EAI_|ETIMEDOUT|EPIPE)/.test(code ?? "") ||
        /timeout expired|read timeout|terminated/.test(text)
    ) {
        return "the server could not be reached; check the network and server.host and server.port";
    }
    if (/does not support SSL/.test(text))
        return 'the server speaks no TLS; set server.sslmode: "disable" if that is meant';
    if (/certificate|self.signed|altnames/i.test(text)) {
        return "the server's certificate is not accepted; check server.sslmode and server.sslrootcert";
    }
    if (code === "28P01" || code === "28000") {
        return "the server does not accept the administrator; check server.username and server.password";
    }
    if (code === "3D000") return "there is no such database; check server.database and database";
    if (code === "42501") return "the administrator lacks a right; docs/postgresql.md lists what it needs";
    return undefined;
}

/** Errors that are about the login itself, whoever says them. */
const REFUSED: Record<string, string> = {
    "28P01": "the server refuses the login",
    "28000": "the server refuses the login",
    "3D000": "there is no such database",
    "42501": "the login may not do that",
};

/**
 * Sorts a failed login: refused for what it is, or a server that cannot be asked just now. What the server or the pooler said
 * is kept word for word, for only its words tell what is to be done.
 *
 * @param at address that was asked
 */
export function classify(error: unknown, at?: string): Probe {
    const code = codeOf(error);
    const said = error instanceof Error ? error.message.trim() : "";
    const words = said === "" || said === code ? "" : `: ${said}`;
    const where = at === undefined ? "" : ` at ${at}`;
    const meaning = REFUSED[code ?? ""];
    if (code !== undefined && meaning !== undefined)
        return { state: "dead", detail: `${code}, ${meaning}${where}${words}` };
    const what = code ?? (said === "" ? "no answer" : said);
    return { state: "unknown", detail: `${what}${where}${code === undefined ? "" : words}` };
}
