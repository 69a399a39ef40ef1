import type { Entry } from "../../../stack/schema";
import type { House } from "../stage/house";
import { settleCloudflare, settleDatadog, settleSendGrid, settleStripe } from "./apiKey";
import { settleAwsIam } from "./awsIam";
import { settlePostgres } from "./postgres";
import { settleStaticSecret } from "./staticSecret";
import type { Settle, Tenant } from "./tenant";

/** A row of the table: how a credential of this kind settles in, and what the story may do to it. */
interface Row {
    settle: Settle;
    /** True where a key is to be seen disabled before it is deleted. */
    disables: boolean;
    /** True where a key can be made that never works. */
    breakable: boolean;
}

const apiKey = { disables: false, breakable: true };

/** The table of kinds that the demo and the emulator can play. */
const kinds: Partial<Record<Entry["kind"], Row>> = {
    "aws-iam-access-key": { settle: settleAwsIam, disables: true, breakable: true },
    "stripe-api-key": { settle: settleStripe, ...apiKey },
    "sendgrid-api-key": { settle: settleSendGrid, ...apiKey },
    "datadog-api-key": { settle: settleDatadog, ...apiKey },
    "cloudflare-api-token": { settle: settleCloudflare, ...apiKey },
    "postgres-login": { settle: settlePostgres, disables: true, breakable: false },
    // To its consumers a value is published or not; the one that rests unpublished is in the state alone.
    "static-secret": { settle: settleStaticSecret, disables: false, breakable: false },
};

/** What the story may do to a credential of this kind. */
export function traitsOf(kind: Entry["kind"]): Omit<Row, "settle"> {
    const { disables, breakable } = kinds[kind] as Row;
    return { disables, breakable };
}

/** @throws Error when the stack's file lists something that cannot be played */
export function checkPlayable(entries: Entry[]): void {
    const odd = entries.find(({ kind }) => kinds[kind] === undefined);
    if (odd === undefined) return;
    throw new Error(
        `the demo plays credentials of the kinds ${Object.keys(kinds).join(", ")}, and ${odd.name} in Pulumi.dev.yaml is ` +
            `${odd.kind}; take it out for the demo`,
    );
}

/** Starts a stand-in for the vendor of each entry. */
export async function settle(entries: Entry[], house: House): Promise<Tenant[]> {
    checkPlayable(entries);
    return Promise.all(entries.map((entry) => (kinds[entry.kind] as Row).settle(entry, house)));
}

/** All configuration that the entries refer to. @throws Error when two of them name the same secret */
export function configOf(tenants: Pick<Tenant, "config">[]): Record<string, unknown> {
    const all = tenants.flatMap(({ config }) => Object.entries(config));
    const twice = all.find(([key], index) => all.findIndex(([other]) => other === key) !== index);
    if (twice) {
        throw new Error(
            `${twice[0]} is named by two credentials of Pulumi.dev.yaml, and the demo gives each a vendor of its own`,
        );
    }
    return Object.fromEntries(all);
}
