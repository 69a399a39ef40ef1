import assert from "node:assert/strict";
import { engineSuite } from "../../support/harness";
import { startCloudflare, startDatadog, startSendGrid, startStripe, type Vendor } from "../../support/vendors";
import { play } from "./support/example";

const PROJECT = "rotation-example-api-keys";

engineSuite("examples/api-keys", (suite) => {
    it("makes a key at each of four vendors, and rotates all", async () => {
        const [stripe, sendgrid] = [await startStripe({ account: "acct_1Double" }), await startSendGrid()];
        const [datadog, cloudflare] = [await startDatadog(), await startCloudflare(undefined)];
        const vendors: Record<string, Vendor> = { stripe, sendgrid, datadog, cloudflare };
        const endpoints = Object.fromEntries(Object.entries(vendors).map(([name, { endpoint }]) => [name, endpoint]));
        const secret = (value: string): { secret: string } => ({ secret: value });
        const config = {
            endpoints,
            stripeAccount: "acct_1Double",
            stripeManagementKey: secret(stripe.managementKey),
            sendgridManagementKey: secret(sendgrid.managementKey),
            datadogApiKey: secret(datadog.managementKey),
            datadogApplicationKey: secret(datadog.applicationKey),
            cloudflareManagementToken: secret(cloudflare.managementKey),
            cloudflareZone: "22b1de5f1c0e4b3ea97bb1e963b06a43",
            cloudflareDnsWrite: "c8fed203ed3043cba015a93ad1616f1f",
        };
        /** Every vendor has as many keys of ours. */
        const standing = (count: number) => (): void => {
            const ours = (one: Vendor): string[] => one.names().filter((key) => key.includes("-g"));
            for (const [name, vendor] of Object.entries(vendors)) assert.equal(ours(vendor).length, count, name);
        };
        try {
            await play(suite, "api-keys", {
                config: Object.fromEntries(Object.entries(config).map(([key, value]) => [`${PROJECT}:${key}`, value])),
                days: 181,
                clock: (now) => Object.values(vendors).forEach(({ keyring }) => keyring.setNow(now)),
                made: standing(1),
                rotated: standing(2),
            });
            standing(0)();
        } finally {
            for (const vendor of Object.values(vendors)) await vendor.close();
        }
    });
});
