import { randomBytes, randomUUID } from "node:crypto";
import { Refusal } from "./api/http";
import type { StackRecord } from "./stacks";
import { type Exported, exported } from "./state/deployment";
import type { JournalEntry } from "./state/entry";
import { fault } from "./state/integrity";
import { Journal } from "./state/journal";
import { replay } from "./state/replay";

type Status = "not started" | "running" | "succeeded" | "failed" | "cancelled";

/** What all updates of a service share. */
export interface Rules {
    /** How long a lease lasts that is not renewed. */
    leaseMs: number;
    /** Whether the state is rebuilt after every batch of a journal, as a run may be killed there. */
    watchful: boolean;
    now(): number;
}

/** One `up`, `preview`, `refresh`, `destroy` or import of a stack. */
export class Update {
    readonly id = randomUUID();
    readonly startTime: number;
    endTime = 0;
    version = 0;
    status: Status = "not started";
    readonly sequences = new Set<number>();
    private readonly leases = new Map<string, number>();
    private journal: Journal | undefined;

    constructor(
        private readonly stack: StackRecord,
        readonly kind: string,
        /** Whether it only looks. */
        readonly dry: boolean,
        readonly request: { config?: object; metadata?: { message?: string; environment?: object } },
        private readonly rules: Rules,
    ) {
        this.startTime = Math.floor(rules.now() / 1000);
    }

    /** Takes the stack, if it is to change it, and agrees on a journal. @throws Refusal where another update holds it */
    start(journalVersion: number): object {
        if (this.status !== "not started") throw new Refusal(409, "Conflict: The Update has already been started");
        if (!this.dry) {
            this.stack.free();
            this.end();
            this.stack.active = this;
            this.version = (this.stack.history.at(-1)?.version ?? 0) + 1;
            this.stack.history.push(this);
        } else this.stack.previews.push(this);
        this.status = "running";
        const journals = !this.dry && journalVersion >= 1;
        if (journals) this.journal = new Journal(this.stack.state.deployment.resources?.length ?? 0);
        return { version: this.version, ...this.lease(this.rules.leaseMs), ...(journals ? { journalVersion: 1 } : {}) };
    }

    /** True until it is over, or nobody renewed its lease in time. */
    running(): boolean {
        return this.status === "running" && [...this.leases.values()].some((end) => end > this.rules.now());
    }

    /** A token that stands for the update. */
    lease(ms: number): object {
        const token = randomBytes(24).toString("base64url");
        const end = this.rules.now() + Math.min(ms, this.rules.leaseMs);
        this.leases.set(token, end);
        return { token, tokenExpiration: Math.floor(end / 1000) };
    }

    /** @throws Refusal for any token that is not this update's, or no longer */
    admit(token: string | undefined): void {
        const end = this.leases.get(token ?? "");
        if (end === undefined || this.status !== "running")
            throw new Refusal(403, "The provided update token is invalid.");
        if (end <= this.rules.now()) throw new Refusal(403, "The provided update token has expired.");
    }

    /** Keeps entries of the journal, in the order in which they come. @throws Refusal for one that makes no sense */
    record(entries: readonly JournalEntry[]): void {
        if (!this.journal) throw new Refusal(400, "Bad Request: no journal was agreed on");
        for (const entry of entries) {
            const wrong = this.journal.take(entry);
            if (wrong !== undefined)
                throw new Refusal(
                    400,
                    `Bad Request: journal entry ${entry.sequenceID} (${entry.operationID}): ${wrong}`,
                );
        }
        if (!this.rules.watchful) return;
        const broken = fault(this.state().deployment);
        if (broken !== undefined) throw new Refusal(400, `Bad Request: the journal gives no valid state: ${broken}`);
    }

    /** Keeps a whole state. */
    checkpoint(state: Exported): void {
        if (this.dry || this.journal) throw new Refusal(400, "Bad Request: no checkpoint was agreed on");
        this.stack.keep(state);
    }

    /** The state before, and what was told since. */
    state(): Exported {
        if (!this.journal) return this.stack.state;
        return exported(replay(this.stack.state.deployment, this.journal.entries));
    }

    /** @throws Refusal for a journal with a hole, or for a success that left something open */
    complete(status: Status): void {
        const missing = this.journal?.missing();
        if (missing !== undefined) throw new Refusal(400, `Bad Request: journal entry ${missing} never came`);
        const open = this.journal?.unfinished() ?? [];
        if (status === "succeeded" && open.length > 0)
            throw new Refusal(400, `Bad Request: operations ${open.join(", ")} have not ended`);
        this.settle(status);
    }

    /** Takes the stack from it. @throws Refusal where it is over */
    cancel(): void {
        if (this.status !== "running") throw new Refusal(409, "Conflict: The Update has already completed");
        this.settle("cancelled");
    }

    /** An update whose lease ran out is over, and what it had told holds. */
    private end(): void {
        const { active } = this.stack;
        if (active?.status === "running") active.settle("failed");
    }

    private settle(status: Status): void {
        if (this.journal) this.stack.keep(this.state());
        this.journal = undefined;
        this.status = status;
        this.endTime = Math.floor(this.rules.now() / 1000);
    }

    /** As the history shows it. */
    shown(): object {
        const { kind, startTime, endTime, version, request } = this;
        const { message = "", environment = {} } = request.metadata ?? {};
        const result = { succeeded: "succeeded", running: "in-progress", "not started": "not-started" }[
            this.status as string
        ];
        const told = { kind, startTime, endTime, version, message, environment, config: request.config ?? {} };
        return { ...told, result: result ?? "failed", resourceCount: this.stack.state.deployment.resources?.length };
    }
}
