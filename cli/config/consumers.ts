import { UserError } from "../exitCodes";
import type { Credential } from "../state/credentials";
import { nameOfUrn, type StateResource } from "../state/resource";
import type { ListedEntry } from "./entries";

/** A consumer of a credential, and which sort it is of. */
export interface KnownConsumer {
    name: string;
    sort: string;
}

/** The only sort that a person confirms. */
const ACKNOWLEDGED = "acknowledge";

/** Those that the last run had. */
export function consumersInState(resources: StateResource[], { urn, name }: Credential): KnownConsumer[] {
    const start = `${name}-consumer-`;
    return resources
        .filter(({ type, parent }) => type.endsWith(":Consumer") && parent === urn)
        .map(({ urn, inputs }) => ({ name: nameOfUrn(urn).slice(start.length), sort: String(inputs?.sort) }));
}

/** Those that a person confirms and that the configuration lists; one may be listed there before the first run with it. */
export function consumersListed(entries: ListedEntry[], name: string): KnownConsumer[] {
    const listed = entries.find((entry) => entry.name === name)?.consumers;
    if (!Array.isArray(listed)) return [];
    return listed.flatMap((one: { acknowledge?: { name?: unknown } } | null) => {
        const named = one?.acknowledge?.name;
        return typeof named === "string" ? [{ name: named, sort: ACKNOWLEDGED }] : [];
    });
}

/** @throws UserError that names those that can be acknowledged where this one cannot */
export function checkConsumer(consumer: string, credential: string, known: KnownConsumer[]): void {
    if (known.some(({ name, sort }) => name === consumer && sort === ACKNOWLEDGED)) return;
    const other = known.find(({ name }) => name === consumer);
    if (other) {
        throw new UserError(
            `${consumer} of ${credential} confirms by itself (${other.sort}), so nobody can for it; ` +
                `credential-rotation status --live says what it waits for`,
        );
    }
    const names = known.filter(({ sort }) => sort === ACKNOWLEDGED).map(({ name }) => name);
    throw new UserError(
        `${credential} has no consumer ${JSON.stringify(consumer)}; ` +
            `those that a person confirms: ${[...new Set(names)].join(", ") || "none"}`,
    );
}
