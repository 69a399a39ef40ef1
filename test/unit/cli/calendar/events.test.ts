import assert from "node:assert/strict";
import { calendarPage, calendarText } from "../../../../cli/commands/calendar";
import { type DueEvent, dueEvents, periodOf } from "../../../../cli/calendar/events";
import { spansOf } from "../../../../cli/calendar/spans";
import { credentialsOf } from "../../../../cli/state/credentials";
import { ledgerOf, resourcesOf, stateOf, urnOf } from "../support/scene";

const NOW = new Date("2030-01-01T06:00:00Z");
const until = (text: string): Date => new Date(text);
const entry = { name: "app", kind: "aws-iam-access-key", every: "30d", overlap: "48h" };
const credentials = (ledger = ledgerOf()) => credentialsOf(stateOf(resourcesOf("app", ledger)));
const lines = (found: ReturnType<typeof dueEvents>): string[] => found.map(({ at, what }) => `${at} ${what}`);

describe("the calendar", () => {
    it("has the rotations of the period, and what becomes of the previous one", () => {
        assert.deepEqual(lines(dueEvents(credentials(), [entry], NOW, until("2030-04-15T00:00:00Z"))), [
            "2030-01-03T00:00:00Z disable",
            "2030-01-04T00:00:00Z delete",
            "2030-01-31T00:00:00Z rotate",
            "2030-03-02T00:00:00Z rotate",
            "2030-04-01T00:00:00Z rotate",
        ]);
    });

    it("takes the period from the trigger where the program lists nothing", () => {
        const found = dueEvents(credentials(), [], NOW, until("2030-03-05T00:00:00Z"));
        assert.deepEqual(lines(found.filter(({ what }) => what === "rotate")), [
            "2030-01-31T00:00:00Z rotate",
            "2030-03-02T00:00:00Z rotate",
        ]);
    });

    it("shows an overdue rotation where it fell due", () => {
        const [first] = dueEvents(
            credentials(),
            [entry],
            new Date("2030-02-02T00:00:00Z"),
            until("2030-02-10T00:00:00Z"),
        ).filter(({ what }) => what === "rotate");
        assert.deepEqual(first, { at: "2030-01-31T00:00:00Z", name: "app", what: "rotate", overdue: true });
    });

    it("has no disabling where the vendor can only delete, and none while an older one is published on request", () => {
        const found = dueEvents(
            credentials(),
            [{ ...entry, kind: "stripe-api-key" }],
            NOW,
            until("2030-01-10T00:00:00Z"),
        );
        assert.deepEqual(lines(found), ["2030-01-03T00:00:00Z delete"]);
        assert.deepEqual(
            dueEvents(credentials(ledgerOf({ back: true })), [entry], NOW, until("2030-01-10T00:00:00Z")),
            [],
        );
    });

    it("knows from the state what cannot be disabled, and says what it assumes where nothing is listed", () => {
        const of = (type: string, child?: string) => {
            const more =
                child === undefined ? [] : [{ urn: "urn:child", type: child, parent: urnOf("app"), custom: true }];
            const resources = [...resourcesOf("app"), ...more].map((one) =>
                one.urn === urnOf("app") ? { ...one, type: `rotation:index:${type}` } : one,
            );
            return dueEvents(credentialsOf(stateOf(resources)), [], NOW, until("2030-01-10T00:00:00Z"));
        };
        const deleted = { at: "2030-01-02T00:00:00Z", name: "app", what: "delete", overdue: false, assumed: true };
        assert.deepEqual(of("StripeApiKey"), [deleted]);
        assert.deepEqual(of("CloudflareApiToken"), [deleted]);
        assert.deepEqual(of("PostgresLogin", "pulumi-nodejs:dynamic/rotation:PostgresPassword"), [deleted]);
        for (const type of ["PostgresLogin", "AwsIamAccessKey", "StaticSecret"])
            assert.deepEqual(lines(of(type)), ["2030-01-02T00:00:00Z disable", "2030-01-03T00:00:00Z delete"]);
        assert.match(calendarText({ events: [deleted as DueEvent], until: "x" }), /with 24 h, for no entry says it/);
    });

    it("knows months from windows", () => {
        assert.equal(periodOf({ start: "2030-01-01T03:00:00Z", end: "2030-02-01T03:00:00Z" }), "P1M");
        assert.equal(periodOf({ start: "2030-01-01T00:00:00Z", end: "2030-01-31T00:00:00Z" }), "2592000s");
    });

    it("is a table, and a page with a picture that needs nothing else", () => {
        const events = dueEvents(credentials(), [entry], NOW, until("2030-02-15T00:00:00Z"));
        assert.match(calendarText({ events, until: "x" }), /2030-01-31T00:00:00Z +app +rotate/);
        const spans = spansOf(credentials(), [entry], events);
        const timeline = { names: ["<b>app"], events, spans, now: NOW, until: until("2030-02-15T00:00:00Z") };
        const page = calendarPage("prod", timeline);
        assert.match(page, /<svg [^>]*viewBox=/);
        assert.equal(page.match(/class="sign"/g)?.length, events.length + 3);
        // Told apart by shape, on a dark screen and on paper; in a frame that can be moved sideways.
        for (const shape of ["circle", "rect", "path"]) assert.match(page, new RegExp(`<${shape} class="sign"`));
        assert.match(page, /prefers-color-scheme:dark[^]*@media print/);
        assert.match(page, /<div class="wide"><svg/);
        assert.match(page, /<div class="wide"><table/);
        assert.doesNotMatch(page, /\.000Z/);
        assert.doesNotMatch(page, /<script|https?:\/\/(?!www\.w3\.org)|<b>app/);
        assert.equal(calendarText({ events: [], until: "2030" }), "nothing falls due until 2030");
    });
});
