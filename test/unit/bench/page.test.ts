import assert from "node:assert/strict";
import { callsNeeded, perRotation } from "../../../bench/calls";
import { type Figures, page, ratio } from "../../../bench/page";
import { options } from "../../../bench/options";

const side = {
    ...{ firstUpSeconds: 10, noopPreviewSeconds: 5, stateBytes: 120_000, peakBytes: 400_000_000 },
    rotateAllSeconds: 32,
};
const figures: Figures = {
    ...{ credentials: 100, firstUpRatio: 1.5, noopPreviewRatio: 1.2, stateRatio: 1.4, peakMemoryRatio: 1.1 },
    ...{
        rotateAllSeconds: 40,
        rotateAllRatio: 1.25,
        rotateAllOneCheckpointSeconds: 10,
        loadRatio: 0.9,
        growth1000over100: null,
        guideSpeedup: 35.5,
    },
    ...{ callsMade: 28, callsNeeded: 14, calls: { PutParameter: 4, DescribeParameters: 4 } },
    guide: [{ credentials: 100, guideSeconds: 1600, waits: "counted", oursSeconds: 45, speedup: 35.55 }],
    logins: [
        {
            ...{ credentials: 10, scriptSeconds: 3, scriptRefused: 2, scriptLogins: 98 },
            ...{ oursSeconds: 12, oursRefused: 0, oursLogins: 400 },
        },
    ],
    sizes: [
        {
            credentials: 100,
            handWritten: { ...side, rotateAllCalls: 1500, rotateAllActions: {} },
            rotated: { ...side, rotateAllSeconds: 40, rotateAllCalls: 2800, rotateAllActions: {} },
        },
    ],
    load: { sdksSeconds: 1, packageSeconds: 0.9 },
    machine: { cpus: 2, model: "some processor", load: [0.5], node: "v20" },
    date: "2030-01-10T00:00:00Z",
};

describe("the figures of the bench", () => {
    it("are shown beside their aims, by size, against the script and call by call", () => {
        const text = page(figures);
        for (const row of [
            "| first up of 100, over a hand-written stack | 1.5 × | 1.6 × |",
            "| 1,000 credentials, over 100 | not measured | 12 × |",
            "| 100 | 10.0 / 10.0 | 5.0 / 5.0 | 120 / 120 | 400 / 400 | 32.0 / 40.0 |",
            "| the same, over new keys in the hand-written stack | 1.25 × |  |",
            "| the same, with one checkpoint at the end | 10 s |  |",
            "| 100 | 1600.0 | counted | 45.0 | 35.5 |",
            "| 10 | 3.0 | 2 of 100 | 12.0 | 0 of 400 |",
            "| PutParameter | 4 | 4 | identifier, secret, both together, record |",
            "| DescribeParameters | 4 | 0 | the provider reads back what it wrote |",
        ])
            assert.ok(text.includes(row), `${row} is not in\n${text}`);
    });

    it("say so where checkpoints were left out of the growth", () => {
        const measured = { firstUp: 9.5, noopPreview: 9, state: 10, firstUpSeconds: 150, noopPreviewSeconds: 60 };
        const growing = (checkpoints: "all" | "one") =>
            page({ ...figures, growth1000over100: 9.5, growth: { credentials: 1000, checkpoints, ...measured } });
        assert.match(growing("one"), /\| 1,000 credentials, over 100 \(one checkpoint\) \| 9\.5 × \| 12 × \|/);
        assert.match(growing("one"), /for measuring only/);
        assert.match(growing("all"), /\| 1,000 credentials, over 100 \| 9\.5 × \|/);
        assert.doesNotMatch(growing("all"), /for measuring only/);
    });

    it("count calls for each rotation", () => {
        assert.deepEqual(perRotation({ PutParameter: 40, ListAccessKeys: 25 }, 10), {
            PutParameter: 4,
            ListAccessKeys: 2.5,
        });
        assert.equal(callsNeeded(), 14);
        assert.equal(ratio(2, 3), 0.667);
    });

    it("are asked for by arguments, and a wrong one is named", () => {
        assert.deepEqual(options(["--sizes", "10,1", "--growth", "0", "--guide", "2"]), {
            ...{ out: undefined, sizes: [10, 1], growth: 0, oneCheckpoint: true, guide: [2], logins: [1, 10] },
            ...{ realWaits: false, docs: false },
        });
        assert.throws(() => options(["--sizes", "ten"]), /--sizes ten: expected whole numbers from 1/);
        assert.equal(options(["--help"]), undefined);
    });
});
