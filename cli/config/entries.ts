import type { ConfigMap } from "@pulumi/pulumi/automation";
import { UserError } from "../exitCodes";

/** An entry of `rotation:credentials`, as far as the commands look into it. */
export interface ListedEntry {
    name: string;
    kind?: string;
    every?: string;
    schedule?: string;
    anchor?: string;
    stagger?: string;
    overlap?: string;
    retention?: string;
    [field: string]: unknown;
}

/**
 * The listed credentials; none where the program does not take them from the configuration.
 *
 * @throws UserError where a text stands there
 */
export function listedEntries(config: ConfigMap): ListedEntry[] {
    const text = config["rotation:credentials"]?.value;
    if (text === undefined) return [];
    const listed = parsed(text);
    if (!Array.isArray(listed)) return [];
    return listed.filter((one): one is ListedEntry => typeof (one as ListedEntry | null)?.name === "string");
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        throw new UserError(
            "rotation:credentials is a text; expected a list, one entry below the other, as docs/configuration.md shows it",
        );
    }
}
