import assert from "node:assert/strict";
import type { FaultKind } from "../vendors";
import type { Case } from "./cases";
import { at, folded, type Player } from "./player";

/** What happens when one call to a vendor fails, told to whoever plays it. */
export type FailurePoint = (key: Player, given: Case) => Promise<void>;

/** Calls with which every rotation begins: the list for the decision, the one before the mint, the twin's permissions. */
const begun = ({ twin }: Case): string[] => ["list 200 x2", ...twin("g1-blue")];

/** Calls of a deletion of a key that is gone: Entra says nothing of that, so its list is asked. */
function gone({ id }: Case, name: string): string[] {
    return id === "entra" ? [`retire ${name} 400`, "list 200"] : [`retire ${name} 404`];
}

/** Calls that make and publish a key: it is tried twice, and once as each of two stores gives it back. */
function proven({ created }: Case, name: string): string[] {
    return [`create ${name} ${created}`, "list 200", `verify ${name} 200 x4`];
}

/** How often a creation is asked for: only Stripe promises that the repetition makes no second key. */
function creations(given: Case, calls: string[], outcome: number | FaultKind): string[] {
    const made = calls.filter((call) => call.startsWith("create"));
    assert.deepEqual(new Set(made), new Set([`create g2-green ${outcome}`]));
    if (given.id !== "stripe" || outcome === 403) assert.equal(made.length, 1, "asked for once");
    return folded(made);
}

/** A creation that the vendor refuses, and one of which nobody knows, though nothing was made. */
function nothingMade(kind: FaultKind, outcome: number | FaultKind, said: RegExp): FailurePoint {
    return async (key, given) => {
        given.vendor.fault({ op: "create", kind, times: 99 });
        const failed = await key.fails(said, { now: at(30) });
        assert.deepEqual(folded(failed.calls), [...begun(given), ...creations(given, failed.calls, outcome)]);
        assert.deepEqual(key.standing(), ["g1-blue"]);
        given.vendor.clearFaults();
        const again = await key.ok();
        assert.deepEqual(folded(again.calls), [...begun(given), ...proven(given, "g3-green")]);
        assert.deepEqual(key.standing(), ["g1-blue", "g3-green"]);
    };
}

/** A creation that acted, though its reply says nothing of it. */
function madeAllTheSame(kind: FaultKind, outcome: number | FaultKind): FailurePoint {
    return async (key, given) => {
        given.vendor.fault({ op: "create", kind, times: 99 });
        const failed = await key.fails(
            /Whether rotation-\S+-g2-green was made is not known.* the next run finds it by its name/,
            { now: at(30) },
        );
        assert.deepEqual(folded(failed.calls), [...begun(given), ...creations(given, failed.calls, outcome)]);
        assert.deepEqual(key.standing(), ["g1-blue", "g2-green"]);
        given.vendor.clearFaults();
        const again = await key.ok();
        const reclaimed = ["list 200 x2", `retire g2-green ${given.retired}`, ...given.twin("g1-blue")];
        assert.deepEqual(folded(again.calls), [...reclaimed, ...proven(given, "g2-green")]);
        assert.match(
            again.said.join(),
            /warning: .*left rotation-\S+-g2-green …\S{4} \(active\) behind.*It was deleted/,
        );
        assert.deepEqual(key.standing(), ["g1-blue", "g2-green"]);
    };
}

/** A verification that says nothing of the key. */
function unanswered(kind: FaultKind, outcome: number | FaultKind): FailurePoint {
    return async (key, given) => {
        const said = /could not find out within 2 s whether .* works .* neither published nor deleted/;
        const tell = async (now: string | undefined, first: string[]): Promise<void> => {
            given.vendor.fault({ op: "verify", kind, times: 999 });
            const failed = await key.fails(said, { now });
            const verify = failed.calls.filter((call) => call.startsWith("verify"));
            // A call that hangs is in the list when it ends, which may be after the run.
            if (kind !== "hang") assert.deepEqual(new Set(verify), new Set([`verify g2-green ${outcome}`]));
            const others = failed.calls.filter((call) => !call.startsWith("verify"));
            assert.deepEqual(folded(others), first);
            assert.deepEqual(key.standing(), ["g1-blue", "g2-green"]);
            given.vendor.clearFaults();
        };
        await tell(at(30), [...begun(given), `create g2-green ${given.created}`, "list 200"]);
        if (kind !== "hang") await tell(undefined, ["list 200 x2"]);
        const again = await key.ok();
        const calls = again.calls.filter((call) => !call.endsWith("hang"));
        assert.deepEqual(folded(calls), ["list 200 x2", "verify g2-green 200 x4"]);
    };
}

const NOTHING = /could not make rotation-\S+-g2-green: 4\d\d .*Nothing was made.*published key is untouched/;
const WHO_KNOWS = /Whether rotation-\S+-g2-green was made is not known/;

