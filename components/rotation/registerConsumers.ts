import * as pulumi from "@pulumi/pulumi";
import { confirmAll } from "../consumers/confirm";
import { Release } from "../consumers/consumer";
import { ConsumerResource } from "../consumers/consumerResource";
import { ResolvedConsumer } from "../consumers/resolveConsumers";
import { updateConsumer } from "../consumers/updateConsumer";
import { isConfirmed } from "../decision/attribution";
import { Decision, otherSlot } from "../decision/types";
import { systemClock } from "../shared/verification";
import { GateContext } from "./hooks/gateContext";
import { reportProgress } from "./hooks/progress";

type Hook = (scope: { name: string }, what: string, run: () => Promise<void>) => pulumi.ResourceHook;

/** What the ledger wants its consumers to run on. */
export function releaseOf({ scope, ledger }: GateContext): Release {
    const slot = ledger.current;
    return { credential: scope.name, generation: ledger[slot].generation, slot, publishedAt: ledger.rotatedAt };
}

/** Registers a step for each consumer, behind the record. */
export function registerConsumers(context: GateContext, record: pulumi.Resource, hook: Hook): pulumi.Resource[] {
    const { scope, consumers, facts } = context;
    const release = releaseOf(context);
    const { generation, slot } = release;
    const steps = new Map<string, pulumi.Resource>();
    for (const consumer of consumers) {
        const { name, type: sort, title, settings, after } = consumer;
        const moving = hook(scope, `consumer.${name}`, () => {
            const what = `waiting for ${title} to run on generation ${generation}`;
            return updateConsumer(consumer, release, reportProgress(systemClock, what, scope.parent));
        });
        const again = hasFallenBack(context, consumer) ? facts.run : undefined;
        const args = { sort, title, settings, generation, slot, again };
        const resource = new ConsumerResource(`${scope.name}-consumer-${name}`, args, {
            parent: scope.parent,
            protect: false,
            retainOnDelete: false,
            dependsOn: [record, ...after.map((other) => steps.get(other) as pulumi.Resource)],
            hooks: { beforeCreate: [moving], beforeUpdate: [moving] },
        });
        steps.set(name, resource);
    }
    return [...steps.values()];
}

/**
 * True for one that says that it does not run on what is on record. It may have moved before and been set back since, say
 * by `kubectl rollout undo`; then nothing else of its step has changed, and it would never be asked again.
 */
function hasFallenBack({ facts }: GateContext, { name, driver }: ResolvedConsumer): boolean {
    const fact = facts.consumers?.find((one) => one.name === name);
    return fact?.state === "behind" && driver.canWait !== false;
}

/** A store may give back the older record for a moment. */
const RECORD_TIMEOUT_MS = 15_000;

/** True if the store's record names what the ledger wants published, now. */
async function isOnRecord({ ledger, facts, again, pace }: GateContext): Promise<boolean> {
    if (again === undefined || isConfirmed(ledger, facts.record)) return true;
    for (const started = pace.now(); ; await pace.pause(500)) {
        if (isConfirmed(ledger, await again.record())) return true;
        if (pace.now() - started > RECORD_TIMEOUT_MS) return false;
    }
}

/**
 * Before the previous credential is disabled: its successor is on record, and every consumer confirms once more, at the very
 * moment. What the decision saw is older, and a run with --target may have left the record or the consumers out.
 */
export async function beforeRetire(context: GateContext): Promise<void> {
    if (!(await isOnRecord(context))) {
        throw new Error(
            `${context.policy.title}: the previous credential is not disabled, for generation ` +
                `${releaseOf(context).generation} is not in ${context.policy.recordAt}. It stays valid. Run again, without ` +
                `--target and --exclude`,
        );
    }
    const missing = (await confirmAll(context.consumers, releaseOf(context))).filter(
        ({ state }) => state !== "confirmed",
    );
    if (missing.length === 0) return;
    const who = missing.map(({ title, detail }) => `${title} (${detail})`).join("; ");
    throw new Error(
        `${context.policy.title}: the previous credential is not disabled, for a consumer does not confirm generation ` +
            `${releaseOf(context).generation}: ${who}. It stays valid. Run again`,
    );
}

/** No run can wait for a person, so each one says whom the previous credential waits for, and how they confirm. */
export async function reportWaiting(context: GateContext, { reason }: Decision): Promise<void> {
    const { scope, ledger, consumers } = context;
    const people = consumers.filter(({ driver }) => driver.canWait === false);
    if (reason === "consumer-behind" || ledger[otherSlot(ledger.current)].phase === "absent") return;
    const release = releaseOf(context);
    for (const { title, state, detail } of await confirmAll(people, release)) {
        if (state === "confirmed") continue;
        const sentence = `waiting for ${title} to confirm generation ${release.generation}: ${detail}`;
        void pulumi.log.info(sentence, scope.parent);
    }
}
