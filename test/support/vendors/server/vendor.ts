import assert from "node:assert/strict";
import type { Door } from "../../door";
import { Fault, FaultKind, Faults, FaultSpec } from "./faults";
import { listen, Reply, Request } from "./http";
import { Key, Keyring } from "./keyring";

/** One operation of a vendor's API. */
export interface Operation {
    /** As the log names it: `create`, `verify`, `retire`, `list`, `get`. */
    op: string;
    /** Name of the key that it is about, if it is about one. */
    about?: string;
    /** Does it. */
    act(): Reply;
}

/** A vendor's contract: which operation a request is, undefined for one that the double does not know. */
export interface Contract {
    /** For messages. */
    title: string;
    recognise(request: Request, keyring: Keyring): Operation | undefined;
    /** The vendor's own answer to a fault. */
    fail(kind: "error-500" | "throttle" | "deny"): Reply;
}

/** A vendor that runs on this machine. Nothing that it records is a secret. */
export interface Vendor {
    endpoint: string;
    /** Each call that was answered, save those of consumers: `create rotation-app-12345678-g1-blue 201`. */
    readonly calls: string[];
    /** Requests that the double does not know. */
    readonly unmatched: string[];
    readonly keyring: Keyring;
    /** Names of the keys that stand, without those that manage. */
    names(): string[];
    fault(spec: FaultSpec): Fault;
    /** Lets a door judge every call that is no consumer's, by its operation; undefined takes it away. */
    through(door: Door | undefined): void;
    clearFaults(): void;
    /** Forgets the calls so far and gives them back. */
    takeCalls(): string[];
    /** Fails if a request came that the double does not know. */
    assertMatched(): void;
    close(): Promise<void>;
}

/** Starts the double of a vendor. */
export async function startVendor(contract: Contract): Promise<Vendor> {
    const keyring = new Keyring();
    const faults = new Faults();
    const calls: string[] = [];
    const unmatched: string[] = [];
    let door: Door | undefined;
    const answer = async (request: Request): Promise<Reply | undefined> => {
        const operation = contract.recognise(request, keyring);
        if (operation === undefined) {
            unmatched.push(`${request.method} ${request.path}`);
            return {
                status: 404,
                body: { error: { message: `Unrecognized request URL (${request.method}: ${request.path}).` } },
            };
        }
        if (request.headers["x-consumer"] !== undefined) return operation.act();
        const note = (outcome: string | number) =>
            calls.push([operation.op, operation.about, outcome].filter(Boolean).join(" "));
        const verdict = await door?.(operation.op);
        if (door && verdict === undefined) return void note("refuse-before");
        const fault = faults.strike(operation.op);
        const kind = typeof verdict === "string" ? verdict : fault?.spec.kind;
        const reply = await perform(contract, operation, kind, fault?.removed);
        note(reply === undefined ? (kind as FaultKind) : reply.status);
        return typeof verdict === "function" && (await verdict()) ? undefined : reply;
    };
    const { endpoint, close } = await listen(answer);
    return {
        endpoint,
        calls,
        unmatched,
        keyring,
        names: () =>
            keyring
                .standing()
                .filter(isOrdinary)
                .map(({ name }) => name),
        fault: (spec) => faults.add(spec),
        through: (next) => (door = next),
        clearFaults: () => faults.clear(),
        takeCalls: () => calls.splice(0),
        assertMatched: () => assert.deepEqual(unmatched.splice(0), [], `requests that ${contract.title} does not know`),
        close: () => {
            faults.clear();
            return close();
        },
    };
}

/** What a proxy shows. */
const PAGE = "<html><body>Please sign in</body></html>";

async function perform(
    contract: Contract,
    operation: Operation,
    kind: FaultKind | undefined,
    removed: Promise<void> | undefined,
): Promise<Reply | undefined> {
    if (kind === "refuse-before") return undefined;
    if (kind === "hang") return void (await removed);
    if (kind === "error-500" || kind === "throttle" || kind === "deny") return contract.fail(kind);
    if (kind === "page" || kind === "page-404") return { status: kind === "page" ? 200 : 404, page: PAGE };
    const reply = operation.act();
    if (kind === "act-then-page") return { status: 200, page: PAGE };
    if (kind === "act-then-500") return contract.fail("error-500");
    return kind === "lose-reply" ? undefined : reply;
}

function isOrdinary(key: Key): boolean {
    return !key.managing;
}
