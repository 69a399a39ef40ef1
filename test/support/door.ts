/** Asked once the server acted and before its answer is passed on; true ends the connection there. */
export type Leave = () => boolean | Promise<boolean>;

/** An answer that a call gets instead of the server's own; nothing is done. */
export type Refusal = "error-500" | "throttle" | "deny";

/** What becomes of a call: on to the server, refused, or, where it is undefined, the end of the connection. */
export type Verdict = Leave | Refusal | undefined;

/** Told of a call before the server acts; the call waits for the verdict. */
export type Door<T = string> = (call: T) => Verdict | Promise<Verdict>;

/** Lets a call go by. */
export const stay: Leave = () => false;
