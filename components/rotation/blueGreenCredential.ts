import * as pulumi from "@pulumi/pulumi";
import { Consumers } from "../consumers/consumer";
import { resolveConsumers } from "../consumers/resolveConsumers";
import { decisionOf } from "../decision/decide";
import { Decision, Ledger, otherSlot, Phase, Policy, Slot } from "../decision/types";
import { clockOf } from "../schedule/clock";
import { toMilliseconds } from "../schedule/duration";
import { schedules } from "../schedule/presets";
import { checkInstalled } from "../shared/installed";
import { hideFromState } from "../shared/pulumiOutputs";
import { systemClock, VerificationArgs } from "../shared/verification";
import { withoutStackTraces } from "../shared/withoutStackTraces";
import { Store } from "../stores/store";
import { alertsAreSet } from "./alertsConfigured";
import { AuditArgs, readAudit } from "./auditArgs";
import { configuredInterventions } from "./configuredInterventions";
import { CredentialKind } from "./credentialKind";
import { recordDecision } from "./decisionLog";
import { gather } from "./gather";
import { GateContext } from "./hooks/gateContext";
import { reportProgress } from "./hooks/progress";
import { LedgerResource } from "./ledger";
import { complain, readOnError } from "./onError";
import { keepOwnOptions, withOwnOptions } from "./ownOptions";
import { reportWaiting } from "./registerConsumers";
import { Registered, registerResources } from "./registerResources";
import { readRotation, RotationArgs } from "./rotationArgs";

/** Arguments that every credential takes. */
export interface CredentialArgs {
    /** When it rotates, and how the older one leaves. */
    rotation?: RotationArgs;
    /** Where it is published; the first one also holds the record. At least one. */
    stores: Store[];
    /** How a new credential proves that it works. */
    verification?: VerificationArgs;
    /**
     * Who uses it. Each is refreshed after the credential was published and then confirms; the previous one is not taken
     * away before all have. `{ none: "…" }` says why there is nobody to tell. Default: nobody is told.
     */
    consumers?: Consumers;
    /** How the use of the previous credential is looked at before it is taken away. */
    audit?: AuditArgs;
}

/** What a kind adds to those. */
export interface CredentialDefinition {
    kind: CredentialKind;
    preset: keyof typeof schedules;
    adopt?: Policy["adopt"];
}

/** What is known once the decision was made. */
interface Initialized extends Registered {
    ledger: Ledger;
    decision: Extract<Decision, { kind: "go" }>;
}

/** A credential that is kept as a pair of blue/green slots and rotated by its calendar. */
export abstract class BlueGreenCredential extends pulumi.ComponentResource<Initialized> {
    /** The published slot. */
    readonly currentSlot: pulumi.Output<Slot>;
    /** Serial number of the published mint. */
    readonly generation: pulumi.Output<number>;
    /** When it was published (RFC 3339). */
    readonly rotatedAt: pulumi.Output<string>;
    /** When the next rotation is due (RFC 3339); in the past while it is overdue. */
    readonly nextRotation: pulumi.Output<string>;
    /** Where the other slot stands. */
    readonly previousPhase: pulumi.Output<Phase>;
    /** Code of this run's decision; docs/reasons.md explains each. */
    readonly reason: pulumi.Output<string>;
    /** This run's decision in a sentence. */
    readonly sentence: pulumi.Output<string>;
    /** What is wrong with the published credential, in a sentence; undefined while nothing is. Kept in the state for reports. */
    readonly error: pulumi.Output<string | undefined>;
    /** How long the previous credential stays valid beside the published one, and what the credential is called here. */
    readonly overlap: { of: string; ms: number };

    /** Why nobody is told of a rotation, where that was said. */
    private readonly unheard?: { none: string };

    protected constructor(
        type: string,
        name: string,
        args: CredentialArgs,
        definition: CredentialDefinition,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        checkInstalled(name);
        const plan = { ...readArgs(name, args, definition, opts), args, definition };
        super(type, name, hideFromState(plan), withOwnOptions(opts));
        this.overlap = { of: name, ms: plan.rotation.overlapMs };
        if (args.consumers && !Array.isArray(args.consumers)) this.unheard = args.consumers;
        const told = <T>(read: (data: Initialized) => T) =>
            pulumi.output(this.getData().then(read)) as pulumi.Output<T>;
        this.currentSlot = told(({ ledger }) => ledger.current);
        this.generation = told(({ ledger }) => ledger[ledger.current].generation);
        this.rotatedAt = told(({ ledger }) => ledger.rotatedAt);
        this.nextRotation = told(({ ledger }) => ledger.nextRotation);
        this.previousPhase = told(({ ledger }) => ledger[otherSlot(ledger.current)].phase);
        this.reason = told(({ decision }) => decision.reason);
        this.sentence = told(({ decision }) => decision.sentence);
        this.error = told(({ decision }) => (decision.level === "error" ? decision.sentence : undefined));
    }

