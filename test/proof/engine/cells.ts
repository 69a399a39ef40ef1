import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import type { Call, FaultSpec } from "../../support/aws";
import type { Consumer } from "../../support/consumer";
import { ssmConsumer } from "../../support/consumer";
import { type EngineSuite, fresh, rotatorFor, type Stack, withStack } from "../../support/harness";
import { neverThree } from "../../engine/support/crash";
import { at, credential } from "../../engine/support/story";

/** How a part was asked for. */
export const asked = {
    seed: Number(process.env.PROOF_SEED ?? 1),
    minutes: Number(process.env.PROOF_MINUTES ?? 5),
};

/** How long AWS takes to know a key, in milliseconds: longer than a run takes to publish one that it does not try. */
export const ACTIVATION_MS = 2000;

/** What a part on the engine came to; written where the environment says, after each cell. */
export interface Figures {
    cells: number;
    /** Cells that there are; the others were not played. */
    of: number;
    rotations: number;
    logins: number;
    failedLogins: number;
    /** What was played where. */
    played: string[];
    failures: string[];
    [more: string]: unknown;
}

export const nothingYet = (): Figures => ({
    ...{ cells: 0, of: 0, rotations: 0, logins: 0, failedLogins: 0, played: [], failures: [] },
});

export function write(figures: Figures): void {
    if (process.env.PROOF_FIGURES) writeFileSync(process.env.PROOF_FIGURES, JSON.stringify(figures));
}

export function tell(text: string): void {
    process.stderr.write(`${text}\n`);
}

/** One user's stack, whose own calls can be told from those of its consumer. */
export interface Lane {
    stack: Stack;
    user: string;
    consumer: Consumer;
    /** True for a call that the run makes with the rotating identity; logins with the new key are the consumer's, too. */
    mine: (call: Call) => boolean;
}

/** A stack of AWS IAM with a consumer that logs in all the while. */
export async function lane({ aws }: EngineSuite, figures: Figures, play: (lane: Lane) => Promise<void>): Promise<void> {
    const user = fresh("proof");
    await aws.createUser(user);
    const entry = credential(user);
    const rotator = await rotatorFor(aws, [entry]);
    const suffix = rotator.accessKeyId.slice(-4);
    const consumer = await ssmConsumer(aws, { parameterName: `/${user}/credential`, everyMs: 25 });
    aws.setDelays({ activationDelayMs: ACTIVATION_MS });
    try {
        await withStack({ aws, credentials: [entry], now: at(0, 12), rotator }, async (stack) => {
            await play({ stack, user, consumer, mine: (call) => call.accessKeySuffix === suffix });
            await consumer.stop();
        });
    } finally {
        await consumer.stop();
        const { logins, failedLogins, failures } = consumer.stats();
        figures.logins += logins;
        figures.failedLogins += failedLogins;
        figures.failures.push(...failures.map(({ message }) => message));
        write(figures);
    }
}

/** Calls that a run makes with the rotating identity. */
export async function counted({ stack, mine }: Lane, now: string): Promise<Call[]> {
    const before = stack.aws.calls.length;
    await stack.ok({ now });
    return stack.aws.calls.slice(before).filter(mine);
}

/** The k-th call of a run. */
export const nth = ({ mine }: Lane, k: number): FaultSpec["match"] => ({ where: mine, nth: k });

/** After whatever happened: two runs at the most, then nothing is left to do and nothing is there that should not be. */
export async function inOrder({ stack, user }: Lane): Promise<void> {
    const first = await stack.up();
    if (first.code !== 0) {
        assert.match(first.text, /Run again|next run/);
        await stack.ok();
    }
    const ours = stack.aws.keys(user);
    assert.ok(ours.length <= 2, `${ours.length} keys`);
    neverThree(stack.aws);
}
