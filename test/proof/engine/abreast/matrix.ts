import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { Run } from "../../../support/harness";
import { Random } from "../../rig/random";
import { asked, type Figures, tell, write } from "../figures";
import { type Cell, Cells, nameOf } from "./cells";
import { type Aim, type Met, SHARED } from "./gate";
import type { Lanes } from "./lanes";
import { due, type Stages } from "./stages";

/** What is played at each call of each stage. */
export interface Plan {
    stages: Stages;
    whats: readonly Aim["what"][];
    /** What ends a run for all lanes: it is aimed at in runs of its own. */
    ending?: readonly Aim["what"][];
}

/** How long the first held call waits for the others, in milliseconds: clients of the package give up after ten seconds. */
const PATIENCE_MS = 6500;
/** So long without any call, and no other one will come, in milliseconds: a new key is tried for two seconds. */
const QUIET_MS = 3500;
/** How far a call got by the log of a server. */
const PHASES: Record<string, string> = { before: "refused", after: "lost", reply: "answered" };

/** What a matrix came to. */
export interface Played {
    lanes: number;
    /** Remote calls of a lane, and of all together where they name nobody. */
    calls: Record<string, { lane: number; shared: number }>;
    stages: Record<string, { cells: number; of: number }>;
    cells: number;
    of: number;
    notReached: string[];
    /** Runs in which something happened, those among them that failed and were not killed, runs to refresh, and all. */
    struck: number;
    failed: number;
    refreshed: number;
    runs: number;
    rotations: number;
    seconds: number;
}

/** Something at every call of every stage of one kind, at as many credentials in a run as there are lanes. */
export class Matrix {
    readonly played: Played = {
        ...{ lanes: 0, calls: {}, stages: {}, cells: 0, of: 0, notReached: [] },
        ...{ struck: 0, failed: 0, refreshed: 0, runs: 0, rotations: 0, seconds: 0 },
    };
    private readonly own: Cells<Aim["what"]>;
    private readonly shared: Cells<Aim["what"]>;
    /** How much is left of each credential after each stage in which nothing happens. */
    private readonly left: Record<string, number[]> = {};
    private readonly began = Date.now();

    constructor(
        private readonly name: string,
        private readonly lanes: Lanes,
        private readonly plan: Plan,
        private readonly figures: Figures,
    ) {
        const random = new Random(asked.seed);
        [this.own, this.shared] = [new Cells(random), new Cells(random)];
        this.played.lanes = lanes.names.length;
    }

    /** Counts the calls of each stage once, then plays until nothing is left or the time is over. */
    async play(ends: number): Promise<void> {
        const { stages } = this.plan;
        for (const stage of Object.keys(stages)) await this.count(stage);
        this.played.of = this.own.of + this.shared.of;
        this.figures.of += this.played.of;
        for (let day = 60; this.own.left() + this.shared.left() > 0; day += 30) {
            for (const stage of Object.keys(stages)) {
                if (Date.now() > ends) return;
                await this.stage(stage, due(stages, stage, day));
            }
            this.played.rotations += this.played.lanes;
            this.figures.rotations += this.played.lanes;
        }
    }

    private async count(stage: string): Promise<void> {
        const { lanes, plan, played } = this;
        lanes.gate.arm();
        await lanes.ok({ now: due(plan.stages, stage, 30) });
        const calls = lanes.gate.calls();
        const shared = calls.get(SHARED)?.length ?? 0;
        const lane = Math.max(...lanes.names.map((name) => calls.get(name)?.length ?? 0));
        this.own.add(stage, lane, plan.whats);
        this.shared.add(stage, shared, plan.whats);
        played.calls[stage] = { lane, shared };
        played.stages[stage] = { cells: 0, of: (lane + shared) * plan.whats.length };
        await lanes.reload();
        this.left[stage] = await lanes.left();
        tell(`${this.name}, ${stage}: ${lane} calls of a lane, ${shared} shared`);
    }