    /**
     * What every credential registers; a kind adds its own, the secret ones marked so. Reason and sentence are not among
     * it: they change from run to run, and a run with nothing to do is to leave the state as it is. An error is, while it
     * lasts, for whoever reads the state alone.
     */
    protected common(): pulumi.Inputs {
        const { currentSlot, generation, rotatedAt, nextRotation, previousPhase, error, unheard } = this;
        const alerts = alertsAreSet();
        const told = { currentSlot, generation, rotatedAt, nextRotation, previousPhase, error, alerts };
        return unheard === undefined ? told : { ...told, consumers: unheard };
    }

    /** Says by name when the credential cannot be decided upon; the error itself goes on and fails the run. */
    protected override async initialize(
        args: pulumi.Inputs,
        _opts: pulumi.ComponentResourceOptions,
        name: string,
    ): Promise<Initialized> {
        try {
            return await this.run((args as unknown as { hidden: ResolvedArgs }).hidden, name);
        } catch (error) {
            recordDecision({ name, error: (error as Error).message });
            throw error;
        }
    }

    /** Gathers, asks the ledger, and registers what it decided. Waits for nothing once the decision is known. */
    private async run(plan: ResolvedArgs, name: string): Promise<Initialized> {
        const { args: given, definition, rotation, limits, consumers, audit } = plan;
        const scope = { name, parent: this };
        const { kind, adopt } = definition;
        const now = clockOf(rotation.now);
        const window = rotation.turn.windowAt(now);
        await keepOwnOptions(this);
        const trigger = rotation.turn.trigger(this, window);
        const store = given.stores[0];
        const { facts, policy } = await gather({
            scope,
            kind,
            store,
            consumers,
            audit,
            rotation,
            adopt,
            now,
            window,
        });
        const book = withoutStackTraces(
            () => new LedgerResource(`${name}-ledger`, { facts, policy, window: trigger.rfc3339 }, { parent: this }),
        );
        const ledger = await book.decided();
        const decision = decisionOf(ledger, facts, policy);
        if (decision.kind === "stop") throw new pulumi.ResourceError(decision.sentence, this, true);
        logDecision(decision, this);
        const { reason, sentence, level, moved } = decision;
        recordDecision({ name, reason, sentence, level, moved });
        const pace = reportProgress(systemClock, `verifying generation ${ledger[ledger.current].generation}`, this);
        const context: GateContext = { scope, kind, ledger, facts, policy, consumers, limits, pace };
        void reportWaiting(context, decision);
        const registered = await withShortStackTrace(() => registerResources(context, decision, given.stores));
        return { ...registered, ledger, decision };
    }
}

/**
 * Runs it in a call stack of its own: the engine keeps the stack trace of every registration in the state, and the
 * one behind an await is long.
 */
function withShortStackTrace<T>(run: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
        setImmediate(() => {
            try {
                resolve(withoutStackTraces(run));
            } catch (error) {
                reject(error as Error);
            }
        });
    });
}

type ResolvedArgs = ReturnType<typeof readArgs> & { args: CredentialArgs; definition: CredentialDefinition };

function readArgs(
    name: string,
    args: CredentialArgs,
    definition: CredentialDefinition,
    opts: pulumi.ComponentResourceOptions | undefined,
) {
    const asked = { ...args.rotation, ...configuredInterventions(name) };
    const rotation = readRotation(name, asked, definition.preset, opts?.aliases);
    if (!Array.isArray(args.stores) || args.stores.length === 0) {
        throw new Error(`${name}: stores: expected at least one store, like new SsmParameters({ prefix: "/myapp" })`);
    }
    if (args.stores[0].copy !== undefined) {
        throw new Error(
            `${name}: stores[0]: ${args.stores[0].title} gives nothing back, so it can hold no record and be proven by nobody; ` +
                `expected a store before it that can be read, like new SsmParameters({ prefix: "/myapp" })`,
        );
    }
    readOnError(); // refused at once, and not in the run that finds an error
    const { kind } = definition;
    for (const store of args.stores) store.checkFields?.(kind.pair?.fieldNames ?? kind.fieldNames);
    const successes = args.verification?.successes ?? 3;
    if (!Number.isInteger(successes) || successes < 1) {
        throw new Error(`${name}: verification.successes: ${successes}; expected a whole number from 1`);
    }
    const deadlineMs = toMilliseconds(args.verification?.deadline ?? "60s", "verification.deadline");
    const consumers = resolveConsumers(name, args.consumers);
    const audit = readAudit(name, args.audit, kind.usageLagMs);
    return { rotation, limits: { deadlineMs, successes }, consumers, audit };
}

function logDecision(decision: Initialized["decision"], resource: pulumi.Resource): void {
    const { level, sentence } = decision;
    if (level === "info") void pulumi.log.info(sentence, resource);
    if (level === "warning") void pulumi.log.warn(sentence, resource);
    if (level === "error") complain(sentence, resource);
}
