import assert from "node:assert/strict";
import type { Aws, Credentials } from "../../../support/aws";
import { type Consumer, ssmConsumer } from "../../../support/consumer";
import type { KillPoint, Run, RunOptions, Stack } from "../../../support/harness";
import { neverThree } from "../../../engine/support/crash";
import { Operator } from "../../../engine/support/operator";
import { ANCHOR } from "../../../engine/support/story";
import type { Figures } from "../cells";

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

/** One user's stack on the real engine, and the service that uses the key all the while. */
export class World {
    readonly operator: Operator;
    private consumer?: Consumer;

    constructor(
        readonly stack: Stack,
        readonly aws: Aws,
        readonly user: string,
        readonly suffix: string,
        private readonly figures: Figures,
    ) {
        this.operator = new Operator(aws);
    }

    /** True for a call that a run makes with the rotating identity. */
    readonly mine = ({ accessKeySuffix }: { accessKeySuffix?: string }): boolean => accessKeySuffix === this.suffix;

    async serve(): Promise<void> {
        this.consumer = await ssmConsumer(this.aws, { parameterName: `/${this.user}/credential`, everyMs: 25 });
    }

    /** Ends the service and adds up what it saw; done before the key is taken away on purpose. */
    async close(): Promise<void> {
        const { consumer } = this;
        delete this.consumer;
        if (!consumer) return;
        await consumer.stop();
        const { logins, failedLogins, failures } = consumer.stats();
        this.figures.logins += logins;
        this.figures.failedLogins += failedLogins;
        assert.deepEqual(failures, [], "the service that uses the key failed");
    }

    /** `pulumi up` at the model's hour. `disturbed`: it may fail for whatever reason. */
    async up(model: Model, options: RunOptions = {}, disturbed = false): Promise<Run> {
        const now = moment(model);
        const run = await this.stack.up({ now, ...options });
        this.ran(model, run.code === 0);
        if (run.code !== 0 && !disturbed) assert.match(run.text, WAY_ON);
        return run;
    }

    /** A run that is cancelled by one ^C at the point: it ends by itself, and the next one goes on. False: it never came there. */
    async interrupt(model: Model, point: KillPoint): Promise<boolean> {
        const run = await this.stack.interruptAt(point, { now: moment(model) }).catch((error: Error) => {
            if (/never came to/.test(error.message)) return undefined;
            throw error;
        });
        this.ran(model, run?.code === 0);
        if (run && run.code !== 0) assert.match(run.text, /update canceled/);
        const next = await this.up(model);
        assert.doesNotMatch(next.text, /currently locked/);
        return run !== undefined;
    }

    /** Notes that a run was there. */
    ran(model: Model, succeeded: boolean): void {
        this.figures.runs = Number(this.figures.runs ?? 0) + 1;
        model.latest = Math.max(model.latest, model.clock);
        model.quiet = succeeded && model.clock === model.latest;
    }

    /** Whatever was done: what must stand is there, and nobody was refused. */
    async check({ foreign }: Model): Promise<void> {
        if (this.consumer) {
            await this.consumer.attempts(2);
            assert.deepEqual(this.consumer.stats().failures, [], "the service that uses the key failed");
        }
        const keys = this.aws.keys(this.user);
        assert.ok(keys.length <= 2, `${keys.length} keys`);
        neverThree(this.aws);
        if (!foreign) return;
        const its = keys.find(({ accessKeyId }) => accessKeyId === foreign.accessKeyId);
        assert.equal(its?.status, "Active", "somebody else's key was touched");
    }
}

/** The model's hour as a moment. */
export function moment({ clock }: Model): string {
    return new Date(Date.parse(ANCHOR) + clock * HOUR).toISOString();
}
