/** A table in Markdown; what would break a row or begin a tag is written so that it does not. */
export function markdownTable(head: string[], rows: string[][]): string {
    const line = (cells: string[]): string => `| ${cells.map(cell).join(" | ")} |`;
    return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function cell(text: string): string {
    return text
        .replace(/&/g, "&amp;")
        .replace(/</g, "&lt;")
        .replace(/[\\|`]/g, (sign) => `\\${sign}`)
        .replace(/\s*\n\s*/g, "<br>");
}
