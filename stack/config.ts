import * as pulumi from "@pulumi/pulumi";
import { recordDecision } from "pulumi-credential-rotation/plain";
import type { z } from "zod";
import { useExtensions } from "./extensions";
import { unknownField } from "./late";
import { credentials, Entry, kindNames } from "./schema";
import { SECRET_EXPECTED } from "./secret";

const KEY = "rotation:credentials";

/** A checked entry with its place in the list. */
export type Placed = Entry & { place: number };

/**
 * Reads and checks the list of credentials.
 *
 * @param without names of entries that are not looked at
 * @throws Error that names each wrong entry's path, its value and what was expected
 */
export function readCredentials(without: string[] = []): Placed[] {
    const listed = new pulumi.Config("rotation").getObject<unknown>("credentials");
    if (listed === undefined) {
        throw new pulumi.RunError(
            `${KEY} is missing in Pulumi.${pulumi.getStack()}.yaml; docs/configuration.md shows an example`,
        );
    }
    useExtensions();
    return checkCredentials(listed, without);
}

/** The same over a plain value, with the extensions that are in use. */
export function checkCredentials(listed: unknown, without: string[] = []): Placed[] {
    const wanted = (entry: unknown): boolean => !without.includes(nameOf(entry) ?? "");
    const list = Array.isArray(listed) ? listed.filter(wanted) : listed;
    const places = Array.isArray(listed) ? listed.flatMap((entry, place) => (wanted(entry) ? [place] : [])) : [];
    const result = credentials().safeParse(list, { reportInput: true, error: unknownField });
    if (!result.success) {
        const problems = result.error.issues.flatMap(unfolded).map((issue) => {
            const [first, ...rest] = issue.path;
            const path = typeof first === "number" ? [places[first], ...rest] : issue.path;
            const problem = sentence({ ...issue, path }, listed);
            const name = nameOf(valueAt(listed, path.slice(0, 1)));
            if (path.length > 0 && name !== undefined) recordDecision({ name, error: problem });
            return `  ${problem}`;
        });
        throw new pulumi.RunError(
            `${KEY} has ${problems.length} problem${problems.length > 1 ? "s" : ""}:\n${problems.join("\n")}`,
        );
    }
    const placed = (result.data as Entry[]).map((entry, index) => ({ ...entry, place: places[index] }));
    refuseTwins(placed);
    return placed;
}

function nameOf(entry: unknown): string | undefined {
    const name = typeof entry === "object" && entry !== null ? (entry as { name?: unknown }).name : undefined;
    return typeof name === "string" ? name : undefined;
}

function refuseTwins(entries: Placed[]): void {
    const first = new Map<string, number>();
    entries.forEach(({ name, place }) => {
        const twin = first.get(name);
        if (twin !== undefined) {
            throw new pulumi.RunError(
                `${KEY}[${place}].name: ${JSON.stringify(name)} is already the name of entry [${twin}]; expected a name of its own`,
            );
        }
        first.set(name, place);
    });
}

/** Where, what stood there, and what was expected. Secrets are not shown, nor is a text in the place of fields that hold one. */
function sentence(issue: z.core.$ZodIssue, listed: unknown): string {
    const path = issue.path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
    const value = valueAt(listed, issue.path);
    const isSecret =
        mayBeSecret(issue) ||
        issue.message.startsWith(SECRET_EXPECTED) ||
        (issue.code === "invalid_type" && issue.expected === "object");
    const shown = isSecret && value !== undefined && value !== null ? "[secret]" : summary(value);
    return `${KEY}${path}: ${shown}: ${expectation(issue)}`;
}

function expectation(issue: z.core.$ZodIssue): string {
    if (issue.code === "invalid_union" && issue.path.at(-1) === "kind") {
        return `no such kind; expected one of ${kindNames()
            .map((kind) => JSON.stringify(kind))
            .join(", ")}`;
    }
    return issue.message;
}

/** Only an extension's author knows which of its fields are secrets. */
function mayBeSecret(issue: z.core.$ZodIssue): boolean {
    return issue.code === "custom" && issue.params?.mayBeSecret === true;
}

/** A list of consumers may also be a reason; of one that is a list, what is wrong in the list is told. */
function unfolded(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
    const isList = issue.path.at(-1) === "consumers" && Array.isArray(issue.input);
    if (issue.code !== "invalid_union" || !isList) return [issue];
    const [within = []] = issue.errors;
    return within.map((one) => ({ ...one, path: [...issue.path, ...one.path] }));
}

function valueAt(listed: unknown, path: PropertyKey[]): unknown {
    return path.reduce<unknown>((value, part) => (value as Record<PropertyKey, unknown> | undefined)?.[part], listed);
}

function summary(value: unknown): string {
    if (value === undefined) return "missing";
    if (value === null) return "nothing stands there";
    if (typeof value !== "object") return JSON.stringify(value);
    return Array.isArray(value) ? `a list of ${value.length}` : "an object";
}
