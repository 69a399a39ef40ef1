import { escapeHtml } from "./escape";

const LIGHT = "--ink:#24292f;--paper:#fff;--line:#d0d7de;--rotate:#1a7f37;--disable:#9a6700;--delete:#cf222e";
const DARK = "--ink:#e6edf3;--paper:#0d1117;--line:#3d444d;--rotate:#3fb950;--disable:#d29922;--delete:#ff7b72";

/** As the reader's screen is, light or dark; always light on paper. */
const STYLE = [
    `:root{color-scheme:light dark;${LIGHT}}`,
    `@media screen and (prefers-color-scheme:dark){:root{${DARK}}}`,
    "body{font:15px system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:1000px;margin:2rem auto;padding:0 1rem}",
    "table{border-collapse:collapse;width:100%}td,th{padding:.35rem .6rem;border-bottom:1px solid var(--line);text-align:left}",
    "td{overflow-wrap:break-word}.wide{overflow-x:auto}",
    ".late{color:var(--delete);font-weight:600}svg{width:100%;min-width:720px;height:auto}",
    "@media print{body{max-width:none;margin:0}.wide{overflow:visible}svg{min-width:0}tr{break-inside:avoid}thead{display:table-header-group}}",
];

/** A page that needs nothing beside itself: no script, nothing loaded from anywhere. */
export function page(title: string, body: string[]): string {
    return [
        "<!doctype html>",
        `<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>`,
        `<meta name="viewport" content="width=device-width, initial-scale=1"><style>`,
        ...STYLE,
        "</style></head><body>",
        `<h1>${escapeHtml(title)}</h1>`,
        ...body,
        "</body></html>",
        "",
    ].join("\n");
}

/** What is wider than the screen is moved sideways, and keeps its size. */
export function wide(content: string): string {
    return `<div class="wide">${content}</div>`;
}

/** A table of texts; a row that is late stands out. */
export function htmlTable(head: string[], rows: { cells: string[]; late?: boolean }[]): string {
    const row = (cells: string[], tag: string): string =>
        cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join("");
    const body = rows.map(({ cells, late }) => `<tr${late ? ' class="late"' : ""}>${row(cells, "td")}</tr>`);
    return wide(`<table><thead><tr>${row(head, "th")}</tr></thead><tbody>${body.join("")}</tbody></table>`);
}
