import { Fields } from "../shared/scope";

/**
 * The fields of a JSON document, by the names that they have there; undefined where it has none of that name. Whatever
 * else somebody put in its place has none at all: no error is made of it, for its text would be in that, and may be a
 * secret.
 */
export function fieldsIn(text: string, names: string[], nameOf = (field: string): string => field): Fields {
    const document = parsed(text);
    return Object.fromEntries(names.map((field) => [field, document[nameOf(field)] as string]));
}

function parsed(text: string): Record<string, unknown> {
    try {
        return { ...(JSON.parse(text) as Record<string, unknown> | null) };
    } catch {
        return {};
    }
}
