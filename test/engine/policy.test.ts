import assert from "node:assert/strict";
import { promises as fs } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as aws from "@pulumi/aws";
import * as random from "@pulumi/random";
import * as time from "@pulumiverse/time";
import { engineSuite, fresh, Run, withProgram } from "../support/harness";
import { violationsOf } from "../support/harness/events";
import { at, story } from "./support/story";

const PACK = path.resolve(__dirname, "../../policy");

/** Which policy said something of which resource. */
const broken = (violations: string[]): string[] => violations.map((line) => line.slice(0, line.indexOf(":")));

engineSuite("the policy pack", (suite) => {
    let folder: string;
    before(async () => (folder = await fs.mkdtemp(path.join(os.tmpdir(), "policy-"))));
    after(() => fs.rm(folder, { recursive: true, force: true }));

    let files = 0;
    /** Writes a configuration of the pack. */
    const configured = async (config: Record<string, unknown>): Promise<string> => {
        const file = path.join(folder, `${++files}.json`);
        await fs.writeFile(file, JSON.stringify(config));
        return file;
    };

    it("finds nothing in a stack of ours that follows the checklist, through a whole rotation", async () => {
        await story(suite, { quiet: true }, async ({ stack, user }) => {
            /** Arguments of a run that the pack judges by this clock. */
            const judged = async (now: string): Promise<string[]> => {
                const file = await configured({ "maximum-age": { now } });
                return ["--policy-pack", PACK, "--policy-pack-config", file];
            };
            const of = (run: Run): string[] => broken(violationsOf(run.events));

            const bare = await stack.preview({ args: ["--policy-pack", PACK] });
            assert.notEqual(bare.code, 0, bare.text);
            assert.deepEqual(of(bare), ["alerts-configured stack", `credential-has-consumers ${user}`]);

            const config = { "rotation:alerts": [{ slack: { webhook: { secret: "not to be seen" } } }] };
            const set = { consumers: { none: "the test reads the store itself" } };
            for (const now of [at(0, 12), at(30), at(31, 1)]) {
                const run = await stack.ok({ now, set, config, args: await judged(now) });
                assert.deepEqual(of(run), [], run.text);
            }
            assert.equal((await stack.status()).previousPhase, "inactive");
            assert.ok(!(await stack.exportState()).includes("not to be seen"));

            const late = await stack.preview({ args: await judged(at(140)) });
            assert.deepEqual(of(late), [`maximum-age ${user}`], late.text);
            assert.match(late.text, /is 110 d old .*expected at most 90 d/);

            const slow = await stack.preview({ set: { every: "120d" }, args: await judged(at(31, 1)) });
            assert.deepEqual(of(slow), [`documented-schedule ${user}`], slow.text);
            assert.match(slow.text, /rotates every 120 d; expected at most 90 d/);
        });
    });

    it("finds in a stack of somebody else what the checklist forbids, and stops it before a key is made", async () => {
        const user = fresh("foreign");
        await suite.aws.createUser(user);
        const parameter = (name: string, type: string, value: aws.ssm.ParameterArgs["value"]): void =>
            void new aws.ssm.Parameter(name, { name: `/${user}/${name}`, type, value });
        const program = async (): Promise<void> => {
            const key = new aws.iam.AccessKey("ci", { user }, { deleteBeforeReplace: true });
            const password = new random.RandomPassword("db", { length: 20 });
            const monthly = new time.Rotating("monthly", { rfc3339: at(0), rotationDays: 30 });
            new random.RandomPassword("untried", { length: 20, keepers: { month: monthly.id } });
            parameter("plain", "String", key.secret);
            parameter("key_id", "String", key.id);
            parameter("sealed", "SecureString", password.result);
            parameter("region", "String", "eu-central-1");
        };
        await withProgram({ aws: suite.aws, program, now: at(0, 1) }, async (stack) => {
            const strict = { policyPacks: [PACK] };
            const refused = await stack.up(undefined, strict);
            assert.match(refused.error ?? "", /failed|violation/i);
            // A parameter that nothing is wrong with may have been made beside it by then.
            const ofKeys = refused.mutations.filter((call) => !call.startsWith(`ssm:PutParameter /${user}/region`));
            assert.deepEqual(ofKeys, [], "no key was made, nor anything of it");
            assert.deepEqual(broken(refused.violations), ["access-key-is-rotated ci"]);

            const preview = await stack.preview(undefined, strict);
            const expected = [
                "access-key-is-rotated ci",
                "alerts-configured stack",
                "create-before-revoke ci",
                "credential-has-consumers ci",
                "credential-has-consumers db",
                "credential-has-consumers untried",
                "documented-schedule ci",
                "documented-schedule db",
                "no-credential-in-plaintext plain",
                "verify-before-delete untried",
            ];
            assert.deepEqual(broken(preview.violations), expected);

            const file = await configured({ all: "advisory", "maximum-age": { now: at(365) } });
            const lenient = { policyPacks: [PACK], policyPackConfigs: [file] };
            const made = await stack.up(undefined, lenient);
            assert.equal(made.error, undefined, made.text);
            const known = await stack.preview(undefined, lenient);
            const byValue = expected.map((line) => line.replace(/^no-credential-in-plaintext/, "no-plaintext-secret"));
            const old = known.violations.filter((line) => line.startsWith("maximum-age"));
            assert.match(old[0], /AccessKey ci is .* d old .*expected at most 90 d/);
            assert.match(old[1], /RandomPassword untried is 365 d old .*expected at most 30 d/);
            assert.deepEqual(broken(known.violations), [...byValue, "maximum-age ci", "maximum-age untried"].sort());
            for (const secret of suite.aws.secrets())
                assert.ok(!`${made.text}${known.text}`.includes(secret), "a secret was printed");
        });
    });
});
