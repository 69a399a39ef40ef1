import assert from "node:assert/strict";
import { engineSuite, fresh, Listed, withStack } from "../../support/harness";
import { leaksIn } from "../support/leaks";
import { Operator } from "../support/operator";
import { Vault } from "../support/secrets";
import { ANCHOR, at, ordered, unharmed } from "../support/story";
import { Document, startPair } from "./support/sender";

engineSuite("a static secret's life in Parameter Store and Secrets Manager", (suite) => {
    it("keeps the value before readable beside the new one, rests it, brings it back, and deletes it", async () => {
        const name = fresh("session");
        const operator = new Operator(suite.aws);
        const read = async (): Promise<Document | undefined> => {
            const text = await operator.read(`/${name}/credential`).catch(missing);
            return text === undefined ? undefined : (JSON.parse(text) as Document);
        };
        const copy = async (stage?: string) => (await new Vault(suite.aws).read(name, stage)) as unknown as Document;
        const stores = [{ ssm: { prefix: `/${name}` } }, { secretsManager: { name, recoveryWindowInDays: 0 } }];
        const taken = 'what "it" was before';
        const config = { "rotation:before": { secret: taken } };
        const adopt = { value: { config: "rotation:before" } };
        const entry: Listed = { kind: "static-secret", name, every: "168h", anchor: ANCHOR, stores, adopt };
        const services = startPair(read);
        try {
            await withStack(
                { warm: true, aws: suite.aws, credentials: [entry], now: at(0, 12), config },
                async (stack) => {
                    const seen: Document[] = [];
                    const noted = async (): Promise<Document> => {
                        const found = (await read()) as Document;
                        const { previous, ...rest } = await copy();
                        const both = { value: rest.value, generation: rest.generation, previous };
                        assert.deepEqual(both, {
                            value: found.value,
                            generation: found.generation,
                            previous: found.previous,
                        });
                        seen.push(found);
                        return found;
                    };
                    assert.match(
                        (await stack.ok()).said.join(),
                        /adopting …0001 as generation 1 in blue; nothing is minted/,
                    );
                    const first = await noted();
                    assert.equal(first.value, taken);
                    assert.equal(first.previous, undefined);
                    await stack.settled();

                    // Another shape waits for the next rotation: the published value stays as it is.
                    const shape = { length: 40, alphabet: "hex" };
                    assert.deepEqual((await stack.ok({ set: shape })).mutations, []);
                    const preview = await stack.preview({ now: at(7) });
                    const second = await stack.ok({ now: at(7) });
                    assert.deepEqual([...preview.steps].sort(), [...second.steps].sort());
                    const { value, previous } = await noted();
                    assert.match(value, /^[0-9a-f]{40}$/);
                    assert.equal(previous, first.value);
                    assert.equal(await operator.read(`/${name}/previous`), first.value);
                    assert.match(ordered(second.mutations, name).at(-1) as string, /PutParameter \/app\/rotation$/);
                    await services.consumer.attempts(3);
                    services.reload();

                    const rested = await stack.ok({ now: at(8) });
                    assert.match(rested.said.join(), /disabling blue, generation 1: its overlap of 1 d is over/);
                    assert.deepEqual(
                        [(await noted()).previous, (await operator.below(`/${name}`)).length],
                        [undefined, 3],
                    );
                    await stack.settled();
                    services.reload();

                    await stack.ok({ now: at(8, 1), set: { use: "previous" } });
                    const back = await noted();
                    assert.deepEqual([back.value, back.previous, back.generation], [first.value, value, 1]);
                    services.reload();
                    await stack.ok({ now: at(8, 2), set: { use: undefined } });
                    assert.equal((await noted()).value, value);
                    services.reload();
                    await stack.ok({ now: at(9, 2) });
                    const deleted = await stack.ok({ now: at(10, 2) });
                    assert.deepEqual(deleted.steps, [`update ${name}-ledger`, `delete ${name}-blue`]);
                    await stack.settled();
                    await unharmed(services.consumer);
                    await services.stop();
                    const secrets = [...new Set(seen.map((one) => one.value))];
                    assert.equal(secrets.length, 2);
                    const heard = new Map([
                        ["state", await stack.exportState()],
                        ["runs", [second, rested, deleted].map(({ text }) => text).join()],
                    ]);
                    assert.deepEqual(leaksIn(heard, secrets), []);
                },
            );
            assert.deepEqual(await operator.below(`/${name}`), []);
        } finally {
            await services.stop();
        }
    });
});

function missing(error: Error): undefined {
    if (error.name === "ParameterNotFound") return undefined;
    throw error;
}
