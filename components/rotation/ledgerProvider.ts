import { decide } from "./decide";
import { Facts, Ledger, Policy } from "./types";

/** What the program hands to the ledger: facts and policy, as one JSON text, so that nothing of it is compared. */
export interface LedgerRequest {
    facts: Facts;
    policy: Policy;
}

interface Inputs {
    /** JSON of LedgerRequest; consumed here and never stored. */
    request?: string;
    /** The start of the window as the trigger tells it; consumed here too. */
    window?: string;
    /** JSON of the Ledger. */
    ledger?: string;
}

/**
 * The provider behind the ledger resource. All its work happens in `check`, which sees the inputs of the last run and
 * returns those of this one: that is why `pulumi preview` already knows the whole plan.
 */
export function check(olds: Inputs, news: Inputs) {
    const { facts, policy } = JSON.parse(news.request ?? "{}") as LedgerRequest;
    if (news.window !== undefined && Date.parse(news.window) !== Date.parse(facts.window.start)) {
        const reason = `the trigger stands at ${news.window}, the calendar at ${facts.window.start}; run again, without --target and --exclude`;
        return { failures: [{ property: "", reason }] };
    }
    const decision = decide(readLedger(olds.ledger), facts, policy);
    if (decision.kind === "stop") return { failures: [{ property: "", reason: decision.sentence }] };
    return { inputs: { ledger: JSON.stringify(decision.ledger) } };
}

/** Never asks for a replacement: that would lose the memory. */
export function diff(_id: string, olds: Inputs, news: Inputs) {
    return { changes: olds.ledger !== news.ledger, replaces: [], deleteBeforeReplace: false };
}

export function create(inputs: Inputs) {
    return { id: "ledger", outs: inputs };
}

export function update(_id: string, _olds: Inputs, news: Inputs) {
    return { outs: news };
}

function readLedger(text: string | undefined): Ledger | undefined {
    if (text === undefined || text === "") return undefined;
    const ledger = JSON.parse(text) as Ledger;
    if (ledger.version !== 1) {
        throw new Error(
            `the ledger in the state has version ${String(ledger.version)}, this package reads version 1: ` +
                `use the version of the package that wrote it, or a newer one`,
        );
    }
    return ledger;
}
