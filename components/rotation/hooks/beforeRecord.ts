import { Fields } from "../../shared/scope";
import { Probe, verify } from "../../shared/verification";
import { isNotFound } from "../../stores/notFound";
import { GateContext, PublishedCopy } from "./gateContext";
import { pass } from "./passed";

export function agrees(wanted: Fields, found: Fields): boolean {
    return Object.keys(wanted).every((name) => !(name in found) || found[name] === wanted[name]);
}

/** Reads until the stores agree, for a store may give back the older value for a moment, or not know what is new. */
async function settled(
    context: GateContext,
    wanted: Fields,
    seen: () => Promise<PublishedCopy[]>,
): Promise<PublishedCopy[]> {
    const { limits, pace } = context;
    const started = pace.now();
    for (;;) {
        const isLast = pace.now() - started > Math.min(limits.deadlineMs, 15_000);
        const places = await seen().catch((error: unknown) => {
            if (!isNotFound(error)) throw error;
            if (!isLast) return "what was just written is not known there yet";
            throw new Error(
                `what was just published cannot be read back (${(error as Error).message}): somebody else deleted it, or a ` +
                    `write was lost. The rotation is not confirmed and the previous credential stays valid. Run again to ` +
                    `publish it anew`,
            );
        });
        const late = typeof places === "string" ? undefined : places.find(({ fields }) => !agrees(wanted, fields));
        if (typeof places !== "string" && (!late || isLast)) return places;
        const why = typeof places === "string" ? places : `${late?.at} still gives back the older value`;
        pace.waiting?.(pace.now() - started, why);
        await pace.pause(500);
    }
}

/** Before the record is written: what the stores give back is what was meant, and works. */
export async function beforeRecord(
    context: GateContext,
    wanted: Fields,
    seen: () => Promise<PublishedCopy[]>,
): Promise<void> {
    pass(context, "record");
    const places = await settled(context, wanted, seen);
    const wrong = places.find(({ fields }) => !agrees(wanted, fields));
    if (wrong) {
        throw new Error(
            `${wrong.at} gives back something else than what was published there: somebody else writes to it, or a write ` +
                `was lost. The rotation is not confirmed and the previous credential stays valid. Run again to publish it anew`,
        );
    }
    const whole = places.filter(({ fields }) => Object.keys(wanted).every((name) => name in fields));
    for (const { at, fields } of whole) {
        const own = Object.fromEntries(Object.keys(wanted).map((name) => [name, fields[name]]));
        const once = { ...context.limits, successes: 1 };
        const answer: Probe = await verify(() => context.kind.probe(own), once, context.pace);
        if (answer.state === "alive") continue;
        throw new Error(
            `what ${at} gives back does not work (${answer.detail}): the rotation is not confirmed and the previous ` +
                `credential stays valid. Run again`,
        );
    }
}
