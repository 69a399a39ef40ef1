import { type Consumer, startConsumer } from "../../../test/support/consumer";
import { type Shelf, shelfOf } from "../tenants/shelf";
import type { Document, Tenant } from "../tenants/tenant";
import type { House } from "./house";

/** How often each service logs in. */
export const LOGINS_PER_SECOND = 2;

/** A credential with the place where it is published and the service that uses it. */
export interface Household {
    name: string;
    tenant: Tenant;
    shelf: Shelf;
    consumer: Consumer;
    /** Every secret that its service came to use. */
    secrets: ReadonlySet<string>;
    close(): Promise<void>;
}

/** Lets the service begin: it reads the store and logs in with what it finds there, again and again. */
export async function openHousehold(tenant: Tenant, house: House): Promise<Household> {
    const shelf = await shelfOf(tenant.entry, house);
    const secrets = new Set<string>();
    const consumer = startConsumer<Document>({
        read: async () => parsed(await shelf.read()),
        login: (published) => {
            secrets.add(tenant.secretIn(published));
            return tenant.login(published);
        },
        idOf: (published) => tenant.idIn(published),
        secretOf: (published) => tenant.secretIn(published),
        everyMs: 1_000 / LOGINS_PER_SECOND,
    });
    const close = async (): Promise<void> => {
        await consumer.stop();
        await shelf.close();
        await tenant.close?.();
    };
    return { name: tenant.entry.name, tenant, shelf, consumer, secrets, close };
}

/** A parser's own message may quote the value: it must not get into a report. */
function parsed(text: string | undefined): Document | undefined {
    if (text === undefined) return undefined;
    try {
        return JSON.parse(text) as Document;
    } catch {
        throw new Error("what is published is not JSON");
    }
}
