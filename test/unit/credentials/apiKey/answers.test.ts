import assert from "node:assert/strict";
import type { Access, ApiKeyVendor } from "../../../../components/credentials/apiKey/vendor";
import { VendorError } from "../../../../components/clients/http/errors";
import * as slotProvider from "../../../../components/providers/apiKey";
import { vendors } from "../../../../components/credentials/apiKey/vendors";
import { type Case, cases } from "../../../support/apiKey/cases";
import { startFront, startStripe, type Vendor } from "../../../support/vendors";

const NAME = "rotation-app-00000000-g1-blue";

const { cloudflareAccount: _, ...start } = cases;

/** What the slot of a key is asked for. */
function inputs({ id, access }: Pick<Case, "id" | "access">, more: object = {}) {
    const settings = JSON.stringify(access.settings);
    return { vendor: id, settings, management: access.management, keyName: NAME, generation: 1, ...more };
}

for (const [title, begin] of Object.entries(start)) {
    describe(`answers that are not those of ${title}`, function () {
        this.timeout(20_000);
        let here: Case;
        let vendor: ApiKeyVendor<object>;
        let double: Vendor;
        let access: Access<object>;
        beforeEach(async () => {
            here = await begin();
            ({ vendor: double, access } = here);
            vendor = vendors[here.id] as ApiKeyVendor<object>;
        });
        afterEach(() => double.close());

        it("are no empty list, no deletion and no word about a key", async () => {
            const made = await vendor.create(access, { name: NAME });
            for (const kind of ["page", "page-404"] as const) {
                double.fault({ kind, times: 99 });
                await assert.rejects(vendor.list(access), VendorError);
                await assert.rejects(vendor.retire(access, made.id), /not JSON/);
                const verdict = await vendor.verify(access.settings, made);
                assert.equal(verdict.state, "unknown", JSON.stringify(verdict));
                double.clearFaults();
            }
            assert.deepEqual(double.names(), [NAME]);
        });

        it("say of a creation that nobody knows whether a key was made, where one may have been", async () => {
            double.fault({ op: "create", kind: "act-then-page", times: 99 });
            await assert.rejects(
                slotProvider.create(inputs(here)),
                ({ message }: Error) =>
                    /Whether .* was made is not known/.test(message) && !/Nothing was/.test(message),
            );
            assert.deepEqual(new Set(double.names()), new Set([NAME]));
        });

        it("of the key whose rights are to be copied end the creation before anything is made", async () => {
            if (here.twin(NAME).length === 0) return; // nothing is copied
            const twin = await vendor.create(access, { name: NAME });
            for (const kind of ["page", "error-500"] as const) {
                double.fault({ op: "get", kind, times: 99 });
                await assert.rejects(
                    slotProvider.create(inputs(here, { twin: twin.id, keyName: "second" })),
                    /Nothing was made/,
                );
                double.clearFaults();
            }
            assert.deepEqual(double.names(), [NAME]);
        });

        it("below a path of the endpoint are asked for there, and nowhere else", async () => {
            const front = await startFront([double], "/proxies/vendor");
            try {
                const settings = { ...access.settings, endpoint: `${front.endpoint}/` };
                const behind = { ...access, settings };
                const made = await vendor.create(behind, { name: NAME });
                assert.equal((await vendor.list(behind)).find(({ id }) => id === made.id)?.name, NAME);
                assert.deepEqual(await vendor.verify(settings, made), { state: "alive" });
                await vendor.create(behind, { name: "second", copyPermissionsFrom: made.id });
                await vendor.retire(behind, made.id);
                assert.deepEqual(double.names(), ["second"]);
                assert.ok(
                    front.paths.every((path) => path.startsWith("/proxies/vendor/")),
                    front.paths.join(),
                );
            } finally {
                await front.close();
            }
        });
    });
}

describe("what is said of a creation at Stripe", function () {
    this.timeout(20_000);
    const settings = { permissions: ["balance_read"], apiVersion: "2026-08-26.preview" };
    const making = (double: { endpoint: string; managementKey: string }) =>
        slotProvider.create(
            inputs({
                id: "stripe",
                access: { settings: { ...settings, endpoint: double.endpoint }, management: double.managementKey },
            }),
        );

    it("is that nobody knows, where the key came in a form that cannot be read", async () => {
        const double = await startStripe({ live: true, enc: "A128GCM" });
        try {
            await assert.rejects(making(double), /encrypted with .*A128GCM.* Whether .* was made is not known/);
            assert.deepEqual(double.names(), [NAME]);
        } finally {
            await double.close();
        }
    });

    it("stays that nobody knows, whatever the repetition is answered", async () => {
        const double = await startStripe();
        try {
            double.fault({ op: "create", kind: "act-then-500" });
            double.fault({ op: "create", kind: "throttle", nth: 2, times: 9 });
            await assert.rejects(making(double), /429.* Whether .* was made is not known/);
            assert.deepEqual(double.names(), [NAME]);
        } finally {
            await double.close();
        }
    });

    it("is that nothing was made, where no permission is left for the key", async () => {
        const double = await startStripe();
        try {
            const access = { settings: { ...settings, endpoint: double.endpoint }, management: double.managementKey };
            const none = { ...access, settings: { ...access.settings, permissions: undefined } };
            await assert.rejects(
                slotProvider.create(inputs({ id: "stripe", access: none })),
                /permissions is missing: there is no other key whose permissions could be copied\. Nothing was made/,
            );
        } finally {
            await double.close();
        }
    });
});
