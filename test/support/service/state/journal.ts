import { createHash } from "node:crypto";
import { given, type JournalEntry, KINDS } from "./entry";

/** The entries of one run, each of which makes sense after those before it. */
export class Journal {
    readonly entries: JournalEntry[] = [];
    /** What each entry was, as a hash: a large run has tens of thousands. */
    private readonly bySequence = new Map<number, string>();
    private readonly open = new Set<number>();
    private readonly begun = new Set<number>();
    /** Operations that made a resource. */
    private readonly made = new Set<number>();
    /** How many resources there are to be named by their place. */
    private places: number;

    constructor(places: number) {
        this.places = places;
    }

    /**
     * Takes an entry. One that was taken already may come again, for a client repeats what was not answered.
     *
     * @returns why it cannot be; undefined where it was taken
     */
    take(entry: JournalEntry): string | undefined {
        const text = createHash("sha256").update(JSON.stringify(entry)).digest("base64");
        const known = this.bySequence.get(entry.sequenceID);
        if (known !== undefined) return known === text ? undefined : "another entry has this sequenceID";
        const wrong = this.wrong(entry);
        if (wrong !== undefined) return wrong;
        this.bySequence.set(entry.sequenceID, text);
        this.entries.push(entry);
        this.note(entry);
        return undefined;
    }

    /** The first entry that is missing below the last; undefined where none is. */
    missing(): number | undefined {
        const count = this.bySequence.size;
        for (let sequence = 1; sequence <= count; sequence++) if (!this.bySequence.has(sequence)) return sequence;
        return undefined;
    }

    /** Operations that began and did not end. */
    unfinished(): number[] {
        return [...this.open];
    }

    private wrong(entry: JournalEntry): string | undefined {
        const kind = KINDS[entry.kind];
        if (entry.version !== 1) return `version ${entry.version} is none that was agreed on`;
        if (kind === undefined) return `kind ${entry.kind} is unknown`;
        if (!Number.isInteger(entry.sequenceID) || entry.sequenceID < 1) return "a sequenceID begins at 1";
        if (kind === "begin" && this.begun.has(entry.operationID)) return "the operation has begun before";
        if (["success", "failure", "refreshSuccess"].includes(kind) && !this.open.has(entry.operationID))
            return "the operation has not begun, or has ended";
        if (kind === "write" && !entry.newSnapshot) return "newSnapshot is missing";
        if (kind === "secretsManager" && !entry.secretsProvider) return "secretsProvider is missing";
        for (const place of [entry.removeOld, entry.deleteOld, entry.pendingReplacementOld])
            if (given(place) && (place < 0 || place >= this.places)) return `there is no resource at ${place}`;
        for (const operation of [entry.removeNew, entry.deleteNew, entry.pendingReplacementNew])
            if (given(operation) && !this.made.has(operation)) return `operation ${operation} made no resource`;
        return undefined;
    }

    private note({ kind, operationID, state, newSnapshot }: JournalEntry): void {
        switch (KINDS[kind]) {
            case "begin":
                this.begun.add(operationID);
                return void this.open.add(operationID);
            case "success":
                if (state) this.made.add(operationID);
                return void this.open.delete(operationID);
            case "refreshSuccess":
            case "failure":
                return void this.open.delete(operationID);
            case "write":
                this.places = newSnapshot?.resources?.length ?? 0;
                return;
            case "rebuiltBaseState":
                // How many there are now only the replay could tell.
                this.places = Infinity;
                return this.made.clear();
        }
    }
}
