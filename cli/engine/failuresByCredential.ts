import { isCredential, nameOfUrn, type StateResource, typeOfUrn } from "../state/resource";
import type { Ran } from "./run";

/** A credential that failed in a run, which ended because of it before it had done all for the others. */
export interface Failure {
    name: string;
    message: string;
    /** True where a decision found it: the run did everything else before it failed, this credential included. */
    found?: true;
}

/** Failures by credential, and what belongs to none of them. */
export interface Failures {
    byName: Failure[];
    others: string[];
}

/**
 * Tells from a run which credentials failed. Pure.
 *
 * @param stopped true for a run that was told to end: what only broke off with it did not fail
 */
export function failuresOf(ran: Ran, resources: StateResource[], names: string[], stopped = false): Failures {
    const owner = ownerOf(ran, resources, names);
    const found = new Map<string, Failure>();
    const others: string[] = [];
    const add = (name: string, message: string, how: Pick<Failure, "found"> = {}): void => {
        const told = clean(message);
        const known = found.get(name)?.message;
        if (known?.includes(told)) return;
        found.set(name, known === undefined ? { name, message: told, ...how } : { name, message: `${known}\n${told}` });
    };
    for (const { name, error, level, sentence } of ran.decisions) {
        if (error !== undefined) add(name, error);
        else if (level === "error") add(name, sentence ?? "", { found: true });
    }
    for (const { severity, message, urn } of ran.complaints) {
        if (severity !== "error") continue;
        const name = urn === undefined ? undefined : owner(urn);
        if (name !== undefined) add(name, message);
        else if (![...found.values()].some((one) => sameFailure(message, one))) others.push(message);
    }
    for (const urn of ran.failed) {
        const name = owner(urn);
        if (name !== undefined && !found.has(name) && !stopped) add(name, `${nameOfUrn(urn)} failed`);
    }
    const own = [...found.values()].filter(({ message }) => !message.split("\n").every(isShutdown));
    // Where something failed of itself, what only broke off with it did not.
    const byName = own.length > 0 || stopped ? own : [...found.values()];
    return { byName, others: others.filter((message) => !isEcho(message) && !(stopped && isEnd(message))) };
}

/** Without what the SDK puts before an error that comes out of a component. */
function clean(message: string): string {
    return message.replace(/^error serializing property "outputs": /, "").trim();
}

/** The program's own error repeats what the credential said already. */
function sameFailure(message: string, { message: known }: Failure): boolean {
    return known.split("\n").some((line) => line !== "" && message.includes(line.trim()));
}

/** What is said of a call that was under way when the engine ended the run because of something else. */
function isShutdown(line: string): boolean {
    return /client connection is closing|context canceled|1 CANCELLED|resource monitor .*(shut|terminat)/i.test(line);
}

/** What the engine says of itself when it was told to end. */
function isEnd(message: string): boolean {
    return /^(update|preview|refresh) (canceled|cancelled)$/i.test(message.trim());
}

/** What the engine and the language host add at the end of every failed run. */
const ECHOES = [
    /^(update|preview) failed$/i,
    /^(the )?program exited with (non-zero exit )?code:? \d+/i,
    /^One or more errors occurred\. Check logs for more details$/,
    /^BAIL: run bailed$/,
];

function isEcho(message: string): boolean {
    return ECHOES.some((echo) => echo.test(message.trim())) || isShutdown(message);
}

/** Whose resource a URN is: by its parents, or, for one that is not in the state yet, by its name. */
export function ownerOf(
    { parents }: Ran,
    resources: StateResource[],
    names: string[],
): (urn: string) => string | undefined {
    const components = new Set(resources.filter(isCredential).map(({ urn }) => urn));
    const above = new Map(resources.map(({ urn, parent }) => [urn, parent]));
    const longestFirst = [...names].sort((a, b) => b.length - a.length);
    return (urn) => {
        for (let at: string | undefined = urn; at !== undefined; at = parents.get(at) ?? above.get(at)) {
            if (components.has(at) || isCredential({ urn: at, type: typeOfUrn(at) })) return nameOfUrn(at);
        }
        if (!urn.includes("rotation:index:")) return undefined;
        const name = nameOfUrn(urn);
        return longestFirst.find((one) => name === one || name.startsWith(`${one}-`));
    };
}