/** Each begins with a published key of generation 1, and ends with nothing left to do. */
export const failurePoints: Record<string, FailurePoint> = {
    "a creation that is refused changes nothing: 403": nothingMade("deny", 403, NOTHING),
    "a creation that is refused changes nothing: 429": nothingMade("throttle", 429, NOTHING),
    "a creation that failed without acting is made up for: 500": nothingMade("error-500", 500, WHO_KNOWS),
    "a creation that never arrived is made up for": nothingMade("refuse-before", "refuse-before", WHO_KNOWS),
    "a creation whose reply was lost is named, found by its name and deleted": madeAllTheSame(
        "lose-reply",
        "lose-reply",
    ),
    "so is one that acted and answered 500": madeAllTheSame("act-then-500", 500),

    "a key that is refused is deleted, and the next run makes another": async (key, given) => {
        given.vendor.keyring.delays = { activation: 3_600_000 };
        const failed = await key.fails(
            /did not prove to work within 2 s .*: it was deleted and nothing was published/,
            { now: at(30) },
        );
        const [verify] = folded(failed.calls.filter((call) => call.startsWith("verify")));
        assert.match(verify, new RegExp(`^verify g2-green ${given.unknownKey} x\\d+$`));
        const made = [`create g2-green ${given.created}`, "list 200", verify, `retire g2-green ${given.retired}`];
        assert.deepEqual(folded(failed.calls), [...begun(given), ...made]);
        assert.deepEqual(key.standing(), ["g1-blue"]);
        given.vendor.keyring.delays = {};
        const again = await key.ok();
        const afresh = folded(["list 200", ...gone(given, "g2-green"), "list 200", ...given.twin("g1-blue")]);
        assert.deepEqual(folded(again.calls), [...afresh, ...proven(given, "g3-green")]);
        assert.deepEqual(key.standing(), ["g1-blue", "g3-green"]);
    },

    "a verification that is put off publishes nothing and deletes nothing: 429": unanswered("throttle", 429),
    "a verification that fails publishes nothing and deletes nothing: 500": unanswered("error-500", 500),
    "a verification without an answer publishes nothing and deletes nothing": unanswered(
        "refuse-before",
        "refuse-before",
    ),

    "403 to a verification means what the vendor means by it": async (key, given) => {
        given.vendor.fault({ op: "verify", kind: "deny", times: given.forbidden === "alive" ? 2 : 99 });
        const run = await key.run({ now: at(30) });
        const verdicts = {
            alive: [false, /generation 2 goes into green/, ["g1-blue", "g2-green"]],
            dead: [true, /it was deleted and nothing was published/, ["g1-blue"]],
            unknown: [true, /it is neither published nor deleted/, ["g1-blue", "g2-green"]],
        } as const;
        const [failed, said, standing] = verdicts[given.forbidden];
        assert.equal(run.failed, failed, run.text);
        assert.match(run.text.replace(/\s+/g, " "), said);
        assert.deepEqual(key.standing(), standing);
        const first = [...begun(given), `create g2-green ${given.created}`, "list 200"];
        const [verify] = folded(run.calls.slice(first.length + 1));
        assert.match(verify ?? "", /^verify g2-green 403 x\d+$/);
        const rest = {
            alive: ["verify g2-green 200 x2"],
            dead: [`retire g2-green ${given.retired}`],
            unknown: [],
        }[given.forbidden];
        assert.deepEqual(folded(run.calls), [...first, verify, ...rest]);
        given.vendor.clearFaults();
        await key.ok();
    },

    "a publication that fails is finished with the same key": async (key, given) => {
        const store = key.breakStore();
        const failed = await key.fails(/PutSecretValue|putting Secrets Manager Secret|AccessDenied/i, { now: at(30) });
        const made = [`create g2-green ${given.created}`, "list 200", "verify g2-green 200 x2"];
        assert.deepEqual(folded(failed.calls), [...begun(given), ...made]);
        store.mend();
        const again = await key.ok();
        assert.deepEqual(folded(again.calls), ["list 200 x2", "verify g2-green 200 x4"]);
        assert.deepEqual(key.standing(), ["g1-blue", "g2-green"]);
    },

    "a deletion that fails is tried again, and one of a key that is gone is none": async (key, given) => {
        await key.ok({ now: at(30) });
        given.vendor.fault({ op: "retire", kind: "error-500", times: 99 });
        const failed = await key.fails(
            /could not delete rotation-\S+-g1-blue .*: 500 .* It may still be valid; the next run tries again/,
            { now: at(31) },
        );
        assert.deepEqual(folded(failed.calls), ["list 200", "retire g1-blue 500 x3"]);
        assert.deepEqual(key.standing(), ["g1-blue", "g2-green"]);
        given.vendor.clearFaults();
        const again = await key.ok();
        assert.deepEqual(folded(again.calls), ["list 200", `retire g1-blue ${given.retired}`]);
        await key.ok({ now: at(60) });
        const ended = given.vendor.keyring.standing().find(({ name }) => name.endsWith("-g2-green"));
        assert.ok(ended);
        given.vendor.keyring.end(ended);
        const letGo = await key.ok({ now: at(60, 1) });
        assert.deepEqual(folded(letGo.calls), ["list 200", ...gone(given, "g2-green")]);
        assert.deepEqual(key.standing(), ["g3-blue"]);
    },
};

