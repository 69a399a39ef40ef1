import type { Refusal } from "../door";

/** Errors of PostgreSQL for what other servers answer with a status (manual, appendix A). */
const ERRORS: Record<Refusal, [state: string, message: string]> = {
    "error-500": ["XX000", "internal error"],
    throttle: ["53300", "too many connections"],
    deny: ["42501", "permission denied"],
};

/** A message that ends a group of the extended protocol, at which the server says that it is ready again. */
const SYNC = "S\x00\x00\x00\x04";

/**
 * What the server gets in place of a client's messages: a statement that raises the error, so that the answer and the state
 * of the transaction are the server's own. Undefined if it would not answer as often as the client expects.
 */
export function refused(sent: string, why: Refusal): Buffer | undefined {
    if (!sent.startsWith("Q") && !sent.endsWith(SYNC)) return undefined;
    const [state, message] = ERRORS[why];
    const statement = `DO $$ BEGIN RAISE EXCEPTION '${message}' USING ERRCODE = '${state}'; END $$\x00`;
    const length = Buffer.alloc(4);
    length.writeInt32BE(4 + statement.length);
    return Buffer.concat([Buffer.from("Q"), length, Buffer.from(statement, "latin1")]);
}
