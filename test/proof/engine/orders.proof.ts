import fc from "fast-check";
import { engineSuite, type EngineSuite, fresh, rotatorFor, withStack } from "../../support/harness";
import { at, credential } from "../../engine/support/story";
import { asked, nothingYet, tell, write } from "./cells";
import { inOrder, steps } from "./orders/commands";
import { beginning, World } from "./orders/world";

const figures = nothingYet();
/** A sequence is some minutes long, so it goes on for twice as long as was asked for. */
const ends = Date.now() + asked.minutes * 2 * 60_000;
const { SEED, REPLAY } = process.env;
/** What was played how often, and how often it could not be played where it came. */
const kinds: Record<string, { played: number; not: number }> = {};

/*
 * Each sequence is a random order of all that may happen, each with random numbers, on a stack of its own with the real
 * engine. What time does not allow any more is left out, and the sequence is brought to its end. A failure is not
 * shrunk, for that would take hours: it is played again as it was, and without a limit of time.
 */
engineSuite("random orders of all that may happen", (suite) => {
    it("never refuse a service, never touch what is not ours, and end in order", async () => {
        const told = (kind: string, played: boolean): void => {
            const counted = (kinds[kind] ??= { played: 0, not: 0 });
            counted[played ? "played" : "not"]++;
        };
        const all = steps(told);
        const order = fc.shuffledSubarray(
            all.map((_, index) => index),
            { minLength: all.length },
        );
        const drawn = fc.tuple(order, fc.tuple(...all)).map(([places, some]) => places.map((place) => some[place]));
        const property = fc.asyncProperty(drawn, (sequence) => play(suite, sequence));
        const replay = REPLAY === undefined ? { seed: asked.seed } : { seed: Number(SEED), path: REPLAY };
        const details = await fc.check(property, { ...replay, numRuns: 100, endOnFailure: true });
        if (details.failed) {
            const reason = (details.errorInstance as Error | undefined)?.message ?? "";
            const again = `SEED=${details.seed} REPLAY=${details.counterexamplePath} npm run proof -- --only orders`;
            figures.failures.push(`${reason.slice(0, 3000)}\n  after: ${ways.join("; ")}\n  once more: ${again}`);
        }
        write(figures);
    });
});

/** The steps of the sequence under way. */
let ways: string[] = [];

async function play({ aws }: EngineSuite, sequence: fc.AsyncCommand<ReturnType<typeof beginning>, World>[]) {
    const late = (): boolean => REPLAY === undefined && Date.now() > ends;
    if (late()) return;
    ways = [];
    const user = fresh("order");
    await aws.createUser(user);
    const entry = credential(user);
    const rotator = await rotatorFor(aws, [entry]);
    await withStack({ aws, credentials: [entry], now: at(0, 12), rotator }, async (stack) => {
        const world = new World(stack, aws, user, rotator.accessKeyId.slice(-4), figures);
        const model = beginning();
        try {
            await world.serve();
            await world.up(model);
            model.saved = await stack.exportState("--show-secrets");
            for (const command of sequence) {
                if (late()) break;
                ways.push(String(command));
                await fc.asyncModelRun(() => ({ model, real: world }), [command]);
                figures.cells++;
                tell(`sequence ${Number(figures.sequences ?? 0) + 1}, step ${ways.length}: ${String(command)}`);
                write(Object.assign(figures, { kinds }));
            }
            await inOrder(model, world);
            figures.sequences = Number(figures.sequences ?? 0) + 1;
        } finally {
            await world.close();
        }
    });
}
