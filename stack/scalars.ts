import { asWritten } from "pulumi-credential-rotation/plain";
import { z } from "zod";

/** Says what to do about what YAML takes for a number, a date or a switch where it stands without quotes. */
const quoted = ({ input }: { input?: unknown }, expected: string): string | undefined =>
    ["number", "boolean"].includes(typeof input) ? `expected ${expected}, in quotes` : undefined;

/** A text that is not empty. */
export const text = z.string({ error: (issue) => quoted(issue, "a text") }).min(1);

/** A duration; which one is read later, so that an entry that is wrong does not keep the others from it. */
export const duration = z.string({ error: (issue) => quoted(issue, `a duration like "90d" or "24h"`) }).min(1);

/** A moment, in quotes or without. */
export const moment = text.transform(asWritten);
