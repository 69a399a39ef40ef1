const MINUTE = 60_000;

/** How long consumers keep what they read: not at all, a minute, and nearly as long as the overlap of a day. */
export const AGES = [0, MINUTE, 24 * 60 * MINUTE - MINUTE];

/** What consumers counted. */
export interface Logins {
    logins: number;
    failedLogins: number;
    failures: string[];
}

/** Consumers of one credential, each with a cache of another age, on a clock that is given. */
export class Readers<C> {
    readonly counted: Logins = { logins: 0, failedLogins: 0, failures: [] };
    private readonly caches = AGES.map((age) => ({ age, at: -Infinity, held: undefined as C | undefined }));

    constructor(
        private readonly read: () => C | undefined,
        private readonly admits: (credential: C) => boolean,
    ) {}

    /** Each logs in once, with what it has cached or reads now. */
    logIn(now: number, where: string): void {
        for (const cache of this.caches) {
            if (cache.held === undefined || now - cache.at >= cache.age) {
                cache.held = this.read();
                cache.at = now;
            }
            if (cache.held === undefined) continue;
            this.counted.logins++;
            if (this.admits(cache.held)) continue;
            this.counted.failedLogins++;
            const message = `a consumer with a cache of ${cache.age / MINUTE} min was refused ${where}`;
            if (this.counted.failures.length < 10) this.counted.failures.push(message);
        }
    }
}
