import { escapeHtml } from "./escape";

/** A page that needs nothing beside itself: no script, nothing loaded from anywhere. */
export function page(title: string, body: string[]): string {
    return [
        "<!doctype html>",
        `<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>`,
        `<meta name="viewport" content="width=device-width, initial-scale=1"><style>`,
        "body{font:15px system-ui,sans-serif;color:#24292f;max-width:1000px;margin:2rem auto;padding:0 1rem}",
        "table{border-collapse:collapse;width:100%}td,th{padding:.35rem .6rem;border-bottom:1px solid #d0d7de;text-align:left}",
        ".late{color:#cf222e;font-weight:600}svg{width:100%;height:auto}",
        "</style></head><body>",
        `<h1>${escapeHtml(title)}</h1>`,
        ...body,
        "</body></html>",
        "",
    ].join("\n");
}

/** A table of texts; a row that is late stands out. */
export function htmlTable(head: string[], rows: { cells: string[]; late?: boolean }[]): string {
    const row = (cells: string[], tag: string): string =>
        cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join("");
    const body = rows.map(({ cells, late }) => `<tr${late ? ' class="late"' : ""}>${row(cells, "td")}</tr>`);
    return `<table><thead><tr>${row(head, "th")}</tr></thead><tbody>${body.join("")}</tbody></table>`;
}
