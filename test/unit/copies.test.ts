import assert from "node:assert/strict";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as claims from "../../components/shared/uniqueness";
import * as schedule from "../../components/schedule/rotationSchedule";

const COMPONENTS = path.resolve(__dirname, "../../components") + path.sep;

/** The module once more with all of the package that it needs, as a shared library would bring it. */
function another<T>(file: string): T {
    const ours = Object.entries(require.cache).filter(([name]) => name.startsWith(COMPONENTS));
    for (const [name] of ours) delete require.cache[name];
    try {
        // eslint-disable-next-line @typescript-eslint/no-require-imports
        return require(path.join(COMPONENTS, file)) as T;
    } finally {
        for (const [name, module] of ours) require.cache[name] = module;
    }
}

/** Runs it as a program. */
function inRun(body: () => void): Promise<void> {
    const mocks = { call: () => ({}), newResource: ({ name }: { name: string }) => ({ id: name, state: {} }) };
    return new Promise((resolve, reject) => {
        void pulumi.runtime
            .setMocks(mocks)
            .then(() => pulumi.runtime.runInPulumiStack(async () => body()))
            .then(() => resolve(), reject);
    });
}

describe("two copies of the package in one program", () => {
    it("know each other's schedules", () =>
        inRun(() => {
            const other = another<typeof schedule>("schedule/rotationSchedule");
            assert.notEqual(other.RotationSchedule, schedule.RotationSchedule);
            const monthly = new other.RotationSchedule("monthly", { schedule: { every: "30d" } });
            assert.equal(schedule.resolveSchedule("app", monthly).calendar, monthly.calendar);
            assert.ok(schedule.RotationSchedule.isInstance(monthly));
            for (const none of [undefined, null, "iam", { every: "30d" }])
                assert.equal(schedule.RotationSchedule.isInstance(none), false);
        }));

    it("see that both have the same user", () =>
        inRun(() => {
            const other = another<typeof claims>("shared/uniqueness");
            const provider = {};
            const key = ({ objectId: numberOf }: typeof claims): string =>
                JSON.stringify(["iam", numberOf(provider), "app-user"]);
            assert.notEqual(other.objectId({}), claims.objectId({}));
            assert.equal(key(other), key(claims));
            claims.claimUnique({ name: "app" }, [{ key: key(claims), title: "the IAM user app-user" }]);
            assert.throws(
                () => other.claimUnique({ name: "web" }, [{ key: key(other), title: "the IAM user app-user" }]),
                /the credential "app" has the IAM user app-user too/,
            );
        }));
});
