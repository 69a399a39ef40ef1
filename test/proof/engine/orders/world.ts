import assert from "node:assert/strict";
import type { Aws, Call, Credentials } from "../../../support/aws";
import type { Run, RunOptions, Stack } from "../../../support/harness";
import { neverThree } from "../../../engine/support/crash";
import { Operator } from "../../../engine/support/operator";
import { ANCHOR } from "../../../engine/support/story";
import type { Figures } from "../figures";
import type { Kind, Service } from "../kinds/kinds";
import { type Line, type Point, watchAws } from "../kinds/line";

const HOUR = 3_600_000;
/** What a run that fails without a fault may say: each names what to do, or why nothing was done. */
const WAY_ON =
    /Run again|next run|Ways out|out of this|at least|the clock|not there|to be had|remove it|adopt|rotation\.|asked for/i;

/** What must be remembered beside the stack itself. */
export interface Model {
    /** Hours since the anchor. */
    clock: number;
    /** Highest hour that a run ever saw. */
    latest: number;
    nonces: number;
    /** The last run succeeded at the highest hour: no rotation is under way. */
    quiet: boolean;
    /** A checkpoint of before. */
    saved?: string;
    /** A key of this user that somebody else made. */
    foreign?: Credentials;
}

export const beginning = (): Model => ({ clock: 12, latest: 12, nonces: 0, quiet: true });

/** The stack of one credential on the real engine, and the service that uses it all the while. */
export class World {
    readonly operator: Operator;
    private service?: Service;
    /** Calls of AWS up to here were looked at. */
    private seen = 0;
    /** Last characters of keys that a run disabled. */
    private readonly disabled = new Set<string>();

    constructor(
        readonly stack: Stack,
        readonly aws: Aws,
        readonly kind: Kind,
        private readonly line: Line,
        private readonly suffix: string,
        private readonly figures: Figures,
    ) {
        this.operator = new Operator(aws);
    }

    /** True for a call that a run makes with the rotating identity. */
    readonly mine = ({ accessKeySuffix }: Pick<Call, "accessKeySuffix">): boolean => accessKeySuffix === this.suffix;

    /** The service keeps what it read until it is told: what is revoked on the spot is revoked for it, too. */
    get keeps(): boolean {
        return this.service?.reload !== undefined;
    }

    async serve(): Promise<void> {
        this.service = await this.kind.serve();
    }

    /** Ends the service and adds up what it saw; done before the credential is taken away on purpose. */
    async close(): Promise<void> {
        const { service } = this;
        delete this.service;
        if (!service) return;
        await service.consumer.stop();
        const { logins, failedLogins, failures } = service.consumer.stats();
        this.figures.logins += logins;
        this.figures.failedLogins += failedLogins;
        assert.deepEqual(failures, [], "the service that uses the credential failed");
    }

    /** A run with something at a call of it, to whatever server; undefined: it never came to that call. */
    async at(model: Model, point: Point): Promise<Run | undefined> {
        const { line, stack } = this;
        const watch = watchAws(this.aws, (what) => line.call(what), this.mine);
        line.arm(point);
        try {
            const run = await stack.up({ now: moment(model) });
            const { struck } = line;
            if (run.signal === "SIGKILL") await stack.cancel();
            await this.ran(model, run.code === 0);
            return struck ? run : undefined;
        } finally {
            line.arm();
            watch.remove();
        }
    }

    /** `pulumi up` at the model's hour. `disturbed`: it may fail for whatever reason. */
    async up(model: Model, options: RunOptions = {}, disturbed = false): Promise<Run> {
        const now = moment(model);
        const run = await this.stack.up({ now, ...options });
        await this.ran(model, run.code === 0);
        if (run.code !== 0 && !disturbed) assert.match(run.text, WAY_ON);
        return run;
    }

    /** Notes that a run was there, within whose overlap the service reads again. */
    async ran(model: Model, succeeded: boolean): Promise<void> {
        this.figures.runs = Number(this.figures.runs ?? 0) + 1;
        model.latest = Math.max(model.latest, model.clock);
        model.quiet = succeeded && model.clock === model.latest;
        this.inTurn();
        await this.service?.reload?.();
    }

    /** Whatever was done: what must stand is there, and nobody was refused. */
    async check({ foreign }: Model): Promise<void> {
        if (this.service) {
            const { consumer } = this.service;
            await consumer.attempts(2);
            assert.deepEqual(consumer.stats().failures, [], "the service that uses the credential failed");
        }
        const { user } = this.kind;
        if (user === undefined) return;
        const keys = this.aws.keys(user);
        assert.ok(keys.length <= 2, `${keys.length} keys`);
        neverThree(this.aws);
        if (!foreign) return;
        const its = keys.find(({ accessKeyId }) => accessKeyId === foreign.accessKeyId);
        assert.equal(its?.status, "Active", "somebody else's key was touched");
    }

    /** The run deleted no key that the service ever used and no run before had disabled. */
    private inTurn(): void {
        const used = this.service?.consumer.stats().slotsSeen.map(({ suffix }) => suffix) ?? [];
        const before = new Set(this.disabled);
        for (const { action, subjectSuffix: key = "", detail, phase } of this.since()) {
            if (phase === "refused") continue;
            if (action === "UpdateAccessKey") this.disabled[detail === "Inactive" ? "add" : "delete"](key);
            if (action !== "DeleteAccessKey" || !used.includes(key)) continue;
            assert.ok(
                before.has(key),
                `key ${key} was used, and deleted by a run though none before it had disabled it`,
            );
        }
    }

    /** What the rotating identity did since this was last asked: what a destroy did is passed over. */
    since(): Call[] {
        const { calls } = this.aws;
        const from = this.seen;
        this.seen = calls.length;
        return calls.slice(from).filter(this.mine);
    }
}

/** The model's hour as a moment. */
export function moment({ clock }: Model): string {
    return new Date(Date.parse(ANCHOR) + clock * HOUR).toISOString();
}
