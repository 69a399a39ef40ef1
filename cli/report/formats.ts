import { markdownTable } from "../output/markdown";
import { roughly } from "../output/output";
import type { StatusRow } from "../state/status";
import { htmlTable, page, wide } from "./page";

/** What a report is made from. */
export interface Report {
    project: string;
    stack: string;
    /** RFC 3339. */
    at: string;
    credentials: StatusRow[];
}

/** The formats of `report --format`. */
export const formats: Record<string, (report: Report, picture?: string) => string> = { md, json, html, prometheus };

const HEAD = ["credential", "kind", "published", "since", "age", "previous", "next rotation", "state"];

function cells(row: StatusRow): string[] {
    const { slot, generation, phase } = row.previous;
    const state = row.overdue ? `overdue for ${roughly(row.overdueSeconds)}` : "in time";
    return [
        row.name,
        row.kind,
        `${row.slot} (${row.generation})`,
        row.rotatedAt,
        roughly(row.ageSeconds),
        phase === "absent" ? "none" : `${slot} (${generation}) ${phase}`,
        row.nextRotation,
        row.heldBy ? `${state}; ${row.heldBy}` : state,
    ];
}

function counted({ credentials }: Report): string {
    const late = credentials.filter(({ overdue }) => overdue).length;
    return `${credentials.length} credentials, ${late} overdue`;
}

function md(report: Report): string {
    const head = `# Credential rotation of ${report.stack}`;
    return [head, "", `${report.at}: ${counted(report)}.`, "", markdownTable(HEAD, report.credentials.map(cells))].join(
        "\n",
    );
}

function json(report: Report): string {
    return JSON.stringify(report, null, 2);
}

/** The same picture as the calendar has, above the table. */
function html(report: Report, picture?: string): string {
    const rows = report.credentials.map((row) => ({ cells: cells(row), late: row.overdue }));
    return page(`Credential rotation of ${report.stack}`, [
        `<p>${report.at}: ${counted(report)}.</p>`,
        ...(picture === undefined ? [] : [wide(picture)]),
        htmlTable(HEAD, rows),
    ]);
}

interface Metric {
    name: string;
    help: string;
    value(row: StatusRow): number;
    labels?(row: StatusRow): Record<string, string>;
}

const seconds = (text: string): number => Math.floor(Date.parse(text) / 1000);

/** All are gauges; the generation too, for it is of a credential and not of a process. */
const METRICS: Metric[] = [
    { name: "generation", help: "Serial number of the published generation.", value: (row) => row.generation },
    {
        name: "published_timestamp_seconds",
        help: "When the published generation was published.",
        value: (row) => seconds(row.rotatedAt),
    },
    {
        name: "next_rotation_timestamp_seconds",
        help: "When the next rotation is due; in the past while it is overdue.",
        value: (row) => seconds(row.nextRotation),
    },
    { name: "overdue", help: "1 while a rotation is overdue.", value: (row) => Number(row.overdue) },
    {
        name: "previous_phase",
        help: "Phase of the previous slot.",
        value: () => 1,
        labels: (row) => ({ phase: row.previous.phase }),
    },
];

/** The text format of Prometheus, for the textfile collector or a push gateway. */
function prometheus({ project, stack, credentials, at }: Report): string {
    const labels = (row: StatusRow, more: Record<string, string> = {}): string =>
        labelled({ project, stack, credential: row.name, kind: row.kind, ...more });
    const blocks = METRICS.filter(() => credentials.length > 0).map(({ name, help, value, labels: more }) =>
        [
            `# HELP credential_rotation_${name} ${help}`,
            `# TYPE credential_rotation_${name} gauge`,
            ...credentials.map((row) => `credential_rotation_${name}{${labels(row, more?.(row))}} ${value(row)}`),
        ].join("\n"),
    );
    const report = [
        "# HELP credential_rotation_report_timestamp_seconds When this report was made.",
        "# TYPE credential_rotation_report_timestamp_seconds gauge",
        `credential_rotation_report_timestamp_seconds{${labelled({ project, stack })}} ${seconds(at)}`,
    ].join("\n");
    return [...blocks, report].join("\n");
}

/** Labels in braces. Every series has those of its stack, for the files of many stacks may lie side by side. */
function labelled(labels: Record<string, string>): string {
    const escaped = (value: string): string => value.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n");
    return Object.entries(labels)
        .map(([name, value]) => `${name}="${escaped(value)}"`)
        .join(",");
}
