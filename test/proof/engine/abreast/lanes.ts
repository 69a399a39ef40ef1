import assert from "node:assert/strict";
import {
    type EngineSuite,
    rotatorFor,
    type Run,
    type RunOptions,
    type Stack,
    withStack,
} from "../../../support/harness";
import { at } from "../../../engine/support/story";
import { ACTIVATION_MS, type Figures, write } from "../figures";
import type { Abreast, Kind, Make, Service } from "../kinds/kinds";
import { watchAws } from "../kinds/line";
import { Gate } from "./gate";

/** So many resources at once: one that is held keeps none waiting. */
const WIDE = ["--parallel", "256"];

/** What services saw. */
export type Seen = Record<"logins" | "failedLogins", number>;

/** Many credentials of one kind on one stack, each with a service that uses it all the while. */
export class Lanes {
    private readonly services: Service[] = [];
    /** How many failures of each service were told of. */
    private readonly told = new Map<Service, number>();
    /** So many calls of AWS were looked at. */
    private seen: number;
    runs = 0;
    /** How often a run asked for a refresh. */
    refreshed = 0;

    constructor(
        readonly stack: Stack,
        readonly gate: Gate,
        readonly kinds: Kind[],
        private readonly setNow: Abreast["setNow"],
    ) {
        this.seen = stack.aws.calls.length;
    }

    get names(): string[] {
        return this.kinds.map(({ name }) => name);
    }

    async serve(): Promise<void> {
        for (const kind of this.kinds) this.services.push(await kind.serve());
    }

    up({ now, ...more }: RunOptions): Promise<Run> {
        this.runs++;
        if (now !== undefined) this.setNow?.(new Date(now));
        return this.stack.up({ now, args: WIDE, ...more });
    }

    /** A run that must succeed, and in which nothing happens. */
    async ok(options: RunOptions = {}): Promise<Run> {
        const run = await this.up(options);
        assert.equal(run.code, 0, run.text);
        return run;
    }

    /**
     * After whatever happened, for each credential two runs at the most: the first may have to clear away what was left, or
     * ask for a refresh, which the other one then does. The engine ends a run where one credential fails, so a run may not
     * come to what was left of the others. Nobody asked for a third key, save for those whose reply was lost: the provider
     * asks again by itself, and AWS refuses it.
     */
    async inOrder(lost: string[] = []): Promise<Run> {
        this.gate.arm();
        const failed = new Set<string>();
        let run = await this.up({});
        let args = WIDE;
        while (run.code !== 0 || this.asksForRefresh(run, args)) {
            if (run.code !== 0) this.assertNext(run, failed);
            if (this.asksForRefresh(run, args)) args = [...WIDE, "--refresh"];
            run = await this.up({ args });
        }
        if (args !== WIDE) this.refreshed++;
        const since = this.stack.aws.calls.slice(this.seen);
        this.seen += since.length;
        const third = since.filter((call) => call.errorCode === "LimitExceeded" && !lost.includes(call.resource));
        assert.deepEqual(third, [], "a third key was asked for");
        return run;
    }

    private asksForRefresh(run: Run, args: string[]): boolean {
        return args === WIDE && /run pulumi up --refresh/.test(run.text);
    }

    /** A run that failed says what to do, and was the first one that failed for some credential. */
    private assertNext({ text, said }: Run, failed: Set<string>): void {
        const errors = said.filter((line) => line.startsWith("error:"));
        assert.ok(/Run again|next run|interrupted run/.test(text), `it says no way out:\n${errors.join("\n") || text}`);
        const named = this.names.filter((name) => errors.some((line) => line.includes(name)));
        const first = failed.size === 0 || named.some((name) => !failed.has(name));
        assert.ok(first, `it failed once more:\n${errors.join("\n") || text}`);
        for (const name of [...named, "some"]) failed.add(name);
    }

    /** How much the servers hold of each credential. */
    left(): Promise<number[]> {
        return Promise.all(this.kinds.map(async (kind) => (await kind.left()).length));
    }

    /** Services let go of what they kept, as they do within the overlap. */
    async reload(): Promise<void> {
        await Promise.all(this.services.map((service) => service.reload?.()));
    }

    /** What services failed with since this was last asked. */
    failures(): string[] {
        return this.services.flatMap((service) => {
            const { failures } = service.consumer.stats();
            const known = this.told.get(service) ?? 0;
            this.told.set(service, failures.length);
            return failures.slice(known).map(({ message }) => message);
        });
    }

    /** Every service tries it some times more, then ends. */
    async stop(): Promise<Seen> {
        const consumers = this.services.map(({ consumer }) => consumer);
        await Promise.all(consumers.map((consumer) => consumer.attempts(3).then(() => consumer.stop())));
        const sum = (key: keyof Seen): number => consumers.reduce((all, one) => all + one.stats()[key], 0);
        return { logins: sum("logins"), failedLogins: sum("failedLogins") };
    }
}

/** Makes so many credentials of a kind on one stack, lets the body play, and adds up what their services saw. */
export async function withLanes(
    suite: EngineSuite,
    make: Make,
    many: number,
    figures: Figures,
    play: (lanes: Lanes) => Promise<void>,
): Promise<Seen> {
    const { aws } = suite;
    const there: { gate?: Gate } = {};
    const made = await make(suite, (...call) => there.gate?.way(...call) ?? (() => false), many);
    const { kinds, config, setNow } = made;
    const entries = kinds.map(({ entry }) => entry);
    const gate = new Gate(kinds.map(({ name }) => name));
    there.gate = gate;
    const rotator = await rotatorFor(aws, entries);
    const suffix = rotator.accessKeyId.slice(-4);
    const watch = watchAws(aws, gate.way, ({ accessKeySuffix }) => accessKeySuffix === suffix);
    const total = { logins: 0, failedLogins: 0 };
    try {
        aws.setDelays({ activationDelayMs: ACTIVATION_MS });
        // Who has to wait asks again: a run would make more calls the more lanes there are.
        aws.setTrail({ requestsPerSecond: Infinity });
        const now = at(0, 12);
        setNow?.(new Date(now));
        await withStack({ aws, credentials: entries, now, rotator, config, warm: true }, async (stack) => {
            const lanes = new Lanes(stack, gate, kinds, setNow);
            await lanes.serve();
            try {
                await lanes.ok();
                await play(lanes);
                await stack.settled();
            } finally {
                Object.assign(total, await lanes.stop());
                figures.failures.push(...lanes.failures());
            }
        });
    } finally {
        watch.remove();
        aws.setTrail({});
        figures.logins += total.logins;
        figures.failedLogins += total.failedLogins;
        await made.close();
        write(figures);
    }
    return total;
}
