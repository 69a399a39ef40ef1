import type { Service } from "../protocol/errors";
import { type Delays, type KeyStatus, type Transition, statusSeen } from "./delays";
import type { Credentials, User } from "./principals";

/** The last use of a key, as GetAccessKeyLastUsed tells it. */
export interface LastUse {
    at: Date;
    service: string;
    region: string;
}

/** Everything known of one access key. */
export interface Key extends Credentials {
    owner: KeyOwner;
    createDate: Date;
    history: Transition[];
    flips: Map<string, number>;
    /** For keys of a session: when they end, by the real clock. */
    expires?: number;
    uses: LastUse[];
    /** The user it belongs to, as last seen. */
    lastOwner?: User;
}

export type KeyOwner =
    | { kind: "user"; userName: string }
    | { kind: "session"; roleName: string; sessionName: string; userId: string; policy?: string }
    | { kind: "admin" };

/** Every key that was ever made, with its secret, its status and what services see of it. */
export class Keyring {
    private readonly keys = new Map<string, Key>();

    constructor(public delays: Delays) {}

    /** Takes a new key in; `delays` are for keys that were there before the test began. */
    add(credentials: Credentials, owner: KeyOwner, createDate: Date, delays: Delays = this.delays): Key {
        const history: Transition[] = [{ at: performance.now(), to: "Active", delays }];
        const key: Key = { ...credentials, owner, createDate, history, flips: new Map(), uses: [] };
        this.keys.set(credentials.accessKeyId, key);
        return key;
    }

    /** The secret of every key that was ever made. */
    secrets(): string[] {
        return [...this.keys.values()].map(({ secretAccessKey }) => secretAccessKey);
    }

    find(accessKeyId: string): Key | undefined {
        return this.keys.get(accessKeyId);
    }

    /** Notes that a key changed; services see it after the delay set for them. */
    change(accessKeyId: string, to: KeyStatus): void {
        const key = this.keys.get(accessKeyId);
        if (key && status(key) !== to) key.history.push({ at: performance.now(), to, delays: this.delays });
    }

    /** What the service takes the key's status for, at this moment. */
    seenBy(service: Service, key: Key): KeyStatus | undefined {
        return statusSeen(key.history, service, performance.now(), key.flips);
    }

    /** The keys that a user has, deleted ones left out, oldest first. */
    ofUser(userName: string): Key[] {
        return [...this.keys.values()].filter(
            (key) => key.owner.kind === "user" && key.owner.userName === userName && status(key) !== "Deleted",
        );
    }

    /** Lets every change so far be seen everywhere. */
    settle(): void {
        for (const key of this.keys.values()) for (const change of key.history) change.delays = {};
    }

    /** A user's new name. */
    rename(from: string, to: string): void {
        for (const { owner } of this.keys.values()) {
            if (owner.kind === "user" && owner.userName === from) owner.userName = to;
        }
    }
}

/** The true status of a key, delays aside. */
export function status(key: Key): KeyStatus {
    return key.history[key.history.length - 1]!.to;
}

/** Notes a use; one entry for all the uses of a service within a second. */
export function noteUse(key: Key, use: LastUse): void {
    const last = key.uses[key.uses.length - 1];
    const second = (one: LastUse): string => `${Math.floor(one.at.getTime() / 1000)} ${one.service}`;
    if (!last || second(last) !== second(use) || last.region !== use.region) key.uses.push(use);
}

/** The last use that IAM knows of, when it hears of each so late. */
export function lastUseKnown(key: Key, now: Date, lagMs: number): LastUse | undefined {
    const known = now.getTime() - lagMs;
    return key.uses.filter((use) => use.at.getTime() <= known).pop();
}
