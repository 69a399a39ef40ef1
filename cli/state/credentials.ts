import type { Ledger, Phase, Slot } from "pulumi-credential-rotation/plain";
import { isCredential, nameOfUrn, StateResource, treeOf } from "./resource";

/** A credential as the stack's state has it. */
export interface Credential {
    name: string;
    urn: string;
    /** Class of its component, for example `AwsIamAccessKey`. */
    kind: string;
    currentSlot: Slot;
    generation: number;
    /** When the current generation was published (RFC 3339). */
    rotatedAt: string;
    /** When the next rotation is due (RFC 3339); in the past while it is overdue. */
    nextRotation: string;
    previousPhase: Phase;
    /** What the last run found wrong with the published credential. */
    error?: string;
    /** The memory of earlier runs; undefined where the state holds none. */
    ledger?: Ledger;
    /** The window of its trigger, which tells its period. */
    window?: { start: string; end: string };
    /** False where an older one cannot be disabled beside the published one: it is deleted when its overlap is over. */
    canDisable: boolean;
    /** Public identifiers of the slots' resources, by slot. */
    ids: Partial<Record<Slot, string>>;
}

const LEDGER = "pulumi-nodejs:dynamic/rotation:Ledger";
const SINGLE_LOGIN = "pulumi-nodejs:dynamic/rotation:PostgresPassword";
const API_KEY = "pulumi-nodejs:dynamic/rotation:ApiKey";
const TRIGGER = "time:index/rotating:Rotating";

/** Finds the credentials in an exported state, in its order. One that no run ever brought to its end is left out. */
export function credentialsOf(resources: StateResource[]): Credential[] {
    return resources.filter(isCredential).flatMap((component) => credential(component, resources) ?? []);
}

function credential(component: StateResource, resources: StateResource[]): Credential | undefined {
    const tree = treeOf(resources, component.urn);
    const book = tree.find(({ type }) => type === LEDGER);
    if (book === undefined) return undefined;
    const ledger = ledgerOf(book);
    const told = { ...(ledger && outputsOf(ledger)), ...component.outputs } as Partial<Credential>;
    if (told.currentSlot === undefined) return undefined;
    return {
        name: nameOfUrn(component.urn),
        urn: component.urn,
        kind: component.type.split(":").at(-1) ?? component.type,
        currentSlot: told.currentSlot,
        generation: Number(told.generation),
        rotatedAt: String(told.rotatedAt),
        nextRotation: String(told.nextRotation),
        previousPhase: told.previousPhase ?? "absent",
        ...(typeof told.error === "string" ? { error: told.error } : {}),
        ledger,
        window: windowOf(book, resources),
        canDisable: canDisable(component, tree),
        ids: idsOf(component, tree, ledger),
    };
}

/** Keys of vendors are deleted only, whoever the vendor is; a login of mode single is one role, which has a resource for its password. */
function canDisable({ type }: StateResource, tree: StateResource[]): boolean {
    return !/Api(Key|Token)$/.test(type) && !tree.some((one) => [SINGLE_LOGIN, API_KEY].includes(one.type));
}

function ledgerOf({ inputs, outputs }: StateResource): Ledger | undefined {
    const text = outputs?.ledger ?? inputs?.ledger;
    return typeof text === "string" && text !== "" ? (JSON.parse(text) as Ledger) : undefined;
}

/** What the component would register: a run that ended early has its ledger moved on, but not its outputs. */
function outputsOf(ledger: Ledger): Partial<Credential> {
    const other = ledger.current === "blue" ? "green" : "blue";
    return {
        currentSlot: ledger.current,
        generation: ledger[ledger.current].generation,
        rotatedAt: ledger.rotatedAt,
        nextRotation: ledger.nextRotation,
        previousPhase: ledger[other].phase,
    };
}

/** The trigger that the ledger depends on, be it the credential's own or shared. */
function windowOf(book: StateResource, resources: StateResource[]): Credential["window"] {
    const urns = [...(book.dependencies ?? []), ...Object.values(book.propertyDependencies ?? {}).flat()];
    const trigger = resources.find(({ urn, type }) => type === TRIGGER && urns.includes(urn));
    const { rfc3339, rotationRfc3339 } = { ...trigger?.outputs, ...trigger?.inputs };
    if (typeof rfc3339 !== "string" || typeof rotationRfc3339 !== "string") return undefined;
    return { start: rfc3339, end: rotationRfc3339 };
}

function idsOf({ urn }: StateResource, tree: StateResource[], ledger?: Ledger): Credential["ids"] {
    const name = nameOfUrn(urn);
    const idOf = (slot: Slot): string | undefined => {
        const known = ledger?.[slot].adopted ?? ledger?.[slot].id;
        return known ?? tree.find((one) => one.custom && nameOfUrn(one.urn) === `${name}-${slot}`)?.id;
    };
    const found = (["blue", "green"] as const).map((slot) => [slot, idOf(slot)] as const);
    return Object.fromEntries(found.filter(([, id]) => id !== undefined));
}