/** The one that takes as long as a verification waits for its answer. */
export const noAnswerInTime: FailurePoint = unanswered("hang", "hang");

/**
 * All of them on one credential, one after the other. Told on the real engine and without it: that both do the same is
 * what makes the points above, which no engine plays, say something of the engine.
 */
export const oneAfterTheOther: FailurePoint = async (key, given) => {
    const { vendor, created, retired, unknownKey } = given;
    const mint = (name: string): string[] => [`create ${name} ${created}`, "list 200"];
    const fails = async (said: RegExp, now?: string): Promise<string[]> => {
        const { calls } = await key.fails(said, now === undefined ? {} : { now });
        vendor.clearFaults();
        return calls;
    };

    vendor.fault({ op: "create", kind: "throttle", times: 99 });
    const refused = await fails(NOTHING, at(30));
    assert.deepEqual(folded(refused), [...begun(given), ...creations(given, refused, 429)]);
    assert.deepEqual(key.standing(), ["g1-blue"]);

    vendor.fault({ op: "create", kind: "lose-reply", times: 99 });
    const lost = await fails(/Whether rotation-\S+-g3-green was made is not known.* finds it by its name/);
    const [tried] = folded(lost.slice(begun(given).length + 1));
    assert.match(tried, /^create g3-green lose-reply( x\d)?$/);
    assert.deepEqual(folded(lost), [...begun(given), tried]);
    assert.deepEqual(key.standing(), ["g1-blue", "g3-green"]);

    vendor.keyring.delays = { activation: 3_600_000 };
    const dead = await fails(/did not prove to work within 2 s .*: it was deleted and nothing was published/);
    const [verified] = folded(dead.filter((call) => call.startsWith("verify")));
    assert.match(verified, new RegExp(`^verify g3-green ${unknownKey} x\\d+$`));
    const reclaimed = ["list 200 x2", `retire g3-green ${retired}`, ...given.twin("g1-blue")];
    assert.deepEqual(folded(dead), [...reclaimed, ...mint("g3-green"), verified, `retire g3-green ${retired}`]);
    assert.deepEqual(key.standing(), ["g1-blue"]);
    vendor.keyring.delays = {};

    vendor.fault({ op: "verify", kind: "hang", times: 99 });
    const silent = await fails(/could not find out within 2 s whether .* works .* neither published nor deleted/);
    const afresh = folded(["list 200", ...gone(given, "g3-green"), "list 200", ...given.twin("g1-blue")]);
    const answered = silent.filter((call) => !call.startsWith("verify"));
    assert.deepEqual(folded(answered), [...afresh, ...mint("g4-green")]);
    assert.deepEqual(key.standing(), ["g1-blue", "g4-green"]);

    const store = key.breakStore();
    const unpublished = await fails(/PutSecretValue|putting Secrets Manager Secret|AccessDenied/i);
    const heard = unpublished.filter((call) => !call.endsWith("hang"));
    assert.deepEqual(folded(heard), ["list 200 x2", "verify g4-green 200 x2"]);
    store.mend();
    assert.deepEqual(folded((await key.ok()).calls), ["list 200 x2", "verify g4-green 200 x4"]);

    vendor.fault({ op: "retire", kind: "error-500", times: 99 });
    const kept = await fails(/could not delete rotation-\S+-g1-blue .*: 500 .* the next run tries again/, at(31));
    assert.deepEqual(folded(kept), ["list 200", "retire g1-blue 500 x3"]);
    assert.deepEqual(key.standing(), ["g1-blue", "g4-green"]);
    assert.deepEqual(folded((await key.ok()).calls), ["list 200", `retire g1-blue ${retired}`]);

    await key.ok({ now: at(60) });
    const ended = vendor.keyring.standing().find(({ name }) => name.endsWith("-g4-green"));
    assert.ok(ended);
    vendor.keyring.end(ended);
    assert.deepEqual(folded((await key.ok({ now: at(60, 1) })).calls), ["list 200", ...gone(given, "g4-green")]);
    assert.deepEqual(key.standing(), ["g5-blue"]);
};
