/** The answer to `--check`. */

/** @typedef {import("./locate.mjs").Item} Item */

/** How to get what is missing. @param {Item} item */
export function remedy({ source, stage }) {
    if (source !== "missing") return "";
    return stage === "vault"
        ? "node tools/engine/get.mjs --with vault (optional)"
        : `node tools/engine/get.mjs --stage ${stage}`;
}

/** @param {Item[]} items */
export function asJson(items) {
    return items.map((item) => ({
        name: item.name,
        stage: item.stage,
        optional: item.stage === "vault",
        source: item.source,
        version: item.version,
        file: item.file ?? null,
        remedy: remedy(item) || null,
    }));
}

/** @param {Item[]} items */
export function asTable(items) {
    const head = ["PROGRAM", "VERSION", "FROM", "WHERE"];
    const rows = items.map((item) => [
        item.name,
        item.source === "missing" ? `(${item.version})` : item.version,
        item.source,
        item.file ?? remedy(item),
    ]);
    const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column].length)));
    const line = (/** @type {string[]} */ row) =>
        row
            .map((cell, column) => cell.padEnd(widths[column]))
            .join("  ")
            .trimEnd();
    return [head, ...rows].map(line).join("\n");
}

/** True when nothing that is not optional is missing. @param {Item[]} items @param {boolean} withVault */
export function complete(items, withVault) {
    return items.every(({ source, stage }) => source !== "missing" || (stage === "vault" && !withVault));
}
