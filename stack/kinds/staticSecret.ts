import * as rotation from "pulumi-credential-rotation";
import { z } from "zod";
import { common, text } from "../fields";
import { defineKind } from "../kind";

/** A random value. */
export const staticSecret = defineKind({
    fields: {
        ...common,
        length: z.number().int().optional(),
        alphabet: text.optional(),
        minBits: z.number().optional(),
    },
    preset: "weekly",
    make: ({ name, length, alphabet, minBits }, args) =>
        new rotation.StaticSecret(name, { ...args, length, alphabet, minBits }),
});
