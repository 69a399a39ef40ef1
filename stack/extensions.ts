import * as pulumi from "@pulumi/pulumi";
import { loadFromProject, type StackExtension } from "pulumi-credential-rotation/extend";

const KEY = "rotation:extensions";

/** What the stack's extensions add, by name. */
export type Extensions = Required<StackExtension>;

const NONE: Extensions = { kinds: {}, stores: {}, consumers: {} };
const PARTS = ["kinds", "stores", "consumers"] as const;

let current = NONE;

/** What the extensions of this run add. */
export function extensions(): Extensions {
    return current;
}

/**
 * Loads the modules that `rotation:extensions` names, and lets their names stand in `rotation:credentials`.
 *
 * @throws RunError that names the place in the list, and what was expected
 */
export function useExtensions(
    listed: unknown = new pulumi.Config("rotation").getObject<unknown>("extensions"),
    load: (module: string) => unknown = loadFromProject,
): void {
    current = NONE;
    if (listed === undefined) return;
    if (!Array.isArray(listed)) throw wrong("", listed, `a list of modules, like ["@acme/rotation-grafana"]`);
    const owners = new Map<string, string>();
    for (const [index, module] of listed.entries()) {
        const at = `[${index}]`;
        if (typeof module !== "string" || module === "") throw wrong(at, module, `the name of a module`);
        const found = extensionIn(at, module, load);
        for (const part of PARTS) {
            for (const name of Object.keys(found[part] ?? {})) {
                const owner = owners.get(`${part} ${name}`);
                if (owner !== undefined)
                    throw wrong(at, module, `other ${part} than those of ${owner}: both have ${name}`);
                owners.set(`${part} ${name}`, module);
            }
        }
        current = {
            kinds: { ...current.kinds, ...found.kinds },
            stores: { ...current.stores, ...found.stores },
            consumers: { ...current.consumers, ...found.consumers },
        };
    }
}

function extensionIn(at: string, module: string, load: (module: string) => unknown): StackExtension {
    let exports: unknown;
    try {
        exports = load(module);
    } catch (error) {
        throw wrong(at, module, `a module that can be loaded: ${(error as Error).message}`);
    }
    const found = (exports as { rotationExtension?: StackExtension } | undefined)?.rotationExtension;
    if (typeof found === "object") return found;
    throw wrong(at, module, `a module that exports rotationExtension = { kinds, stores, consumers }`);
}

function wrong(at: string, value: unknown, expected: string): pulumi.RunError {
    return new pulumi.RunError(`${KEY}${at}: ${JSON.stringify(value)}: expected ${expected}`);
}
