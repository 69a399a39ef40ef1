import assert from "node:assert/strict";
import { Access, ApiKeyVendor } from "../../../../components/credentials/apiKey/vendor";
import { VendorError } from "../../../../components/clients/http/errors";
import { vendors } from "../../../../components/credentials/apiKey/vendors";
import { type Case, cases } from "../../../support/apiKey/cases";
import type { Vendor } from "../../../support/vendors";

const NAME = "rotation-app-00000000-g1-blue";
/** A vendor, its double, and the way there. */
interface Given {
    vendor: ApiKeyVendor<object>;
    double: Vendor;
    access: Access<object>;
    /** What the vendor answers to a key that it does not know. */
    unknown: number;
    /** What a refusal means: 403 is a living key at some vendors and a dead one at others. */
    forbidden: Case["forbidden"];
}

async function given(start: () => Promise<Case>): Promise<Given> {
    const { id, vendor: double, access, unknownKey: unknown, forbidden } = await start();
    return { vendor: vendors[id] as ApiKeyVendor<object>, double, access, unknown, forbidden };
}

const { stripeLive: _, cloudflareAccount: __, ...start } = cases;

for (const [id, begin] of Object.entries(start)) {
    describe(`the vendor ${id}`, function () {
        this.timeout(20_000);
        let here: Given;
        beforeEach(async () => {
            here = await given(begin);
        });
        afterEach(async () => {
            here.double.assertMatched();
            await here.double.close();
        });

        it("makes a key, lists it among all, verifies it, deletes it, and finds nothing wrong in deleting it again", async () => {
            const { vendor, double, access, unknown } = here;
            const made = await vendor.create(access, { name: NAME });
            const listed = (await vendor.list(access)).find((key) => key.id === made.id);
            assert.equal(listed?.name, NAME);
            assert.ok(!JSON.stringify(await vendor.list(access)).includes(made.key), "a list never holds a key");
            assert.deepEqual(await vendor.verify(access.settings, made), { state: "alive" });
            await vendor.retire(access, made.id);
            assert.equal((await vendor.verify(access.settings, made)).state, "dead");
            await vendor.retire(access, made.id);
            assert.deepEqual(double.names(), []);
            const last = id === "entra" ? [`retire ${NAME} 400`, "list 200"] : [`retire ${NAME} 404`];
            assert.deepEqual(double.calls.slice(-1 - last.length), [`verify ${NAME} ${unknown}`, ...last]);
        });

        it("tells when a key was last used, where the vendor does", async () => {
            const { vendor, double, access } = here;
            const made = await vendor.create(access, { name: NAME });
            const used = async () => (await vendor.list(access)).find((key) => key.id === made.id)?.lastUsedAt;
            assert.equal(await used(), undefined);
            double.keyring.setNow(new Date("2030-01-01T12:00:00Z"));
            await vendor.verify(access.settings, made);
            assert.equal(await used(), ["sendgrid", "entra"].includes(id) ? undefined : "2030-01-01T12:00:00.000Z");
        });

        it("copies the permissions of the twin, and goes by its settings when the twin is gone", async function () {
            const { vendor, double, access } = here;
            // A secret of an application has no permissions of its own.
            if (id === "entra") return;
            const twin = await vendor.create(access, { name: NAME });
            await vendor.create(access, { name: "second", copyPermissionsFrom: twin.id });
            await vendor.retire(access, twin.id);
            await vendor.create(access, { name: "third", copyPermissionsFrom: twin.id });
            const [, first, second, third] = double.keyring.keys.filter(({ name }) => name !== "ordinary");
            assert.deepEqual([second.permissions, third.permissions], [first.permissions, first.permissions]);
            const bare = (more: Record<string, unknown>) => JSON.stringify(more).replace(/"id":"[0-9a-f]{32}",/g, "");
            assert.equal(bare(second.more), bare(first.more));
        });

        it("tells a dead key from one of which nothing is known", async () => {
            const { vendor, double, access, forbidden } = here;
            const made = await vendor.create(access, { name: NAME });
            const seen: string[] = [];
            for (const kind of ["throttle", "error-500", "refuse-before", "deny"] as const) {
                double.fault({ op: "verify", kind, times: 2 }); // Stripe's SDK asks once more when a connection breaks
                seen.push(
                    await vendor.verify(access.settings, made).then(
                        ({ state }) => state,
                        () => "unknown",
                    ),
                );
                double.clearFaults();
            }
            assert.deepEqual(seen, ["unknown", "unknown", "unknown", forbidden]);
        });

        it("says whether a key may have been made, and nothing that is secret", async () => {
            const { vendor, double, access } = here;
            const outcomes: Record<string, string> = {};
            for (const kind of [
                "deny",
                "throttle",
                "error-500",
                "act-then-500",
                "lose-reply",
                "refuse-before",
            ] as const) {
                double.fault({ op: "create", kind, times: 9 });
                const error = (await vendor
                    .create(access, { name: `${NAME}-${kind}` })
                    .catch((failure: unknown) => failure)) as VendorError;
                assert.ok(error instanceof VendorError, String(error));
                outcomes[kind] = error.acted;
                const text = JSON.stringify(error, Object.getOwnPropertyNames(error));
                const secrets = [...double.keyring.keys.map(({ secret }) => secret), access.management];
                assert.ok(!secrets.some((secret) => text.includes(secret)), text);
                double.clearFaults();
            }
            const unsure = "unknown";
            assert.deepEqual(outcomes, {
                deny: "no",
                throttle: "no",
                "error-500": unsure,
                "act-then-500": unsure,
                "lose-reply": unsure,
                "refuse-before": unsure,
            });
        });

        it("asks again for a list and a deletion, three times in all", async () => {
            const { vendor, double, access } = here;
            const made = await vendor.create(access, { name: NAME });
            double.takeCalls();
            double.fault({ op: "list", kind: "error-500", times: 2 });
            await vendor.list(access);
            double.fault({ op: "retire", kind: "throttle", times: 3 });
            await assert.rejects(vendor.retire(access, made.id), /429/);
            const expected = ["list 500", "list 500", "list 200", ...Array<string>(3).fill(`retire ${NAME} 429`)];
            assert.deepEqual(double.calls, expected);
        });
    });
}
