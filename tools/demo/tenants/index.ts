import type { Entry } from "../../../stack/schema";
import type { House } from "../stage/house";
import { settleCloudflare, settleDatadog, settleSendGrid, settleStripe } from "./apiKey";
import { settleAwsIam } from "./awsIam";
import type { Settle, Tenant } from "./tenant";

/** The table of kinds that the demo and the emulator can play. */
const kinds: Partial<Record<Entry["kind"], Settle>> = {
    "aws-iam-access-key": settleAwsIam,
    "stripe-api-key": settleStripe,
    "sendgrid-api-key": settleSendGrid,
    "datadog-api-key": settleDatadog,
    "cloudflare-api-token": settleCloudflare,
};

/** Kinds whose vendor disables a key before it is deleted. */
export function disables(kind: Entry["kind"]): boolean {
    return kind === "aws-iam-access-key";
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
    return Promise.all(entries.map((entry) => (kinds[entry.kind] as Settle)(entry, house)));
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
