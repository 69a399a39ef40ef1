import assert from "node:assert/strict";
import * as path from "node:path";
import { vendors } from "../../../components/credentials/apiKey/vendors";
import { checkCredentials } from "../../../stack/config";
import { isLate } from "../../../tools/demo/stage/latecomers";
import { readStackFile, roleOf } from "../../../tools/demo/stage/listed";
import { changes, mints, type Role } from "../../../tools/demo/story/lifecycle";
import { HALF_A_YEAR, type Night, planActs, planStory } from "../../../tools/demo/story/plan";
import { tell } from "../../../tools/demo/story/telling";

const DAY_MS = 86_400_000;

/** A credential whose windows begin every so many days, counted from 2030-01-06T02:00:00Z. */
function role(name: string, everyDays: number): Role {
    const anchor = Date.parse("2030-01-06T02:00:00Z");
    const every = everyDays * DAY_MS;
    return {
        name,
        overlapMs: DAY_MS,
        retentionMs: DAY_MS,
        disables: true,
        breakable: true,
        windowStart: (now) => anchor + Math.floor((now - anchor) / every) * every,
    };
}

function kindOf(vendor: string): string {
    return `${vendor}-api-${vendor === "cloudflare" ? "token" : "key"}`;
}

function nightsOf(nights: Night[], chapter: string): Night[] {
    return nights.filter((night) => night.chapter === chapter);
}

describe("the demo's story", () => {
    const { entries } = readStackFile(path.resolve(__dirname, "../../.."));
    const nights = planStory(entries.map(roleOf));

    it("is about credentials that the stack reads as they are written down for it", () => {
        const written = JSON.parse(JSON.stringify(entries)) as unknown;
        assert.equal(checkCredentials(written).length, entries.length);
    });

    it("has 13 to 17 runs in half a year, for the credentials of Pulumi.dev.yaml, one of each kind and more", () => {
        const played = new Set(entries.map(({ kind }) => kind));
        const others = ["postgres-login", "static-secret"];
        // Secrets of Entra and keys of Google Cloud are played by the tests alone: the demo has four vendors already.
        const shown = Object.keys(vendors).filter((vendor) => vendor !== "entra");
        assert.deepEqual([...played], ["aws-iam-access-key", ...shown.map(kindOf), ...others]);
        assert.ok(nights.length >= 13 && nights.length <= 17, `${nights.length} runs`);
        const days = (Date.parse(nights.at(-1)!.at) - Date.parse(nights[0].at)) / DAY_MS;
        assert.ok(days >= 181, `${days} days`);
    });

    it("begins after the real clock's time, so that no trigger has expired", () => {
        assert.equal(nights[0].at, HALF_A_YEAR.start);
        assert.ok(Date.parse(nights[0].at) >= Date.parse("2030-01-01T00:00:00Z"));
    });

    it("tells every chapter, each once but the usual", () => {
        for (const chapter of ["first", "quiet", "return", "emergency", "broken", "recovery"]) {
            assert.equal(nightsOf(nights, chapter).length, 1, chapter);
        }
    });

    it("leaves a quarter out and then rotates each credential once", () => {
        const [back] = nightsOf(nights, "return");
        const before = nights[nights.indexOf(back) - 1];
        assert.ok((Date.parse(back.at) - Date.parse(before.at)) / DAY_MS >= 90);
        assert.equal(back.missed, 119);
        assert.equal(back.minted, entries.length);
        assert.deepEqual(
            Object.values(back.happenings),
            entries.map(() => "window"),
        );
    });

    it("disables the leaked key in the run that replaces it", () => {
        const [{ about, happenings, pictures }] = nightsOf(nights, "emergency");
        assert.equal(happenings[about!], "emergency");
        assert.deepEqual(Object.values(pictures[about!]).sort(), ["inactive", "live"]);
    });

    it("keeps what is published when a new key never works, and rotates in the next run", () => {
        const [broken] = nightsOf(nights, "broken");
        const before = nights[nights.indexOf(broken) - 1];
        const next = nights[nights.indexOf(broken) + 1];
        const name = broken.about!;
        assert.equal(broken.happenings[name], "failing");
        assert.deepEqual(broken.pictures[name], before.pictures[name]);
        assert.equal(next.chapter, "recovery");
        assert.equal(next.happenings[name], "restarting");
    });

    it("has no run in which nothing happens but the one that is about that", () => {
        const idle = nights.filter(({ happenings }) => !Object.values(happenings).some(changes));
        assert.deepEqual(
            idle.map(({ chapter }) => chapter),
            ["quiet"],
        );
    });

    it("changes the validity of at most one slot a run, the emergency apart, and never lacks a live key", () => {
        nights.slice(1).forEach((night, index) => {
            for (const [name, picture] of Object.entries(night.pictures)) {
                const before = nights[index].pictures[name];
                const minted = mints(night.happenings[name]);
                assert.ok(Object.values(picture).filter((light) => light === "live").length === 1, name);
                const changed = (["blue", "green"] as const).filter((slot) => picture[slot] !== before[slot]);
                if (!minted) assert.ok(changed.length <= 1, `${night.at} ${name}`);
            }
        });
    });

    it("ends with one key for each credential", () => {
        for (const picture of Object.values(nights.at(-1)!.pictures)) {
            assert.deepEqual(Object.values(picture).sort(), ["absent", "live"]);
        }
    });

    it("says so when the calendars leave no place for a chapter", () => {
        assert.throws(() => planStory([role("yearly", 3000)]), /does not come to its end.*every: 30d/);
    });

    it("can be told with a single credential", () => {
        const alone = planStory([role("alone", 30)]);
        assert.equal(alone.at(-1)!.happenings.alone, "deleting");
    });

    describe("about credentials whose server has to be built first", () => {
        const late = entries.filter(isLate).map(roleOf);
        const early = entries.filter((entry) => !isLate(entry)).map(roleOf);

        it("takes no more runs when they are there from the beginning", () => {
            assert.equal(planStory(early).length, nights.length);
        });

        it("goes on with a second act when they come later, until each has rotated", () => {
            const acts = planActs(early);
            assert.deepEqual(acts.nights, planStory(early));
            const second = acts.second(late);
            assert.ok(second.length <= 5, `${second.length} runs`);
            assert.equal(second[0].chapter, "joining");
            assert.ok(Date.parse(second[0].at) > Date.parse(acts.nights.at(-1)!.at));
            for (const { name } of late) {
                assert.equal(second[0].happenings[name], "first-issue");
                assert.deepEqual(second.at(-1)!.pictures[name], { blue: "absent", green: "live" });
            }
            assert.match(tell(second[0], "3s").title, /^orders joins$/);
        });
    });
});
