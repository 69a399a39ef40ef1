import assert from "node:assert/strict";
import {
    type Happening,
    pictureOf,
    type Role,
    type Standing,
    step,
    type Twist,
} from "../../../tools/demo/story/lifecycle";

const HOUR_MS = 3_600_000;
const NOW = Date.parse("2030-06-01T03:00:00Z");

/** A credential whose present window began that long ago. */
function role(windowBeganHoursAgo: number, disables = true): Role {
    return {
        name: "myapp",
        overlapMs: 24 * HOUR_MS,
        retentionMs: 48 * HOUR_MS,
        disables,
        breakable: true,
        windowStart: () => NOW - windowBeganHoursAgo * HOUR_MS,
    };
}

function standing(other: Standing["other"], hoursAgo: number, owed = false): Standing {
    const at = NOW - hoursAgo * HOUR_MS;
    return { live: "blue", publishedAt: at, other, otherSince: at, owed };
}

interface Row {
    /** Default: true. */
    disables?: boolean;
    given: Standing;
    windowBeganHoursAgo: number;
    twist?: Twist;
    happening: Happening;
    picture: [blue: string, green: string];
}

const rows: Record<string, Row> = {
    "nothing due": {
        given: standing("absent", 100),
        windowBeganHoursAgo: 200,
        happening: "idle",
        picture: ["live", "absent"],
    },
    "a window began": {
        given: standing("absent", 100),
        windowBeganHoursAgo: 1,
        happening: "window",
        picture: ["overlap", "live"],
    },
    "within the overlap": {
        given: standing("overlap", 23),
        windowBeganHoursAgo: 200,
        happening: "overlap",
        picture: ["live", "overlap"],
    },
    "within the overlap, and due again": {
        given: standing("overlap", 23),
        windowBeganHoursAgo: 1,
        happening: "due-waiting",
        picture: ["live", "overlap"],
    },
    "at the end of the overlap": {
        given: standing("overlap", 24),
        windowBeganHoursAgo: 200,
        happening: "disabling",
        picture: ["live", "inactive"],
    },
    "at the end of the overlap, where the vendor can only delete": {
        disables: false,
        given: standing("overlap", 24),
        windowBeganHoursAgo: 200,
        happening: "deleting",
        picture: ["live", "absent"],
    },
    "a leak, where the vendor can only delete": {
        disables: false,
        given: standing("absent", 100),
        windowBeganHoursAgo: 200,
        twist: { emergency: true },
        happening: "emergency",
        picture: ["absent", "live"],
    },
    "within the retention": {
        given: standing("inactive", 47),
        windowBeganHoursAgo: 200,
        happening: "retention",
        picture: ["live", "inactive"],
    },
    "past the retention": {
        given: standing("inactive", 48),
        windowBeganHoursAgo: 200,
        happening: "deleting",
        picture: ["live", "absent"],
    },
    "past the retention, and due": {
        given: standing("inactive", 48),
        windowBeganHoursAgo: 1,
        happening: "window",
        picture: ["overlap", "live"],
    },
    "a leak": {
        given: standing("absent", 100),
        windowBeganHoursAgo: 200,
        twist: { emergency: true },
        happening: "emergency",
        picture: ["inactive", "live"],
    },
    "a leak while both slots are taken": {
        given: standing("overlap", 1),
        windowBeganHoursAgo: 200,
        twist: { emergency: true },
        happening: "disabling",
        picture: ["live", "inactive"],
    },
    "a key that never works": {
        given: standing("absent", 100),
        windowBeganHoursAgo: 1,
        twist: { broken: true },
        happening: "failing",
        picture: ["live", "absent"],
    },
    "after a failed rotation": {
        given: standing("absent", 100, true),
        windowBeganHoursAgo: 1,
        happening: "restarting",
        picture: ["overlap", "live"],
    },
};

describe("a credential in the demo's story", () => {
    it("gets its first key in blue", () => {
        const { happening, standing: after } = step(role(1), undefined, NOW);
        assert.equal(happening, "first-issue");
        assert.deepEqual(pictureOf(after), { blue: "live", green: "absent" });
    });

    for (const [title, { disables, given, windowBeganHoursAgo, twist, happening, picture }] of Object.entries(rows)) {
        it(`${title}: ${happening}`, () => {
            const outcome = step(role(windowBeganHoursAgo, disables), given, NOW, twist);
            assert.equal(outcome.happening, happening);
            assert.deepEqual(Object.values(pictureOf(outcome.standing)), picture);
        });
    }

    it("owes a failed rotation until the next run", () => {
        const failed = step(role(1), standing("absent", 100), NOW, { broken: true });
        assert.equal(failed.standing.owed, true);
        assert.equal(step(role(1), failed.standing, NOW).standing.owed, false);
    });
});
