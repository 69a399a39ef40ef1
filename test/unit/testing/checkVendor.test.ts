import assert from "node:assert/strict";
import { VendorError } from "../../../components/clients/http/errors";
import type { Access, ApiKeyVendor } from "../../../components/credentials/apiKey/vendor";
import { vendors } from "../../../components/credentials/apiKey/vendors";
import { checkVendor } from "../../../components/testing";
import { type Case, cases } from "../../support/apiKey/cases";

type Settings = { endpoint: string };
type AnyVendor = ApiKeyVendor<Settings>;

const { cloudflareAccount: _, ...start } = cases;

async function played(here: Case, vendor: AnyVendor) {
    const { settings, management } = here.access as Access<Settings>;
    const { endpoint } = settings;
    const at = (address: string): Settings => ({
        ...settings,
        endpoint: address,
        ...("loginEndpoint" in settings ? { loginEndpoint: address } : {}),
    });
    return checkVendor({ vendor, endpoint, settings: at, management });
}

describe("the check for authors of vendors", function () {
    this.timeout(60_000);

    for (const [title, begin] of Object.entries(start))
        it(`finds nothing wrong with ${title}`, async () => {
            const here = await begin();
            try {
                assert.deepEqual(await played(here, vendors[here.id] as unknown as AnyVendor), []);
            } finally {
                await here.vendor.close();
            }
        });

    /** Faults that an author could make, each with a finding that names it. */
    const faults: Record<string, { wrong(right: AnyVendor): Partial<AnyVendor>; found: RegExp }> = {
        "takes every failed list for an empty one": {
            wrong: (right) => ({ list: (access) => right.list(access).catch(() => []) }),
            found: /list, .* it answered \[\] an error/,
        },
        "takes every failed deletion for a success": {
            wrong: (right) => ({ retire: (access, id) => right.retire(access, id).catch(() => undefined) }),
            found: /retire, a server in trouble \(500\) it answered undefined an error/,
        },
        "asks for a key again where the first reply was lost": {
            wrong: (right) => ({
                create: (access, request) => right.create(access, request).catch(() => right.create(access, request)),
            }),
            found: /create, a reply that is lost 2 keys were made one at most/,
        },
        "says that nothing was made wherever a creation fails": {
            wrong: (right) => ({
                create: (access, request) =>
                    right.create(access, request).catch((error: Error) => {
                        throw new VendorError(error.message, undefined, "no");
                    }),
            }),
            found: /create, a reply that is lost .*\(acted: no\) an error with acted: "unknown"/,
        },
        "takes no answer for a dead key": {
            wrong: (right) => ({
                verify: async (settings, key) => {
                    const probe = await right.verify(settings, key).catch(() => ({ state: "unknown", detail: "" }));
                    return probe.state === "alive" ? { state: "alive" } : { state: "dead", detail: "no answer" };
                },
            }),
            found: /verify, a living key, a connection that is cut .* unknown/,
        },
        "shows the management key in its errors": {
            wrong: (right) => ({
                list: (access) =>
                    right.list(access).catch((error: Error) => {
                        throw new Error(`${access.management}: ${error.message}`);
                    }),
            }),
            found: /list, .* a secret shows in what was said/,
        },
    };

    for (const [what, { wrong, found }] of Object.entries(faults))
        it(`finds a vendor that ${what}`, async () => {
            const here = await start.sendgrid();
            try {
                const right = vendors.sendgrid as unknown as AnyVendor;
                const findings = await played(here, { ...right, ...wrong(right) });
                const lines = findings.map(({ played: what, found: was, expected }) => `${what} ${was} ${expected}`);
                assert.match(lines.join("\n"), found);
                assert.ok(!lines.join().includes(here.access.management), "a secret shows in a finding");
            } finally {
                await here.vendor.close();
            }
        });
});
