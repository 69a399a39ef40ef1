import * as rotation from "pulumi-credential-rotation";
import { z } from "zod";
import { common, text } from "../commonFields";
import { defineKind } from "../kind";
import { secret, secretValue } from "../secret";

const adopt = z.strictObject({ value: secret, as: z.enum(["current", "previous"]).optional() });

/** A random value. */
export const staticSecret = defineKind({
    fields: {
        ...common,
        length: z.number().int().optional(),
        alphabet: text.optional(),
        minBits: z.number().optional(),
        adopt: adopt.optional(),
    },
    preset: "weekly",
    make: ({ name, length, alphabet, minBits, adopt: found }, args) => {
        const taken = found && { ...found, value: secretValue("adopt.value", found.value) };
        return new rotation.StaticSecret(name, { ...args, length, alphabet, minBits, adopt: taken });
    },
});
