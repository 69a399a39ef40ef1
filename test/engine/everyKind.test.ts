import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { engineSuite, fresh, type ProgramStack, withProgram } from "../support/harness";
import { everyKind, type EveryKind } from "./support/everyKind";
import { at } from "./support/story";

type Standing = Record<string, string[]>;

/** What is set around a credential, for every kind at once: a new kind is one row in `everyKind`. */
engineSuite("every kind of credential", (suite) => {
    let every: EveryKind;
    afterEach(() => every?.close());

    async function standing(): Promise<Standing> {
        const all = Object.entries(every.kinds).map(async ([kind, { standing: ask }]) => [kind, await ask()] as const);
        return Object.fromEntries(await Promise.all(all));
    }

    async function run(stack: ProgramStack, day: number, hour = 12): Promise<Standing> {
        every.setNow(at(day, hour));
        await stack.ok(at(day, hour));
        return standing();
    }

    const counts = (all: Standing) => Object.fromEntries(Object.entries(all).map(([kind, ids]) => [kind, ids.length]));
    const VENDORS = ["SendGrid", "Stripe", "Datadog", "Entra", "Cloudflare"];
    const expected = (iam: number, logins: number, keys: number) => ({
        ...{ "IAM access key": iam, "static secret": 0, "alternating logins": logins, "single login": 1 },
        "GCP service account key": iam,
        ...Object.fromEntries(VENDORS.map((vendor) => [vendor, keys])),
    });

    // Holds 6, 12.
    it("deletes what it says it deletes, whatever the component inherits or a transform sets", async () => {
        every = await everyKind(suite.aws, fresh("kept"));
        const careless = {
            retainOnDelete: true,
            ignoreChanges: ["status", "value", "enabled"],
            replaceOnChanges: ["*"],
        };
        const program = async (): Promise<void> => {
            pulumi.runtime.registerResourceTransform(({ props, opts }) => ({ props, opts: { ...opts, ...careless } }));
            for (const { make } of Object.values(every.kinds)) make(nameOf(make), { retainOnDelete: true });
        };
        const names = new Map(Object.values(every.kinds).map(({ make }, index) => [make, `app${index}`]));
        const nameOf = (make: unknown) => names.get(make as never) as string;
        await withProgram({ aws: suite.aws, program, now: at(0, 12) }, async (stack) => {
            assert.deepEqual(counts(await run(stack, 0)), expected(1, 1, 1));
            assert.deepEqual(counts(await run(stack, 30)), expected(2, 2, 2));
            const disabled = await run(stack, 31, 13);
            assert.deepEqual(counts(disabled), expected(2, 2, 1));
            assert.match(disabled["alternating logins"].join(), /blue disabled/);
            for (const kind of ["IAM access key", "GCP service account key"])
                assert.match(disabled[kind].join(), / disabled/);
            assert.deepEqual(counts(await run(stack, 32, 14)), expected(1, 1, 1));
        });
        assert.deepEqual(counts(await standing()), expected(0, 0, 0));
    });

    // Holds 19.
    it("stays what it is under another name and parent, and is refused without aliases", async () => {
        every = await everyKind(suite.aws, fresh("renamed"));
        let phase: "old" | "bare" | "alias" = "old";
        const program = async (): Promise<void> => {
            const parent = phase === "alias" ? new pulumi.ComponentResource("acme:platform:Keys", "keys") : undefined;
            Object.values(every.kinds).forEach(({ make }, index) => {
                if (phase === "old") return void make(`app${index}`, {});
                if (phase === "bare") return void make(`bare${index}`, {});
                make(`new${index}`, { parent, aliases: [{ name: `app${index}`, parent: pulumi.rootStackResource }] });
            });
        };
        await withProgram({ aws: suite.aws, program, now: at(0, 12) }, async (stack) => {
            const first = await run(stack, 0);
            phase = "alias";
            const moved = await stack.ok();
            assert.deepEqual(await standing(), first);
            const kept = moved.steps.filter((step) => /^(delete|replace|create-replacement)/.test(step));
            assert.deepEqual(kept, []);
            assert.deepEqual(counts(await run(stack, 30)), expected(2, 2, 2));
            const two = await standing();
            phase = "bare";
            const shown = await stack.preview();
            assert.match(shown.said.join(), /name its old place in aliases/);
            const refused = await stack.up();
            assert.match(`${refused.error}`, /name its old place in aliases/);
            assert.deepEqual(await standing(), two);
            phase = "alias";
            await stack.ok();
            assert.deepEqual(await standing(), two);
        });
    });
});
