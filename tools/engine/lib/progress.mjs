/** Says on the terminal what is being done and for how long: live lines on a terminal, plain lines elsewhere. */

import { Interrupted } from "./problem.mjs";

/** @param {number} milliseconds */
export function elapsed(milliseconds) {
    const seconds = Math.round(milliseconds / 1000);
    return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

/** @typedef {{ name: string, since: number, doing: string, told: number }} Task */

export class Progress {
    /** @param {{ stream?: NodeJS.WriteStream, quiet?: boolean }} [options] */
    constructor({ stream = process.stderr, quiet = false } = {}) {
        this.stream = stream;
        this.quiet = quiet;
        this.live = Boolean(stream.isTTY) && !quiet;
        /** @type {Task[]} */
        this.tasks = [];
        this.drawn = 0;
        /** @type {NodeJS.Timeout | undefined} */
        this.timer = undefined;
    }

    /** @param {string} line */
    say(line) {
        if (this.quiet) return;
        this.#clear();
        this.stream.write(`${line}\n`);
        this.#draw();
    }

    /**
     * Shows a piece of work for as long as it takes.
     * @template T
     * @param {string} name
     * @param {(update: (doing: string) => void) => Promise<T>} work
     * @returns {Promise<T>}
     */
    async task(name, work) {
        const task = { name, since: Date.now(), doing: "", told: Date.now() };
        this.tasks.push(task);
        if (!this.live) this.say(`${name} …`);
        this.timer ??= setInterval(() => this.#tick(), this.live ? 500 : 5000);
        try {
            const result = await work((doing) => (task.doing = doing));
            this.#finish(task, `${name}: ready after ${elapsed(Date.now() - task.since)}`);
            return result;
        } catch (error) {
            this.#finish(
                task,
                `${name}: ${error instanceof Interrupted ? "stopped" : "FAILED"} after ${elapsed(Date.now() - task.since)}`,
            );
            throw error;
        }
    }

    /** @param {Task} task @param {string} line */
    #finish(task, line) {
        this.#clear();
        this.tasks = this.tasks.filter((other) => other !== task);
        if (this.tasks.length === 0) {
            clearInterval(this.timer);
            this.timer = undefined;
        }
        this.say(line);
    }

    #tick() {
        if (this.live) {
            this.#clear();
            this.#draw();
            return;
        }
        for (const task of this.tasks.filter(({ told }) => Date.now() - told >= 20_000)) {
            task.told = Date.now();
            this.say(`${this.#line(task)}`);
        }
    }

    /** @param {Task} task */
    #line({ name, since, doing }) {
        return `${name} … ${elapsed(Date.now() - since)}${doing ? `, ${doing}` : ""}`;
    }

    #clear() {
        if (this.live && this.drawn > 0) this.stream.write(`\x1b[${this.drawn}A\x1b[0J`);
        this.drawn = 0;
    }

    #draw() {
        if (!this.live) return;
        for (const task of this.tasks)
            this.stream.write(`${this.#line(task).slice(0, (this.stream.columns ?? 80) - 1)}\n`);
        this.drawn = this.tasks.length;
    }
}
