/** Random numbers that come again for the same seed (mulberry32). */
export class Random {
    constructor(private state: number) {}

    /** From 0 up to, and without, 1. */
    next(): number {
        this.state = (this.state + 0x6d2b79f5) | 0;
        let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    }

    /** A whole number from 0 up to, and without, the limit. */
    below(limit: number): number {
        return Math.floor(this.next() * limit);
    }

    of<T>(choices: readonly T[]): T {
        return choices[this.below(choices.length)];
    }

    /** True so often in the long run. */
    chance(share: number): boolean {
        return this.next() < share;
    }
}
