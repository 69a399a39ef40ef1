import assert from "node:assert/strict";
import { engineSuite, Run, RunOptions, Stack } from "../support/harness";
import { at, ordered, PUBLISHED, story } from "./support/story";

/** What one phase must come to: the plan that the preview shows, the changes at AWS, and the sentence. */
interface Phase {
    steps: string[];
    mutations: string[];
    says: string;
}

const UPDATES = ["accessKeyId", "document", "secretAccessKey"].map((what) => `update app-ssm-${what}`);
const TURNED = ["replace", "create-replacement", "delete-replaced"].map((op) => `${op} trigger`);

engineSuite("a credential's life", (suite) => {
    // Holds 1, 2, 4, 13, 14; incidents 7, 14.
    it("goes from blue to green and back, changing one slot a run and nothing in between", () =>
        story(suite, { asWritten: true }, async ({ stack, user, consumer }) => {
            const phase = (options: RunOptions, wanted: Phase): Promise<Run> => runPhase(stack, user, options, wanted);
            await phase(
                { now: at(0, 12) },
                {
                    says: "first issue: generation 1 goes into blue",
                    steps: [
                        "create app",
                        "create app-blue",
                        "create app-ledger",
                        "create app-ssm-accessKeyId",
                        "create app-ssm-document",
                        "create app-ssm-record",
                        "create app-ssm-secretAccessKey",
                        "create schedule",
                        "create trigger",
                    ],
                    mutations: ["iam:CreateAccessKey app", ...PUBLISHED],
                },
            );
            await holds(stack, { now: at(29, 23) });
            await phase(
                { now: at(30) },
                {
                    says: "rotating: window 2030-01-31T00:00:00Z began: generation 2 goes into green; blue stays valid beside it",
                    steps: ["create app-green", "update app-ledger", "update app-ssm-record", ...UPDATES, ...TURNED],
                    mutations: ["iam:CreateAccessKey app", ...PUBLISHED],
                },
            );
            assert.deepEqual(await stack.status(), {
                currentSlot: "green",
                generation: 2,
                rotatedAt: "2030-01-31T00:00:00Z",
                nextRotation: "2030-03-02T00:00:00Z",
                previousPhase: "overlap",
            });
            await holds(stack, { now: at(30, 23) });
            await phase(
                { now: at(31) },
                {
                    says: "disabling blue, generation 1: its overlap of 1 d is over",
                    steps: ["update app-blue", "update app-ledger"],
                    mutations: ["iam:UpdateAccessKey app"],
                },
            );
            await holds(stack, { now: at(31, 23) });
            await phase(
                { now: at(32) },
                {
                    says: "deleting blue, generation 1: disabled for 1 d, retention is 1 d",
                    steps: ["delete app-blue", "update app-ledger"],
                    mutations: ["iam:DeleteAccessKey app"],
                },
            );
            await phase(
                { now: at(60) },
                {
                    says: "rotating: window 2030-03-02T00:00:00Z began: generation 3 goes into blue; green stays valid beside it",
                    steps: ["create app-blue", "update app-ledger", "update app-ssm-record", ...UPDATES, ...TURNED],
                    mutations: ["iam:CreateAccessKey app", ...PUBLISHED],
                },
            );
            assert.equal(consumer.stats().slotsSeen.length, 3);
            assert.deepEqual(consumer.stats().stepsBack, []);
        }));
});

/** Preview, up, and a preview that sees nothing left. */
async function runPhase(stack: Stack, user: string, options: RunOptions, wanted: Phase): Promise<Run> {
    const preview = await stack.preview(options);
    assert.equal(preview.code, 0, preview.text);
    assert.deepEqual(planned(preview, user), wanted.steps.sort());
    assert.deepEqual(preview.said, [`info: ${wanted.says}`]);
    assert.deepEqual(preview.mutations, []);
    const up = await stack.ok();
    assert.deepEqual(planned(up, user), wanted.steps);
    assert.deepEqual(ordered(up.mutations, user), wanted.mutations);
    assert.deepEqual(up.said, [`info: ${wanted.says}`]);
    await stack.settled();
    return up;
}

/** A run that has nothing to do: no step, no change, no word. */
async function holds(stack: Stack, options: RunOptions): Promise<void> {
    const up = await stack.ok(options);
    assert.deepEqual([up.steps, up.mutations, up.said], [[], [], []]);
}

function planned(run: Run, user: string): string[] {
    const plain = (step: string): string =>
        step
            .replaceAll(user, "app")
            .replace(/every-30d\S*-trigger/, "trigger")
            .replace(/every-30d\S*/, "schedule");
    return run.steps.map(plain).sort();
}
