/** A value of HashiCorp's configuration language; `octal` is a number that is written as file modes are. */
export type HclValue = string | number | boolean | string[] | { octal: string } | { [name: string]: HclValue };

/** A block: `type "label" { … }`. Values that are undefined are left out. */
export interface HclBlock {
    type: string;
    label?: string;
    values?: Record<string, HclValue | undefined>;
    blocks?: HclBlock[];
}

/** Text of the blocks, one below the other. */
export function hcl(blocks: HclBlock[]): string {
    return blocks.map((block) => lines(block).join("\n") + "\n").join("\n");
}

function lines({ type, label, values = {}, blocks = [] }: HclBlock): string[] {
    const inner = [
        ...Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : `${name} = ${text(value)}`)),
        ...blocks.flatMap(lines),
    ];
    const head = label === undefined ? type : `${type} ${quoted(label)}`;
    return [`${head} {`, ...inner.map((line) => `  ${line}`), "}"];
}

function text(value: HclValue): string {
    if (typeof value === "string") return quoted(value);
    if (typeof value !== "object") return String(value);
    if (Array.isArray(value)) return `[${value.map(quoted).join(", ")}]`;
    if (typeof value.octal === "string") return value.octal;
    const entries = Object.entries(value as Record<string, HclValue>);
    return `{ ${entries.map(([name, one]) => `${name} = ${text(one)}`).join(", ")} }`;
}

/** Vault reads `${` in a quoted text as the beginning of an expression, so it is written otherwise. */
function quoted(value: string): string {
    return JSON.stringify(value).replaceAll("${", "\\u0024{");
}