    private async stage(stage: string, now: string): Promise<void> {
        const { lanes, own, shared, plan } = this;
        const aims = new Map<string, Cell<Aim["what"]>>();
        own.take(stage, lanes.names.length, plan.ending).forEach((cell, index) => aims.set(lanes.names[index], cell));
        if (aims.size === 0) shared.take(stage, 1).forEach((cell) => aims.set(SHARED, cell));
        lanes.gate.arm(aims);
        if (aims.size === 0) await lanes.ok({ now });
        else await this.strike(aims, stage, now);
        await lanes.reload();
    }

    private async strike(aims: Map<string, Cell<Aim["what"]>>, stage: string, now: string): Promise<void> {
        const { lanes, name, figures, played } = this;
        const label = (cell: Cell): string => `${name}, ${nameOf(cell)}`;
        try {
            const run = await this.run(aims, now);
            const met = lanes.gate.met();
            if (run.signal === "SIGKILL") await Promise.all([lanes.stack.warmUp(), lanes.stack.cancel()]);
            if (met.size === 0) assert.equal(run.code, 0, run.text);
            for (const [lane, one] of met) assertMet(one, run, `${lane}, ${label(aims.get(lane) as Cell)}`);
            const lost = [...met].filter(([, one]) => one.what === "lose-reply").map(([lane]) => lane);
            const { said } = await lanes.inOrder(lost);
            const left = await lanes.left();
            const expected = this.left[stage];
            assert.deepEqual(left, expected, `${left.join()} are left, and not ${expected.join()}: ${said.join("; ")}`);
            for (const [lane, cell] of aims) this.note(lane, cell, met.get(lane), stage);
            played.struck++;
            if (run.signal === null && run.code !== 0) played.failed++;
            tell(`${name}, ${stage}: ${played.cells} of ${played.of}; ${met.size} of ${aims.size} at once`);
        } catch (error) {
            const what = [...aims.values()].map(label).join("; ");
            figures.failures.push(`${what}: ${(error as Error).message.slice(-3000)}`);
            tell(figures.failures[figures.failures.length - 1]);
            await lanes.stack.cancel().catch(() => undefined);
            await lanes.inOrder();
        }
        figures.failures.push(...lanes.failures().map((message) => `${name}, ${stage}: ${message}`));
        Object.assign(played, {
            runs: lanes.runs,
            refreshed: lanes.refreshed,
            seconds: Math.round((Date.now() - this.began) / 1000),
        });
        played.notReached = [...this.own.notReached, ...this.shared.notReached].map(label);
        write(figures);
    }

    private note(lane: string, cell: Cell<Aim["what"]>, met: Met | undefined, stage: string): void {
        const { played, figures, name } = this;
        if (!met) return (lane === SHARED ? this.shared : this.own).back(cell);
        played.cells++;
        played.stages[stage].cells++;
        figures.cells++;
        figures.played.push(`${name}, ${stage}, ${met.what} call ${met.k} (${met.call})`);
    }

    /** A run that is killed once all who are aimed at are held, or no more will be. */
    private async run(aims: ReadonlyMap<string, Aim>, now: string): Promise<Run> {
        const { gate, stack } = this.lanes;
        let over = false;
        const running = this.lanes.up({ now }).finally(() => (over = true));
        const ripe = (): boolean => {
            if (gate.firstHeld === 0) return false;
            const at = Date.now();
            const quiet = at - Math.max(gate.lastCall, gate.firstHeld) > QUIET_MS;
            return gate.met().size === aims.size || quiet || at - gate.firstHeld > PATIENCE_MS;
        };
        while (!over) {
            await Promise.race([sleep(25), running.catch(() => undefined)]);
            if (ripe() && !over) {
                await gate.strike(() => stack.busy && stack.kill());
                break;
            }
        }
        return running;
    }
}

/** A call that was held was held at its moment, as gate and server say, and the run was killed. */
function assertMet({ what, acted, sent, phase }: Met, run: Run, where: string): void {
    if (PHASES[what] === undefined) return;
    assert.equal(run.signal, "SIGKILL", `${where}: the run was not killed, and ended with …${run.text.slice(-1500)}`);
    assert.deepEqual({ acted, sent }, { acted: what !== "before", sent: what === "reply" }, where);
    if (phase) assert.equal(phase(), PHASES[what], where);
}
