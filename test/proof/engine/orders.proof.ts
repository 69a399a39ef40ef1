import fc from "fast-check";
import { engineSuite, type EngineSuite, rotatorFor, withStack } from "../../support/harness";
import { needVault } from "../../support/vault";
import { at } from "../../engine/support/story";
import { ACTIVATION_MS, asked, nothingYet, tell, write } from "./figures";
import { inSsm, inVault, type Make, postgresLogin, staticSecret } from "./kinds/kinds";
import { Line } from "./kinds/line";
import { inOrder, steps } from "./orders/commands";
import { beginning, type Model, World } from "./orders/world";

const figures = nothingYet();
/** `KIND=… SEED=… REPLAY=…` plays a sequence that failed once more. */
const { KIND, SEED, REPLAY } = process.env;
/** What was played how often for each kind, and how often it could not be played where it came. */
const kinds: Record<string, Record<string, { played: number; not: number }>> = {};

/*
 * Each sequence is a random order of all that may happen, each with random numbers, on a stack of its own with the real
 * engine. What time does not allow any more is left out, and the sequence is brought to its end. A failure is not
 * shrunk, for that would take hours: it is played again as it was, and without a limit of time.
 */
engineSuite("random orders of all that may happen", (suite) => {
    it("to an IAM key in Parameter Store", () => orders(suite, "aws-iam", inSsm, 24));
    it("to an IAM key in Vault", async function () {
        needVault(this);
        await orders(suite, "vault-kv", inVault, 24);
    });
    it("to a login of PostgreSQL", () => orders(suite, "postgres-login", postgresLogin, 50));
    it("to a static secret", () => orders(suite, "static-secret", staticSecret, 12));
});

/** No service is ever refused, nothing that is not ours touched, and all ends in order. A run makes up to `most` calls. */
async function orders(suite: EngineSuite, name: string, make: Make, most: number): Promise<void> {
    if (KIND !== undefined && KIND !== name) return;
    const ends = REPLAY === undefined ? Date.now() + asked.minutes * 60_000 : Infinity;
    const events: (typeof kinds)[string] = (kinds[name] = {});
    const told = (event: string, played: boolean): void => {
        const counted = (events[event] ??= { played: 0, not: 0 });
        counted[played ? "played" : "not"]++;
    };
    const all = steps(told, most);
    const order = fc.shuffledSubarray(
        all.map((_, index) => index),
        { minLength: all.length },
    );
    const drawn = fc.tuple(order, fc.tuple(...all)).map(([places, some]) => places.map((place) => some[place]));
    /** The steps of the sequence under way. */
    let ways: string[] = [];
    const property = fc.asyncProperty(drawn, async (sequence) => {
        if (Date.now() > ends) return;
        ways = [];
        await play(suite, make, async (world, model) => {
            for (const command of sequence) {
                if (Date.now() > ends) break;
                ways.push(String(command));
                await fc.asyncModelRun(() => ({ model, real: world }), [command]);
                figures.cells++;
                tell(
                    `${name}, sequence ${Number(figures.sequences ?? 0) + 1}, step ${ways.length}: ${String(command)}`,
                );
                write(Object.assign(figures, { kinds }));
            }
        });
        figures.sequences = Number(figures.sequences ?? 0) + 1;
    });
    const replay = REPLAY === undefined ? { seed: asked.seed } : { seed: Number(SEED), path: REPLAY };
    const details = await fc.check(property, { ...replay, numRuns: 100, endOnFailure: true });
    if (details.failed) {
        const reason = (details.errorInstance as Error | undefined)?.message ?? "";
        const which = `KIND=${name} SEED=${details.seed} REPLAY=${details.counterexamplePath}`;
        const again = `${which} npm run proof -- --only orders`;
        figures.failures.push(`${name}: ${reason.slice(0, 3000)}\n  after: ${ways.join("; ")}\n  once more: ${again}`);
    }
    write(figures);
}

/** One sequence, on a stack and servers of its own. */
async function play(
    suite: EngineSuite,
    make: Make,
    sequence: (world: World, model: Model) => Promise<void>,
): Promise<void> {
    const { aws } = suite;
    const line = new Line();
    const made = await make(suite, (what) => line.call(what), 1);
    const { config } = made;
    const [kind] = made.kinds;
    const { entry } = kind;
    const rotator = await rotatorFor(aws, [entry]);
    try {
        await withStack({ aws, credentials: [entry], now: at(0, 12), rotator, config }, async (stack) => {
            const world = new World(stack, aws, kind, line, rotator.accessKeyId.slice(-4), figures);
            const model = beginning();
            // A key that is published before it works is refused.
            aws.setDelays({ activationDelayMs: ACTIVATION_MS });
            try {
                await world.serve();
                await world.up(model);
                model.saved = await stack.exportState("--show-secrets");
                await sequence(world, model);
                await inOrder(model, world);
            } finally {
                await world.close();
                aws.setDelays({});
            }
        });
    } finally {
        await made.close();
    }
}
