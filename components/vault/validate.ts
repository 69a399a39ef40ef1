/** @throws Error that names the field, what it is and what was expected */
export function reject(field: string, value: unknown, expected: string): never {
    throw new Error(`${field}: ${JSON.stringify(value)}; expected ${expected}`);
}

/** The one name among those allowed that the object has. */
export function exactlyOne<Name extends string>(field: string, given: object | undefined, names: Name[]): Name {
    const present = Object.entries(given ?? {}).flatMap(([name, value]) => (value === undefined ? [] : name));
    const [name] = present;
    if (present.length === 1 && names.includes(name as Name)) return name as Name;
    return reject(field, present, `exactly one of ${names.join(", ")}`);
}

/** A text that is not empty. */
export function requireText(field: string, value: unknown): string {
    return typeof value === "string" && value.trim() !== "" ? value : reject(field, value, "a text that is not empty");
}

/** A path that does not depend on where the agent is started. */
export function absolute(field: string, value: unknown): string {
    const fits = typeof value === "string" && /^(\/|[A-Za-z]:[\\/])./.test(value);
    return fits ? value : reject(field, value, `an absolute path, like "/run/secrets/api_key"`);
}

/** The mode of a file as four octal digits. */
export function mode(field: string, value: unknown): string {
    const fits = typeof value === "string" && /^0?[0-7]{3}$/.test(value);
    return fits ? value.padStart(4, "0") : reject(field, value, `a mode in octal, like "0600"`);
}

/** A program and its arguments. */
export function command(field: string, value: unknown): string[] {
    const fits = Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "string");
    return fits && value[0] !== ""
        ? (value as string[])
        : reject(field, value, `a program and its arguments, like ["systemctl", "reload", "myapp"]`);
}
