import assert from "node:assert/strict";
import { engineSuite, type EngineSuite, rotatorFor, type Stack, withStack } from "../../support/harness";
import { needVault } from "../../support/vault";
import { neverThree } from "../../engine/support/crash";
import { at } from "../../engine/support/story";
import { Random } from "../rig/random";
import { ACTIVATION_MS, asked, nothingYet, tell, write } from "./cells";
import { inVault, type Make, postgresLogin, type Service, staticSecret } from "./kinds/kinds";
import { killing, Line, watchAws, type When, WHENS } from "./kinds/line";

const figures = nothingYet();
const STAGES = ["rotation", "disabling", "deleting"] as const;
/** When each is due, in days and hours after the rotation before it was. */
const DUE = { rotation: [0, 0], disabling: [1, 2], deleting: [3, 0] };
const kinds: Record<string, { calls: Record<string, number>; cells: number; of: number; notReached: number }> = {};
Object.assign(figures, { kinds });

/*
 * SIGKILL to engine, providers and program at random calls that a run makes, to AWS, PostgreSQL and Vault alike, before
 * the server acts, after it did and before its reply, and just after its reply. Each kind goes on for as long as was asked for.
 */
engineSuite("other kinds, killed at random calls", (suite) => {
    it("a login of PostgreSQL", () => matrix(suite, "postgres-login", postgresLogin));
    it("an IAM key in Vault", function () {
        needVault(this);
        return matrix(suite, "vault-kv", inVault);
    });
    it("a static secret", () => matrix(suite, "static-secret", staticSecret));
});

async function matrix(suite: EngineSuite, name: string, make: Make): Promise<void> {
    const { aws } = suite;
    const line = new Line();
    const kind = await make(suite, line);
    const { entry, config } = kind;
    const service = await kind.serve();
    const { consumer } = service;
    const rotator = await rotatorFor(aws, [entry]);
    const suffix = rotator.accessKeyId.slice(-4);
    const watch = watchAws(aws, line, ({ accessKeySuffix }) => accessKeySuffix === suffix);
    try {
        aws.setDelays({ activationDelayMs: ACTIVATION_MS });
        await withStack({ aws, credentials: [entry], now: at(0, 12), rotator, config }, async (stack) => {
            await stack.ok();
            await new Matrix(name, stack, line, service).play();
            await stack.settled();
            await consumer.attempts(3);
            await consumer.stop();
        });
    } finally {
        watch.remove();
        await consumer.stop();
        const { logins, failedLogins, failures } = consumer.stats();
        figures.logins += logins;
        figures.failedLogins += failedLogins;
        figures.failures.push(...failures.map(({ message }) => `${name}: ${message}`));
        await kind.close();
        write(figures);
    }
}

interface Cell {
    when: When;
    k: number;
    call: string;
}

class Matrix {
    private readonly counted = { calls: {} as Record<string, number>, cells: 0, of: 0, notReached: 0 };

    constructor(
        private readonly name: string,
        private readonly stack: Stack,
        private readonly line: Line,
        private readonly service: Service,
    ) {
        kinds[name] = this.counted;
    }

    /** Counts the calls of each stage once, then kills a run of each stage in every rotation. */
    async play(): Promise<void> {
        const random = new Random(asked.seed);
        const left = {} as Record<(typeof STAGES)[number], Cell[]>;
        for (const stage of STAGES) {
            this.line.arm();
            await this.stack.ok({ now: due(30, stage) });
            await this.service.reload?.();
            this.counted.calls[stage] = this.line.calls.length;
            left[stage] = this.line.calls.flatMap((call, index) => WHENS.map((when) => ({ when, k: index + 1, call })));
        }
        const ends = Date.now() + asked.minutes * 60_000;
        const all = (): number => STAGES.reduce((sum, stage) => sum + left[stage].length, 0);
        this.counted.of = all();
        figures.of += all();
        for (let day = 60; all() > 0; day += 30) {
            for (const stage of STAGES) {
                const [cell] = left[stage].splice(random.below(left[stage].length), 1);
                if (Date.now() > ends) return;
                if (cell) await this.cell(cell, stage, due(day, stage));
                else await this.stack.ok({ now: due(day, stage) });
                await this.service.reload?.();
            }
            figures.rotations++;
        }
    }

    private async cell({ when, k, call }: Cell, stage: string, now: string): Promise<void> {
        const what = `${this.name}, ${stage}, ${when} call ${k} of ${this.counted.calls[stage]} (${call})`;
        const { stack, line } = this;
        let reached = true;
        try {
            await stack
                .killedBy(() => line.arm({ when, k, strike: () => killing(stack, when) }), { now })
                .catch((error: Error) => {
                    // A run after another one may make a call less: what it does not come to is no cell.
                    if (!/was not killed/.test(error.message)) throw error;
                    reached = false;
                });
            line.arm();
            await this.inOrder();
            this.counted[reached ? "cells" : "notReached"]++;
            if (reached) {
                figures.cells++;
                figures.played.push(what);
            }
            tell(`${this.counted.cells} of ${this.counted.of}: ${reached ? "" : "not reached: "}${what}`);
        } catch (error) {
            figures.failures.push(`${what}: ${(error as Error).message.slice(0, 1500)}`);
            line.arm();
            await stack.cancel().catch(() => undefined);
            await this.inOrder();
        }
        write(figures);
    }

    /** Two runs at the most; the first may have to clear away what was left. */
    private async inOrder(): Promise<void> {
        const first = await this.stack.up();
        if (first.code !== 0) {
            assert.match(first.text, /Run again|next run|interrupted run/);
            await this.stack.ok();
        }
        neverThree(this.stack.aws);
    }
}

function due(day: number, stage: (typeof STAGES)[number]): string {
    const [days, hours] = DUE[stage];
    return at(day + days, hours);
}
