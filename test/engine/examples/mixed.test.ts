import assert from "node:assert/strict";
import { engineSuite, type Run } from "../../support/harness";
import { startSendGrid } from "../../support/vendors";
import { play } from "./support/example";

engineSuite("examples/mixed", (suite) => {
    it("keeps credentials of several sorts in one stack, each on its own calendar", async () => {
        const vendor = await startSendGrid();
        const minted = ({ mutations }: Run): boolean => mutations.includes("iam:CreateAccessKey rotation-example-shop");
        const project = "rotation-example-mixed";
        try {
            await play(suite, "mixed", {
                config: {
                    [`${project}:sendgridManagementKey`]: { secret: vendor.managementKey },
                    [`${project}:sendgridEndpoint`]: vendor.endpoint,
                },
                days: 81,
                clock: (now) => vendor.keyring.setNow(now),
                made: (run) => assert.ok(minted(run)),
                rotated: async (run, stack) => {
                    assert.ok(minted(run));
                    const { status } = (await stack.outputs()) as { status: Record<string, { currentSlot: string }> };
                    for (const name of ["files", "sessions"])
                        assert.equal(status[name].currentSlot, "green", `${name} came to its next window`);
                },
            });
        } finally {
            await vendor.close();
        }
    });
});
