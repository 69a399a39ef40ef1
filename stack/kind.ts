import type * as rotation from "pulumi-credential-rotation";
import { z } from "zod";

/** A row of the table of kinds: how an entry is checked, when it rotates, and what it becomes. */
export interface Kind<F extends z.ZodRawShape> {
    /** The entry's fields without `kind`. */
    fields: F;
    /** The schedule of an entry that has none. */
    preset: rotation.ScheduleName;
    /** Makes the component. */
    make(
        entry: z.infer<z.ZodObject<F>> & { name: string },
        args: rotation.CredentialArgs,
    ): rotation.BlueGreenCredential;
}

/** Lets the compiler see which fields a row has. */
export function defineKind<F extends z.ZodRawShape>(kind: Kind<F>): Kind<F> {
    return kind;
}
