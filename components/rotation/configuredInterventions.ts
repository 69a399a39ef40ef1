import * as pulumi from "@pulumi/pulumi";
import { nonceOf } from "./nonce";
import type { RotationArgs } from "./rotationArgs";

/** The part of the rotation arguments that an operator may set from outside the program. */
export type ConfiguredInterventions = Pick<RotationArgs, "rotate" | "revoke" | "use" | "heal">;

const KEY = "rotation:interventions";
const FIELDS = ["rotate", "revoke", "use", "heal"];

/**
 * What an operator asked for in the stack's configuration, under `rotation:interventions.<name>`; it goes before what
 * the program says. The command line writes it for programs whose credentials are not listed in the configuration.
 *
 * @throws Error that names the field that is not known, or is not of its type
 */
export function configuredInterventions(name: string): ConfiguredInterventions {
    const all = new pulumi.Config("rotation").getObject<Record<string, Record<string, unknown>>>("interventions");
    return readInterventions(all?.[name] ?? {}, `${KEY}.${name}`);
}

/** The same over a plain value. */
export function readInterventions(found: Record<string, unknown>, at: string): ConfiguredInterventions {
    for (const [field, value] of Object.entries(found)) {
        if (!FIELDS.includes(field)) {
            throw new Error(`${at}.${field}: unknown field; expected some of ${FIELDS.join(", ")}`);
        }
        const flag = field === "revoke" || field === "heal";
        if (flag && typeof value !== "boolean") {
            throw new Error(`${at}.${field}: ${JSON.stringify(value)}; expected true or false`);
        }
    }
    const { rotate, ...rest } = found;
    const nonce = nonceOf(rotate);
    return { ...(nonce === undefined ? {} : { rotate: nonce }), ...rest };
}
