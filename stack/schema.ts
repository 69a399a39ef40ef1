import { z } from "zod";
import type { CommonEntry } from "./commonFields";
import { kinds } from "./kinds";

type Kinds = typeof kinds;
type EntryOf<K extends keyof Kinds> = { kind: K } & z.infer<z.ZodObject<Kinds[K]["fields"]>>;

const [first, ...rest] = Object.entries(kinds).map(([kind, { fields }]) =>
    z.strictObject({ kind: z.literal(kind), ...fields }),
);

/** An entry of `rotation:credentials`. One member a kind. */
export const entry = z.discriminatedUnion("kind", [first, ...rest]);

/** The whole of `rotation:credentials`. */
export const credentials = z.array(entry);

/** One checked entry. */
export type Entry = { [K in keyof Kinds]: EntryOf<K> }[keyof Kinds] & Omit<CommonEntry, "name">;
export type { StoreEntry } from "./commonFields";
