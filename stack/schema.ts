import type { FieldsSchema } from "pulumi-credential-rotation/extend";
import { z } from "zod";
import { common, type CommonEntry } from "./commonFields";
import { extensions } from "./extensions";
import { kinds } from "./kinds";
import { checkedBy } from "./late";

type Kinds = typeof kinds;
type EntryOf<K extends keyof Kinds> = { kind: K } & z.infer<z.ZodObject<Kinds[K]["fields"]>>;

const own = Object.entries(kinds).map(([kind, { fields }]) => z.strictObject({ kind: z.literal(kind), ...fields }));

/** The whole of `rotation:credentials`: one member a kind, those of the extensions included. */
export function credentials() {
    const added = Object.entries(extensions().kinds).map(([kind, { fields }]) => extended(kind, fields));
    const [first, ...rest] = [...own, ...added] as [(typeof own)[number], ...(typeof own)[number][]];
    return z.array(z.discriminatedUnion("kind", [first, ...rest]));
}

/** The names of all kinds. */
export function kindNames(): string[] {
    return [...Object.keys(kinds), ...Object.keys(extensions().kinds)];
}

/** The fields that every kind has are checked as everywhere, the others by the extension. */
function extended(kind: string, fields: FieldsSchema<unknown>) {
    const shared = z.looseObject({ kind: z.literal(kind), ...common });
    return shared.transform((entry, context) => {
        const isShared = ([name]: [string, unknown]) => name in shared.shape;
        const all = Object.entries(entry);
        const rest = Object.fromEntries(all.filter((field) => !isShared(field)));
        const checked = checkedBy(fields as FieldsSchema<object>).safeParse(rest, { reportInput: true });
        if (checked.success) return { ...Object.fromEntries(all.filter(isShared)), [OWN]: checked.data };
        context.issues.push(...checked.error.issues.map((issue) => ({ ...issue, input: issue.input }) as never));
        return z.NEVER;
    });
}

/** Where an entry holds the fields that its extension checked. */
export const OWN = Symbol("fields of the extension");

/** One checked entry. */
export type Entry = { [K in keyof Kinds]: EntryOf<K> }[keyof Kinds] & Omit<CommonEntry, "name">;
export type { StoreEntry } from "./commonFields";
