import { type Deployment, manifest, nothing, type PendingOperation, type Resource } from "./deployment";
import { given, type JournalEntry, KINDS } from "./entry";
import { underNewNames, withoutTheGone } from "./references";

/** The state that a journal makes of the one before; neither is changed. */
export function replay(before: Deployment | undefined, journal: readonly JournalEntry[]): Deployment {
    const run = new Replay(structuredClone(before ?? nothing()));
    for (const entry of [...journal].sort((a, b) => a.sequenceID - b.sequenceID)) run.play(structuredClone(entry));
    return run.deployment();
}

class Replay {
    /** New resources in the order in which they came to be, by the operation; undefined where one was removed again. */
    private made = new Map<number, Resource | undefined>();
    private readonly begun = new Map<number, PendingOperation>();
    private readonly removed = new Set<number>();
    private readonly replaced = new Map<number, Resource>();
    private readonly marks: [place: number, mark: "delete" | "pendingReplacement"][] = [];
    private refreshed = false;

    constructor(private base: Deployment) {}

    play(entry: JournalEntry): void {
        const { operationID, state, removeOld, removeNew } = entry;
        switch (KINDS[entry.kind]) {
            case "begin":
                if (entry.operation) this.begun.set(operationID, entry.operation);
                return;
            case "failure":
                return void this.begun.delete(operationID);
            case "success":
                return this.succeed(entry);
            case "refreshSuccess":
                this.begun.delete(operationID);
                this.refreshed = true;
                if (given(removeOld)) {
                    if (state) this.replaced.set(removeOld, state);
                    else this.removed.add(removeOld);
                }
                if (given(removeNew)) this.made.set(removeNew, state ?? undefined);
                return;
            case "outputs":
                if (state && given(removeOld)) this.replaced.set(removeOld, state);
                if (state && given(removeNew)) this.made.set(removeNew, state);
                return;
            case "write":
                this.base = entry.newSnapshot as Deployment;
                return;
            case "secretsManager":
                this.base.secrets_providers = entry.secretsProvider;
                return;
            case "snippets":
                this.base.snippets = entry.snippets;
                return;
            case "extension":
                this.base.extensions = { [entry.extensionRef as string]: entry.extension, ...this.base.extensions };
                return;
            case "rebuiltBaseState":
                return this.rebase();
        }
    }

    private succeed(entry: JournalEntry): void {
        this.begun.delete(entry.operationID);
        if (entry.state) this.made.set(entry.operationID, entry.state);
        if (given(entry.removeOld)) this.removed.add(entry.removeOld);
        if (given(entry.removeNew)) this.made.set(entry.removeNew, undefined);
        if (given(entry.deleteOld)) this.marks.push([entry.deleteOld, "delete"]);
        if (given(entry.deleteNew)) this.mark(entry.deleteNew, "delete");
        if (given(entry.pendingReplacementOld)) this.marks.push([entry.pendingReplacementOld, "pendingReplacement"]);
        if (given(entry.pendingReplacementNew)) this.mark(entry.pendingReplacementNew, "pendingReplacement");
        this.refreshed ||= entry.isRefresh === true;
    }

    private mark(operation: number, mark: "delete" | "pendingReplacement"): void {
        const made = this.made.get(operation);
        if (made) made[mark] = true;
    }

    private rebase(): void {
        this.base = this.deployment();
        this.made = new Map();
        for (const some of [this.begun, this.removed, this.replaced]) some.clear();
        this.marks.length = 0;
    }

    /** What is new first, in its order; then what this run has not come to. */
    deployment(): Deployment {
        const old = (this.base.resources ?? []).flatMap((one, place) => {
            if (this.removed.has(place)) return [];
            const replacement = this.replaced.get(place);
            if (replacement) return [replacement];
            const marks = this.marks.filter(([marked]) => marked === place).map(([, mark]) => [mark, true]);
            return [{ ...one, ...(Object.fromEntries(marks) as Partial<Resource>) }];
        });
        const resources = [...[...this.made.values()].filter((one) => one !== undefined), ...old];
        // Nobody knows whether a creation that was cut off happened: it stays until somebody says so.
        const unknown = (this.base.pending_operations ?? []).filter(({ type }) => type === "creating");
        if (this.refreshed) withoutTheGone(resources);
        underNewNames(resources);
        const pending_operations = [...this.begun.values(), ...unknown];
        return { ...this.base, manifest: manifest(), resources, pending_operations };
    }
}
