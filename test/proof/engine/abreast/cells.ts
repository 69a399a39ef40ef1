import type { Random } from "../../rig/random";

/** One thing that happens at the k-th call of a lane in a stage. */
export interface Cell<W extends string = string> {
    stage: string;
    k: number;
    what: W;
    /** How often a run was aimed at it and did not come to it. */
    tried: number;
}

/** How often a run is aimed at a cell before it counts as not reached. */
const TRIES = 4;

/** `CELLS` names those that are played again, as they are listed where they fail or are not reached. */
const ASKED = new RegExp(process.env.CELLS ?? "");

/** What a cell is called. */
export const nameOf = ({ stage, k, what }: Cell): string => `${stage}, ${what} call ${k}`;

/** The cells of a matrix that are still to be played. */
export class Cells<W extends string> {
    readonly notReached: Cell<W>[] = [];
    private readonly waiting: Cell<W>[] = [];
    /** All that there are. */
    of = 0;

    constructor(private readonly random: Random) {}

    /** Adds all cells of a stage in which a lane makes so many calls. */
    add(stage: string, calls: number, whats: readonly W[]): void {
        for (let k = 1; k <= calls; k++) {
            const cells = whats.map((what): Cell<W> => ({ stage, k, what, tried: 0 }));
            this.waiting.push(...cells.filter((cell) => ASKED.test(nameOf(cell))));
        }
        this.of += calls * whats.length;
    }

    left(stage?: string): number {
        return this.waiting.filter((cell) => stage === undefined || cell.stage === stage).length;
    }

    /**
     * Takes up to so many cells of a stage: neighbours, whose calls come at about the same time, and those first that were
     * aimed at least often. Which lane gets which is for the seed to say.
     *
     * @param ending what ends a run for all lanes: it comes with its like only
     */
    take(stage: string, many: number, ending: readonly W[] = []): Cell<W>[] {
        const order = this.waiting.filter((cell) => cell.stage === stage);
        order.sort((a, b) => a.tried - b.tried || a.k - b.k);
        const ends = ({ what }: Cell<W>): boolean => ending.includes(what);
        const taken = order.filter((cell) => ends(cell) === ends(order[0])).slice(0, many);
        for (const cell of taken) this.waiting.splice(this.waiting.indexOf(cell), 1);
        return this.shuffled(taken);
    }

    /** Gives a cell back that a run did not come to. */
    back(cell: Cell<W>): void {
        const again = { ...cell, tried: cell.tried + 1 };
        (again.tried < TRIES ? this.waiting : this.notReached).push(again);
    }

    private shuffled(cells: Cell<W>[]): Cell<W>[] {
        const rest = [...cells];
        return cells.map(() => rest.splice(this.random.below(rest.length), 1)[0]);
    }
}
