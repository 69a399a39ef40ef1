import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Entry } from "../../../stack/schema";
import type { House } from "../stage/house";
import { shelfOf } from "./shelf";
import type { HeldKey, Tenant } from "./tenant";

/** How long the receiver goes on with what it read. */
const CACHE_MS = 1_000;

/** What is known of the values without their being seen, as far as it is needed here. */
interface Known {
    generation: number;
    id: string;
    previous?: { generation: number; id: string };
}

/** A value that a sender signs with and a receiver checks with. Nobody else knows it, so the receiver reads the store too. */
export async function settleStaticSecret(entry: Entry, house: House): Promise<Tenant> {
    const shelf = await shelfOf(entry, house);
    const published = async (): Promise<Record<string, string>> => JSON.parse((await shelf.read()) ?? "{}");
    const record = async (): Promise<Known | undefined> => {
        const text = await shelf.record();
        return text === undefined ? undefined : (JSON.parse(text) as Known);
    };
    let accepted: { values: string[]; at: number } = { values: [], at: -Infinity };
    const accepts = async (message: string, signature: Buffer): Promise<boolean> => {
        const fits = () => accepted.values.some((value) => timingSafeEqual(sign(value, message), signature));
        if (Date.now() - accepted.at < CACHE_MS && fits()) return true;
        const { value, previous } = await published();
        accepted = { values: [value, previous].filter((one) => one !== undefined), at: Date.now() };
        return fits();
    };
    return {
        entry,
        config: {},
        vendor: "its receiver",
        async login({ value }) {
            const message = randomBytes(16).toString("hex");
            if (!(await accepts(message, sign(value, message)))) throw new Error("the receiver refuses the signature");
        },
        idIn: ({ generation }) => idOf(Number(generation)),
        secretIn: ({ value }) => value,
        async keys() {
            const [{ value, previous, generation }, known] = await Promise.all([published(), record()]);
            const held: HeldKey[] = value === undefined ? [] : [{ id: idOf(Number(generation)), active: true }];
            if (previous !== undefined) held.push({ id: known?.previous?.id ?? "of nobody", active: true });
            return held;
        },
        async made() {
            const known = await record();
            return Math.max(0, known?.generation ?? 0, known?.previous?.generation ?? 0);
        },
        close: async () => shelf.close(),
    };
}

function sign(value: string, message: string): Buffer {
    return createHmac("sha256", value).update(message).digest();
}

/** The identifier that the record gives a generation. */
function idOf(generation: number): string {
    return `generation-${String(generation).padStart(4, "0")}`;
}
