import * as pulumi from "@pulumi/pulumi";

/**
 * Names of consumers and how they are reached stand in the state and in sentences, so they are known when the program starts.
 *
 * @param secrets fields that may be outputs
 * @throws Error that names the field
 */
export function requirePlain(who: string, args: object, secrets: string[] = []): void {
    for (const [name, value] of Object.entries(args)) {
        if (secrets.includes(name) || !(pulumi.Output.isInstance(value) || value instanceof Promise)) continue;
        const may = secrets.length > 0 ? ` (only ${secrets.join(", ")} may be an output)` : "";
        throw new Error(`${who}: ${name} is an output; expected a value that is known when the program starts${may}`);
    }
}
