import { randomBytes } from "node:crypto";

/** A key at a vendor. */
export interface Key {
    id: string;
    name: string;
    secret: string;
    permissions: string[];
    /** Whatever else this vendor keeps of a key. */
    more: Record<string, unknown>;
    createdAt: number;
    /** When it was deleted or expired. */
    endedAt?: number;
    lastUsedAt?: number;
    /** It is one that manages keys: counted, never listed among those that a test asks for. */
    managing: boolean;
}

/** Milliseconds for which a vendor lags behind itself, for keys that are made or ended while they are set. */
export interface Delays {
    /** A new key is refused for so long. */
    activation?: number;
    /** A deleted or expired key works for so long. */
    expiry?: number;
}

/** The keys of one account. Delays run by the real clock, dates by the account's. */
export class Keyring {
    readonly keys: Key[] = [];
    delays: Delays = {};
    private clock: (() => number) | undefined;
    private readonly worksFrom = new Map<Key, number>();
    private readonly worksUntil = new Map<Key, number>();

    now(): number {
        return this.clock?.() ?? Date.now();
    }

    /** Sets the account's clock; it stands still until it is set again. */
    setNow(date: Date): void {
        this.clock = () => date.getTime();
    }

    add(key: Pick<Key, "id" | "name" | "secret"> & Partial<Key>): Key {
        const made: Key = { permissions: [], more: {}, managing: false, createdAt: this.now(), ...key };
        this.keys.push(made);
        this.worksFrom.set(made, Date.now() + (made.managing ? 0 : (this.delays.activation ?? 0)));
        return made;
    }

    end(key: Key): void {
        key.endedAt = this.now();
        this.worksUntil.set(key, Date.now() + (this.delays.expiry ?? 0));
    }

    /** The keys that stand, those that manage included. */
    standing(): Key[] {
        return this.keys.filter((key) => key.endedAt === undefined);
    }

    byId(id: string): Key | undefined {
        return this.standing().find((key) => key.id === id);
    }

    /** The key behind a secret, if the vendor lets it in. */
    admit(secret: string | undefined): Key | undefined {
        const key = this.keys.find((one) => one.secret === secret);
        if (key === undefined || Date.now() < (this.worksFrom.get(key) as number)) return undefined;
        return Date.now() < (this.worksUntil.get(key) ?? Infinity) ? key : undefined;
    }
}

/** Letters and digits that nobody guesses. */
export function random(length: number): string {
    return randomBytes(length).toString("base64url").replace(/[-_]/g, "x").slice(0, length);
}
