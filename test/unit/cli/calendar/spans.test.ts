import assert from "node:assert/strict";
import { dueEvents } from "../../../../cli/calendar/events";
import { type Span, spansOf } from "../../../../cli/calendar/spans";
import { picture } from "../../../../cli/calendar/timelineSvg";
import { credentialsOf } from "../../../../cli/state/credentials";
import { ledgerOf, resourcesOf, stateOf } from "../support/scene";

const NOW = new Date("2030-01-01T06:00:00Z");
const UNTIL = new Date("2030-02-15T00:00:00Z");
const entry = { name: "app", kind: "aws-iam-access-key", every: "30d", overlap: "48h" };
const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
const lines = (spans: Span[]): string[] => spans.map(({ what, from, to }) => `${what} ${day(from)} ${day(to)}`);

function spans(listed: object = {}, ledger = ledgerOf()): Span[] {
    const credentials = credentialsOf(stateOf(resourcesOf("app", ledger)));
    const entries = [{ ...entry, ...listed }];
    return spansOf(credentials, entries, dueEvents(credentials, entries, NOW, UNTIL));
}

describe("the bars of a calendar", () => {
    it("are those of the credential that leaves now, and of each coming rotation", () => {
        assert.deepEqual(lines(spans()), [
            "overlap 2030-01-01 2030-01-03",
            "disabled 2030-01-03 2030-01-04",
            "overlap 2030-01-31 2030-02-02",
            "disabled 2030-02-02 2030-02-03",
        ]);
    });

    for (const kind of ["stripe-api-key", "cloudflare-api-token", "entra-app-secret"])
        it(`have no time of rest for ${kind}, which cannot be disabled`, () =>
            assert.ok(spans({ kind }).every(({ what }) => what === "overlap")));

    it("show nothing of a way back that is under way", () => {
        assert.deepEqual(lines(spans({}, ledgerOf({ back: true }))), [
            "overlap 2030-01-31 2030-02-02",
            "disabled 2030-02-02 2030-02-03",
        ]);
    });

    it("are drawn beside today's line, and those out of sight are not", () => {
        const far = {
            name: "app",
            what: "overlap" as const,
            from: Date.parse("2031-01-01"),
            to: Date.parse("2031-01-02"),
        };
        const drawn = picture({ names: ["app"], events: [], spans: [...spans(), far], now: NOW, until: UNTIL });
        assert.equal(drawn.match(/class="bar"/g)?.length, 4 + 2); // and two in the legend
        assert.match(drawn, /class="today"/);
        assert.match(drawn, /two credentials are valid from 2030-01-31T00:00:00Z until 2030-02-02T00:00:00Z/);
    });
});
