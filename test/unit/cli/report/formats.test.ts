import assert from "node:assert/strict";
import { upText } from "../../../../cli/commands/up";
import { upSummary } from "../../../../cli/output/summary";
import { formats } from "../../../../cli/report/formats";
import { credentialsOf } from "../../../../cli/state/credentials";
import { statusRows } from "../../../../cli/state/status";
import { outcome, resourcesOf, stateOf } from "../support/scene";

const at = "2030-02-01T00:00:00Z";
const credentials = statusRows(credentialsOf(stateOf(resourcesOf("app"), resourcesOf("b|<i>"))), new Date(at));
const report = { project: "rotation", stack: "prod", at, credentials };

describe("reports", () => {
    it("are Markdown in which no name can break a row or begin a tag", () => {
        const text = formats.md(report);
        assert.match(text, /2 credentials, 2 overdue/);
        assert.match(text, /\| app \| AwsIamAccessKey \| green \(2\) \|/);
        assert.match(text, /\| b\\\|&lt;i> \|/);
    });

    it("are JSON", () => {
        assert.deepEqual(JSON.parse(formats.json(report)), JSON.parse(JSON.stringify(report)));
    });

    it("are a page that needs nothing else", () => {
        const text = formats.html(report);
        assert.match(text, /<td>b\|&lt;i&gt;<\/td>/);
        assert.doesNotMatch(text, /<script|https?:/);
    });

    it("are metrics that Prometheus reads", () => {
        const lines = formats.prometheus(report).split("\n");
        const sample = /^[a-z_]+(\{([a-z]+="([^"\\]|\\.)*",?)+\})? -?\d+$/;
        for (const line of lines) assert.match(line, line.startsWith("#") ? /^# (HELP|TYPE) [a-z_]+ / : sample);
        const app = `{project="rotation",stack="prod",credential="app",kind="AwsIamAccessKey"}`;
        assert.ok(lines.includes(`credential_rotation_overdue${app} 1`));
        assert.ok(lines.includes(`credential_rotation_next_rotation_timestamp_seconds${app} 1896048000`));
    });

    it("are metrics of which none is another stack's, in whatever file", () => {
        const samples = ["prod", "dev"].flatMap((stack) =>
            formats
                .prometheus({ ...report, stack })
                .split("\n")
                .filter((line) => !line.startsWith("#")),
        );
        const series = samples.map((line) => line.replace(/ -?\d+$/, ""));
        assert.equal(new Set(series).size, series.length);
        for (const one of series) assert.match(one, /\{project="rotation",stack="(prod|dev)"/);
    });

    it("have no metric of a credential where there is none", () => {
        const text = formats.prometheus({ ...report, credentials: [] });
        assert.equal(text.split("\n").length, 3);
    });
});

describe("the result of a run", () => {
    const mixed = outcome({
        ok: false,
        credentials: [
            { name: "a", result: "failed", error: "no store\nmore" },
            { name: "b", result: "ok", reason: "window", sentence: "rotating", moved: true },
            { name: "c", result: "unfinished" },
        ],
        errors: ["``` broke"],
    });

    it("names each credential, and every error in full", () => {
        const text = upText(mixed);
        assert.match(text, /^a +FAILED +no store$/m);
        assert.match(text, /^b +window +rotating$/m);
        assert.match(text, /^c +unfinished$/m);
        assert.match(text, /^a failed:\n {2}no store\n {2}more$/m);
        assert.match(text, /1 of 3 failed: a$/);
    });

    it("is a summary of a CI job", () => {
        const text = upSummary("prod", mixed);
        assert.match(text, /^## Credential rotation of prod: failed$/m);
        assert.match(text, /^\| a \| ❌ failed \| no store<br>more \|$/m);
        assert.equal(text.match(/```/g)?.length, 2);
    });
});
