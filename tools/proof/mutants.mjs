import { MUTANTS_OF_API_KEYS } from "./mutantsOfApiKeys.mjs";

/**
 * The guards, each with the change that takes it away and the tests that must then fail. `find` must be there exactly
 * once, so that a guard that was rewritten is noticed.
 * @typedef {{ guard: string, file: string, find: string, replace: string, tests: string[] }} Mutant
 */
const CREDENTIALS = "test/unit/credentials";
const IN_PLACE = `${CREDENTIALS}/identityChange.test.ts`;
const RIG = `${CREDENTIALS}/apiKey/failures.test.ts`;
const GATES = "test/unit/rotation/hooks/beforePublish.test.ts";
const of = (/** @type {string[]} */ ...names) => names.map((name) => `test/unit/${name}.test.ts`);
const gates = (
    /** @type {string} */ guard,
    /** @type {string} */ find,
    /** @type {string} */ replace,
    { tests = [GATES], hook = "beforePublish" } = {},
) => ({
    ...{ guard, find, replace, tests, file: `components/rotation/hooks/${hook}.ts` },
});

/** @type {Mutant[]} */
export const MUTANTS = [
    gates(
        "verify: what does not work is not published",
        `if (answer.state === "alive") return;`,
        `if (answer) return;`,
    ),
    gates("verify: no answer is no verdict", `if (answer.state === "unknown") {`, `if (!answer) {`),
    {
        guard: "verify: several successes in a row",
        file: "components/shared/verification.ts",
        find: "inARow >= limits.successes",
        replace: "inARow >= 1",
        tests: [GATES],
    },
    gates(
        "ownership: a foreign key is no orphan",
        `unknown.filter((credential) => stemsFromIntent(ledger.intent, credential, generation));
    const foreign`,
        `unknown.filter(() => generation > 0);
    const foreign`,
        { hook: "beforeCreate" },
    ),
    gates(
        "capacity: nothing is made where there is no room",
        "foreign.length + crowd + others + 1 > policy.capacity",
        "crowd > 1e9",
        { hook: "beforeCreate" },
    ),
    gates(
        "order: what is on record is not made a second time",
        "throw new Error(stateLacks(context, ledger.current));",
        "return;",
        { hook: "beforeCreate" },
    ),
    gates(
        "order: what somebody deleted is made anew only where that is asked for",
        `=== "missing") throw new Error(notAsked(context));`,
        `=== "missing") return;`,
        { tests: of("rotation/hooks/passed"), hook: "beforeCreate" },
    ),
    {
        guard: "order: a step whose gate was taken away is noticed by the next gate",
        file: "components/rotation/hooks/passed.ts",
        find: "passed.has(before.gate)",
        replace: "passed.has(gate)",
        tests: of("rotation/hooks/passed"),
    },
    {
        guard: "memory: a value that no store gives out any more is not published again",
        file: "components/decision/bootstrap.ts",
        find: "policy.unlisted && facts.beside !== true",
        replace: "policy.unlisted && facts.beside === undefined",
        tests: of("decision/bootstrap"),
    },
    {
        guard: "ownership: a key that a list lacks and that works is not healed away",
        file: "components/rotation/inspectPublished.ts",
        find: `answer.state === "alive" ?`,
        replace: `answer.state === undefined ?`,
        tests: of("rotation/inspectPublished"),
    },
    gates("order: the record only if the stores give back what was written", "if (wrong) {", "if (wrong && !wrong) {", {
        hook: "beforeRecord",
    }),
    gates("order: the record only if that works", `if (answer.state === "alive") continue;`, "if (answer) continue;", {
        hook: "beforeRecord",
    }),
    {
        guard: "order: an orphan is disabled in one run and deleted in the next",
        file: "components/rotation/hooks/leftovers.ts",
        find: "orphans.filter((credential) => credential.active);",
        replace: "orphans.filter(() => false);",
        tests: [GATES],
    },
    {
        guard: "ownership: what another run published meanwhile is no orphan",
        file: "components/rotation/hooks/leftovers.ts",
        find: "await refuseIfTaken(context, orphans);",
        replace: "",
        tests: [GATES],
    },
    gates(
        "order: what may have been published is not deleted",
        `if (told === undefined) return;`,
        `if (told !== "") return;`,
    ),
    {
        guard: "one slot per run: no rotation before the older slot has left",
        file: "components/decision/rules/retirement.ts",
        find: `if (phase === "absent") return rotationDue`,
        replace: `if (phase === "absent" || isRotationDue(ledger, facts)) return rotationDue`,
        tests: of("decision/rules/retirement", "decision/decide"),
    },
    {
        guard: "confirmation before the next rotation",
        file: "components/decision/decide.ts",
        find: "return isConfirmed(run.ledger, run.facts.record) ? undefined",
        replace: "return run.facts.record !== null ? undefined",
        tests: of("decision/rules/unconfirmedGeneration", "decision/decide"),
    },
    {
        guard: "hold while in use",
        file: "components/decision/rules/retirementHolds.ts",
        find: "(ledger.revoking ? undefined : usageHold(ledger, facts, policy))",
        replace: "(undefined as RetirementHold | undefined)",
        tests: of("decision/rules/retirementHolds", "decision/rules/retirementHolds.use"),
    },
    {
        guard: "hold while a consumer has not moved",
        file: "components/decision/rules/retirementHolds.ts",
        find: "const why = consumerHold(ledger, facts) ??",
        replace: "const why =",
        tests: of("decision/rules/retirementHolds"),
    },
    {
        guard: "the overlap",
        file: "components/decision/rules/retirement.ts",
        find: "if (Date.parse(facts.now) >= end)",
        replace: "if (end > 0)",
        tests: of("decision/rules/retirement"),
    },
    {
        guard: "the retention of what is disabled",
        file: "components/decision/rules/retirement.ts",
        find: "if (rested < policy.retentionMs) {",
        replace: "if (rested < 0) {",
        tests: of("decision/rules/retirement"),
    },
    {
        guard: "a state older than the store stops the run",
        file: "components/decision/rules/stateConflict.ts",
        find: "if (record.generation > ledger.generation) {",
        replace: "if (record.generation < 0) {",
        tests: of("decision/rules/unconfirmedGeneration", "decision/decide"),
    },
    {
        guard: "one that was enabled again is not deleted",
        file: "components/decision/rules/retirement.ts",
        find: `if (remote !== "unknown" && remote.active)`,
        replace: `if (remote === undefined)`,
        tests: of("decision/rules/retirement"),
    },
    {
        guard: "a clock that is behind is told, and nothing rotates",
        file: "components/decision/decide.ts",
        find: "    clockBehind, // clock-behind\n",
        replace: "",
        tests: of(
            "decision/rules/rotationRequested",
            "schedule/calendar",
            "decision/decide",
            "decision/rules/retirement",
        ),
    },
    {
        guard: "ownership: what stood there before the mint does not stem from it",
        file: "components/decision/attribution.ts",
        find: "if (intent === undefined || intent.known.includes(stranger.id)) return false;",
        replace: "if (intent === undefined) return false;",
        tests: [...of("decision/attribution"), GATES],
    },
    {
        guard: "a creation is asked for once",
        file: "components/providers/apiKey.ts",
        find: "await vendor.create(access, { name, copyPermissionsFrom: twin, expiresOn });",
        replace:
            "await vendor.create(access, { name, copyPermissionsFrom: twin, expiresOn }).catch(() => vendor.create(access, { name, copyPermissionsFrom: twin, expiresOn }));",
        tests: [RIG],
    },
    {
        guard: "ownership: a place belongs to one credential",
        file: "components/shared/uniqueness.ts",
        find: "if (other.name !== name || other.parent !== who.parent) {",
        replace: "if (other === undefined) {",
        tests: [`${CREDENTIALS}/twins.test.ts`],
    },
    {
        guard: "ownership: the published key of another user is not rotated away",
        file: "components/credentials/awsIam/kind.ts",
        find: "if (owner === undefined || sameUser(owner, user)) return [];",
        replace: "if (owner === undefined || user.length >= 0) return [];",
        tests: [IN_PLACE],
    },
    {
        guard: "ownership: a published login of another name is not renamed or dropped",
        file: "components/credentials/postgres/names.ts",
        find: "if (ours.includes(roleOf(id))) return;",
        replace: "if (ours.length > 0) return;",
        tests: [IN_PLACE],
    },
    {
        guard: "a key whose user was changed is not replaced",
        file: "components/credentials/awsIam/kind.ts",
        find: `ignoreChanges: [...(opts.ignoreChanges ?? []), "user"]`,
        replace: "ignoreChanges: opts.ignoreChanges",
        tests: [IN_PLACE],
    },
    ...MUTANTS_OF_API_KEYS,
];
