import type { FieldsSchema } from "pulumi-credential-rotation/extend";
import { z } from "zod";

/** Names the fields that there are beside those that are unknown; of everything else the schema's own words are kept. */
export function unknownField(issue: z.core.$ZodRawIssue): string | undefined {
    if (issue.code !== "unrecognized_keys") return undefined;
    const { shape = {} } = (issue.inst as z.ZodObject | undefined) ?? {};
    const unknown = issue.keys.map((key) => JSON.stringify(key)).join(", ");
    return `unknown field ${unknown}; expected some of ${Object.keys(shape).join(", ")}`;
}

/** A schema that is put together when it is used: what extensions add is known only then. */
export function late<T>(schema: () => z.ZodType<T>): z.ZodType<T> {
    return z.unknown().transform((value, context): T => {
        const result = schema().safeParse(value, { reportInput: true, error: unknownField });
        if (result.success) return result.data;
        context.issues.push(...result.error.issues.map((issue) => ({ ...issue, input: issue.input }) as never));
        return z.NEVER;
    });
}

/** Marks an issue of a value that may be a secret: only its author knows which of its fields are. */
export const MAY_BE_SECRET = { mayBeSecret: true };

/** Fields that an extension's own schema checks. */
export function checkedBy<T>(schema: FieldsSchema<T>): z.ZodType<T> {
    return z.unknown().transform((value, context): T => {
        const result = schema["~standard"].validate(value);
        if (result instanceof Promise) {
            context.addIssue({
                code: "custom",
                message: "the extension's schema must answer at once, without a promise",
            });
            return z.NEVER;
        }
        if (result.issues === undefined) return result.value;
        for (const { message, path = [] } of result.issues) {
            const keys = path.map((part) => (typeof part === "object" ? part.key : part));
            context.addIssue({ code: "custom", message, path: keys, params: MAY_BE_SECRET });
        }
        return z.NEVER;
    });
}

/** An object with exactly one of the fields. */
export function exactlyOne<T extends z.ZodRawShape>(fields: T, message: string) {
    const optional = Object.fromEntries(
        Object.entries(fields).map(([name, field]) => [name, (field as z.ZodType).optional()]),
    );
    return z
        .strictObject(optional as unknown as { [K in keyof T]: z.ZodOptional<T[K]> })
        .refine((value) => Object.keys(value).length === 1, { message });
}

/** The same for each of an extension's names. */
export function checkedEach(added: Record<string, { fields: FieldsSchema<unknown> }>): Record<string, z.ZodType> {
    return Object.fromEntries(Object.entries(added).map(([name, { fields }]) => [name, checkedBy(fields)]));
}
