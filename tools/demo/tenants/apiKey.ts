import type { Entry } from "../../../stack/schema";
import {
    startCloudflare,
    startDatadog,
    startSendGrid,
    startStripe,
    type Use,
    uses,
    type Vendor,
} from "../../../test/support/vendors";
import type { Tenant } from "./tenant";

/** Secret configuration that an entry names: `{ config: "stripeManagementKey" }`. */
type Named = { config: string } | string;

/** Longer than any run: a key that is made meanwhile never works. */
const NEVER_MS = 3_600_000;

/** A vendor's double, the secrets that its entry names, and how its services use a key. */
interface Double {
    title: string;
    vendor: Vendor;
    secrets: [field: Named, secret: string][];
    use: Use;
}

type Of<K extends Entry["kind"]> = Extract<Entry, { kind: K }>;

/** A restricted key in Stripe's live mode, where a new key is shown only encrypted. */
export async function settleStripe(entry: Entry): Promise<Tenant> {
    const { account, managementKey } = entry as Of<"stripe-api-key">;
    const vendor = await startStripe({ live: true, ...(account === undefined ? {} : { account }) });
    return settled(entry, {
        title: "Stripe",
        vendor,
        secrets: [[managementKey, vendor.managementKey]],
        use: uses.stripe,
    });
}

/** A key of SendGrid. */
export async function settleSendGrid(entry: Entry): Promise<Tenant> {
    const { managementKey, scopes } = entry as Of<"sendgrid-api-key">;
    const vendor = await startSendGrid(scopes);
    const secrets: Double["secrets"] = [[managementKey, vendor.managementKey]];
    return settled(entry, { title: "SendGrid", vendor, secrets, use: uses.sendgrid });
}

/** A key of Datadog, which is managed with two others. */
export async function settleDatadog(entry: Entry): Promise<Tenant> {
    const { managementKey, applicationKey } = entry as Of<"datadog-api-key">;
    const vendor = await startDatadog();
    const secrets: Double["secrets"] = [
        [managementKey, vendor.managementKey],
        [applicationKey, vendor.applicationKey],
    ];
    return settled(entry, { title: "Datadog", vendor, secrets, use: uses.datadog });
}

/** A token of a Cloudflare user or account. */
export async function settleCloudflare(entry: Entry): Promise<Tenant> {
    const { managementKey, accountId } = entry as Of<"cloudflare-api-token">;
    const vendor = await startCloudflare(accountId);
    const use = accountId === undefined ? uses.cloudflare : uses.cloudflareAccount(accountId);
    return settled(entry, { title: "Cloudflare", vendor, secrets: [[managementKey, vendor.managementKey]], use });
}

function settled(entry: Entry, { title, vendor, secrets, use }: Double): Tenant {
    const { keyring } = vendor;
    const ordinary = () => keyring.keys.filter(({ managing }) => !managing);
    return {
        entry: { ...entry, endpoint: vendor.endpoint } as Entry,
        config: Object.fromEntries(secrets.map(([field, secret]) => [keyOf(field, entry), { secret }])),
        vendor: title,
        async login({ key }) {
            const headers = { ...use.headers(key), "x-consumer": "1" };
            const response = await fetch(vendor.endpoint + use.path, { headers });
            await response.arrayBuffer();
            if (response.status !== 200) throw new Error(`${title} answered ${response.status}`);
        },
        idIn: ({ key_id: id }) => id,
        secretIn: ({ key }) => key,
        keys: () =>
            ordinary()
                .filter(({ endedAt }) => endedAt === undefined)
                .map(({ id }) => ({ id, active: true })),
        made: () => ordinary().length,
        breakNextKey() {
            keyring.delays = { activation: NEVER_MS };
            return { remove: () => void (keyring.delays = {}) };
        },
        setNow: (now) => keyring.setNow(now),
        unmatched: () => vendor.unmatched.map((request) => `${title}: ${request}`),
        close: () => vendor.close(),
    };
}

/** The configuration that a field names; the stack's own project is meant where it names none. */
export function keyOf(field: Named, { name }: Entry): string {
    if (typeof field === "string") {
        throw new Error(
            `${name}: the demo gives such secrets through { config: "<key>" }, and this one stands in the list itself`,
        );
    }
    return field.config.includes(":") ? field.config : `credential-rotation:${field.config}`;
}
