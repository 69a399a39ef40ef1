/** A table of Markdown. */
export function table(head: string[], rows: string[][]): string {
    const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
    return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export const seconds = (value: number) => value.toFixed(1);
export const kilo = (bytes: number) => Math.round(bytes / 1000);
export const mega = (bytes: number) => Math.round(bytes / 1_000_000);
