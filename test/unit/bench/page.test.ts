import assert from "node:assert/strict";
import { callsNeeded, perRotation } from "../../../bench/calls";
import { type Growth, times } from "../../../bench/growth";
import { options } from "../../../bench/options";
import { type Figures, page } from "../../../bench/page";
import { ratio } from "../../../bench/ratio";

const side = {
    ...{ firstUpSeconds: 10, noopPreviewSeconds: 5, stateBytes: 120_000, peakBytes: 400_000_000 },
    rotateAllSeconds: 32,
};
const against = { serviceSeconds: 45, filesSeconds: 145.5, speedup: 35.55, speedupOnFiles: 11 };
const figures: Figures = {
    ...{ credentials: 100, firstUpRatio: 1.5, noopPreviewRatio: 1.2, stateRatio: 1.4, peakMemoryRatio: 1.1 },
    ...{
        rotateAllSeconds: 40,
        rotateAllRatio: 1.25,
        rotateAllServiceSeconds: 38.5,
        rotateAllOneCheckpointSeconds: 10,
        loadRatio: 0.9,
        growth1000over100: null,
        guideSpeedup: 35.5,
        guideSpeedupOnFiles: 11,
    },
    ...{ callsMade: 28, callsNeeded: 14, calls: { PutParameter: 4, DescribeParameters: 4 } },
    guide: [{ credentials: 100, guideSeconds: 1600, waits: "counted", ...against }],
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
    service: {
        ...{ ...side, rotateAllSeconds: 38.5, rotateAllCalls: 2800, rotateAllActions: {}, answerMs: 50 },
        traffic: { requests: 1234, bytes: 2_500_000, byKind: {} },
    },
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
            "| rotation of all 100 in one up, state in an emulated service, 50 ms for each answer | 38.5 s | 45 s |",
            "| the same, state in files | 40 s | 45 s |",
            "| the same, state in files with one checkpoint at the end | 10 s |  |",
            "| over a runbook's script, state in an emulated service, 50 ms for each answer | 35.5 × | 33 × |",
            "| the same, state in files | 11 × | 33 × |",
            "rotation of all 38.5 s; for the rotation it was sent 1234 requests with 2500 kB in all.",
            "| 100 | 1600.0 | counted | 45.0 | 35.5 | 145.5 | 11.0 |",
            "| 10 | 3.0 | 2 of 100 | 12.0 | 0 of 400 |",
            "| PutParameter | 4 | 4 | identifier, secret, both together, record |",
            "| DescribeParameters | 4 | 0 | the provider reads back what it wrote |",
        ])
            assert.ok(text.includes(row), `${row} is not in\n${text}`);
    });

    it("say where the state was for the growth", () => {
        const larger = { ...side, firstUpSeconds: 95, noopPreviewSeconds: 40 };
        const growing = (kept: Growth["kept"]): string => {
            const sizes = [
                { credentials: 100, handWritten: side, rotated: side },
                { credentials: 1000, handWritten: side, rotated: larger },
            ];
            assert.equal(times({ kept, sizes }, 1000), 9.5);
            assert.equal(times({ kept, sizes }, 500), null);
            return page({ ...figures, growth1000over100: 9.5, growth: { kept, sizes } });
        };
        assert.match(
            growing("service"),
            /\| 1,000 credentials, over 100, state in an emulated service, .* \| 9\.5 × \|/,
        );
        assert.match(growing("service"), /with the state in the service, and how many times what 100 cost/);
        assert.match(growing("service"), /\| 1000 \| 10\.0 \/ 95\.0 \| 9\.5 \| 5\.0 \/ 40\.0 \| 8\.0 \| 120 \/ 120 \|/);
        assert.match(growing("files"), /\| 1,000 credentials, over 100, state in files \| 9\.5 × \| 12 × \|/);
    });

    it("count calls for each rotation", () => {
        assert.deepEqual(perRotation({ PutParameter: 40, ListAccessKeys: 25 }, 10), {
            PutParameter: 4,
            ListAccessKeys: 2.5,
        });
        assert.equal(callsNeeded(), 15);
        assert.equal(ratio(2, 3), 0.667);
    });

    it("are asked for by arguments, and a wrong one is named", () => {
        assert.deepEqual(options(["--sizes", "10,1", "--growth", "0", "--guide", "2"]), {
            ...{ out: undefined, sizes: [10, 1], growth: [], growthOnFiles: false, guide: [2], logins: [1, 10] },
            ...{ realWaits: false, docs: false },
        });
        assert.throws(() => options(["--sizes", "ten"]), /--sizes ten: expected whole numbers from 1/);
        assert.equal(options(["--help"]), undefined);
    });
});
