import { type Consumer, startConsumer } from "../../../support/consumer";

/** A static secret as it is published. */
export interface Document {
    value: string;
    previous?: string;
    generation: number;
}

/** Two services that share a secret. */
export interface Pair {
    consumer: Consumer;
    /** Lets the sender read the store again; until then it goes on with the value that it has. */
    reload(): void;
    stop(): Promise<void>;
}

/**
 * A sender that signs with the value that it once read, and a receiver that reads the store for each message and accepts
 * what was signed with `value` or `previous`.
 */
export function startPair(read: () => Promise<Document | undefined>): Pair {
    let held: Document | undefined;
    const consumer = startConsumer<Document>({
        read,
        login: async (document) => {
            held ??= document;
            if (held.value === document.value || held.value === document.previous) return;
            throw new Error(
                `a message of generation ${held.generation} was refused by generation ${document.generation}`,
            );
        },
        idOf: ({ generation }) => String(generation),
    });
    return { consumer, reload: () => (held = undefined), stop: () => consumer.stop() };
}
