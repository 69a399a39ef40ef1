import assert from "node:assert/strict";
import type { FaultKind } from "../../support/aws";
import { startSendGrid, uses, vendorConsumer } from "../../support/vendors";
import { ssmConsumer } from "../../support/consumer";
import { engineSuite, fresh, type Listed, rotatorFor, withStack } from "../../support/harness";
import { ANCHOR, at, credential } from "../../engine/support/story";
import { Random } from "../rig/random";
import { asked, nothingYet, tell, write } from "./figures";

const figures = nothingYet();
const FAULTS: FaultKind[] = ["error-500", "throttle", "deny", "lose-reply", "refuse-before"];

/*
 * One stack with an IAM key, an API key and a static secret. Between rotations the clock moves on, runs are killed or
 * meet a fault at a random call, by seed; a service of each of the two keys logs in all the while.
 */
engineSuite("a stack of several kinds, for some minutes", (suite) => {
    it("never refuses a service, and comes into order again after every fault", async () => {
        const random = new Random(asked.seed);
        const { aws } = suite;
        const vendor = await startSendGrid();
        const user = fresh("soak");
        await aws.createUser(user);
        const common = { every: "30d", anchor: ANCHOR };
        const listed: Listed[] = [
            credential(user),
            {
                ...{ kind: "sendgrid-api-key", name: "mail", managementKey: { secret: vendor.managementKey } },
                ...{ scopes: ["mail.send"], endpoint: vendor.endpoint, ...common },
                stores: [{ secretsManager: { name: `${user}-mail`, recoveryWindowInDays: 0 } }],
            },
            { kind: "static-secret", name: "seal", ...common, stores: [{ ssm: { prefix: `/${user}-seal` } }] },
        ];
        const rotator = await rotatorFor(aws, listed);
        const suffix = rotator.accessKeyId.slice(-4);
        const consumers = [
            await ssmConsumer(aws, { parameterName: `/${user}/credential`, everyMs: 50 }),
            await vendorConsumer(aws, vendor, uses.sendgrid, `${user}-mail`),
        ];
        try {
            await withStack({ aws, credentials: listed, now: at(0, 12), rotator }, async (stack) => {
                vendor.keyring.setNow(new Date(at(0, 12)));
                await stack.ok();
                const ends = Date.now() + asked.minutes * 60_000;
                let stateAtFirst = 0;
                let runs = 1;
                for (let day = 30; Date.now() < ends; day += 30) {
                    const k = 1 + random.below(30);
                    const where = { where: (call: { accessKeySuffix?: string }) => call.accessKeySuffix === suffix };
                    const what = random.of(["kill before", "kill after", ...FAULTS, "nothing"] as const);
                    vendor.keyring.setNow(new Date(at(day)));
                    await disturbed(stack, what, { ...where, nth: k }, at(day));
                    // Each credential may need a run to clear away what was left, and one to go on.
                    let tries = 0;
                    for (let code = 1; code !== 0; tries++) {
                        const run = await stack.up();
                        code = run.code ?? 1;
                        assert.ok(tries < 3, `after ${what} at call ${k}: ${run.text}`);
                    }
                    runs += 1 + tries;
                    for (const later of [at(day + 1, 1), at(day + 3)]) {
                        vendor.keyring.setNow(new Date(later));
                        await stack.ok({ now: later });
                        runs++;
                    }
                    figures.rotations += listed.length;
                    figures.cells++;
                    figures.played.push(`${what} at call ${k}`);
                    const size = (await stack.exportState()).length;
                    stateAtFirst ||= size;
                    assert.ok(size < stateAtFirst * 1.5, `the state grew from ${stateAtFirst} to ${size}`);
                    assert.ok(aws.keys(user).length <= 2);
                    assert.ok(vendor.names().length <= 2, vendor.names().join());
                    Object.assign(figures, { runs, stateAtFirst, stateAtLast: size });
                    tell(`${figures.rotations} rotations, ${runs} runs; ${what} at call ${k}`);
                    write(figures);
                }
                for (const consumer of consumers) await consumer.stop();
            });
        } finally {
            for (const consumer of consumers) {
                await consumer.stop();
                const { logins, failedLogins, failures } = consumer.stats();
                figures.logins += logins;
                figures.failedLogins += failedLogins;
                figures.failures.push(...failures.map(({ message }) => message));
            }
            await vendor.close();
            write(figures);
        }
    });
});

type Disturbance = FaultKind | "kill before" | "kill after" | "nothing";

/** A run with something in it; where the run is over before that call, with nothing. */
async function disturbed(
    stack: Parameters<Parameters<typeof withStack>[1]>[0],
    what: Disturbance,
    match: object,
    now: string,
): Promise<void> {
    if (what === "nothing") return void (await stack.up({ now }));
    if (what === "kill before" || what === "kill after") {
        const when = what === "kill before" ? "before" : "after";
        await stack.killAt({ ...match, when }, { now }).catch((error: Error) => {
            if (!/never came to/.test(error.message)) throw error;
        });
        return;
    }
    const fault = stack.aws.fault({ match, kind: what });
    await stack.up({ now });
    fault.remove();
}
