import { decide } from "../decision/decide";
import { known, strayed, Owner } from "../decision/owner";
import { Ledger, LedgerRequest } from "../decision/types";

interface Inputs {
    /** JSON of LedgerRequest; consumed here and never stored. */
    request?: string;
    /** The start of the window as the trigger tells it; consumed here too. */
    window?: string;
    /** JSON of the Ledger. */
    ledger?: string;
    /** JSON of whose the credentials are, since that was first seen. It is written down beside the ledger without a change. */
    whose?: string;
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
    const kept = olds.whose === undefined ? undefined : (JSON.parse(olds.whose) as Owner);
    const stray = strayed(policy.title, kept, facts.whose) ?? facts.elsewhere;
    if (stray !== undefined) return { failures: [{ property: "", reason: stray }] };
    const whose = known(kept, facts.whose);
    const decision = decide(readLedger(olds.ledger), facts, policy);
    if (decision.kind === "stop") return { failures: [{ property: "", reason: decision.sentence }] };
    const ledger = JSON.stringify(decision.ledger);
    return { inputs: whose === undefined ? { ledger } : { ledger, whose: JSON.stringify(whose) } };
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
