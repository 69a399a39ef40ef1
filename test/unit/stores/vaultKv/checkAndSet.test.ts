import assert from "node:assert/strict";
import { decideWrite, Step, DesiredDocument } from "../../../../components/stores/vaultKv/checkAndSet";
import { KvData } from "../../../../components/clients/vault/kv";

const first: KvData = { value: "one", rotated_at: "2030-01-01T00:00:00Z", generation: 1 };
const second: KvData = { value: "two", rotated_at: "2030-01-08T00:00:00Z", generation: 2 };
const later: KvData = { ...second, rotated_at: "2030-01-08T06:00:00Z" };
const foreign: KvData = { value: "somebody else's" };

const wish = (more: Partial<DesiredDocument>): DesiredDocument => ({
    data: second,
    found: { data: undefined, version: 0 },
    overwrite: false,
    when: "rotated_at",
    ...more,
});
const last = first;

describe("whether a document in Vault may be written", () => {
    const cases: [string, Partial<DesiredDocument>, Step][] = [
        ["nothing stands there", {}, { act: "write", cas: 0 }],
        ["versions were deleted there", { found: { data: undefined, version: 7 } }, { act: "write", cas: 7 }],
        ["somebody deleted ours", { last, found: { data: undefined, version: 4 } }, { act: "write", cas: 4 }],
        ["the last version is ours", { last, found: { data: first, version: 4 } }, { act: "write", cas: 4 }],
        ["it holds that already", { last, found: { data: second, version: 5 } }, { act: "keep" }],
        [
            "it holds that, and the state does not know: whoever wrote it may take it away again",
            { found: { data: second, version: 5 } },
            { act: "write", cas: 5 },
        ],
        [
            "an interrupted run wrote it at another time",
            { data: later, last, found: { data: second, version: 5 } },
            { act: "write", cas: 5 },
        ],
        [
            "the first run was interrupted after it wrote",
            { data: later, found: { data: second, version: 1 } },
            { act: "write", cas: 1 },
        ],
        [
            "somebody brought our last version back",
            { last, found: { data: first, version: 6 } },
            { act: "write", cas: 6 },
        ],
        ["it is somebody else's", { found: { data: foreign, version: 3 } }, { act: "refuse", foreign: "path" }],
        [
            "somebody else wrote after us",
            { last, found: { data: foreign, version: 5 } },
            { act: "refuse", foreign: "version" },
        ],
        ["it is to be taken over", { overwrite: true, found: { data: foreign, version: 3 } }, { act: "write", cas: 3 }],
        [
            "somebody made another secret of that name",
            { last, found: { data: foreign, version: 4 } },
            { act: "refuse", foreign: "version" },
        ],
    ];
    for (const [name, more, step] of cases) {
        it(name, () => assert.deepEqual(decideWrite(wish(more)), step));
    }

    it("knows the time by the name that the user gave it", () => {
        const renamed = ({ rotated_at, ...rest }: KvData): KvData => ({ ...rest, since: rotated_at });
        const found = { data: renamed(second), version: 5 };
        assert.equal(decideWrite(wish({ data: renamed(later), found, when: "since" })).act, "write");
        assert.equal(decideWrite(wish({ data: renamed(later), found })).act, "refuse");
    });
});
