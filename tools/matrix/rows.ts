/** A tool chain that a user may have. */
export interface Row {
    /** What it is called in the table, and for `--only`. */
    name: string;
    /** Major of Node.js. */
    node: 20 | 22 | 24;
    manager: "npm" | "pnpm" | "yarn" | "bun";
    module: "commonjs" | "esm";
    /** A library of the same workspace brings the package. Default: the program itself depends on it. */
    library?: "alone" | "and the program";
    /** Further arguments for the installation. */
    install?: string[];
    /** What it must come to. Default: the whole life. */
    refuses?: RegExp;
}

/** Said at construction, where only a library brings the package and its project cannot see it. */
const ADD = /add pulumi-credential-rotation to this project's own dependencies/;

/** What is played, in this order. */
export const ROWS: Row[] = [
    ...([20, 22, 24] as const).flatMap((node): Row[] => [
        { name: `npm, CommonJS, Node.js ${node}`, node, manager: "npm", module: "commonjs" },
        { name: `npm, ESM, Node.js ${node}`, node, manager: "npm", module: "esm" },
    ]),
    { name: "npm, linked", node: 22, manager: "npm", module: "commonjs", install: ["--install-strategy=linked"] },
    { name: "npm, library", node: 22, manager: "npm", module: "commonjs", library: "alone" },
    { name: "pnpm", node: 22, manager: "pnpm", module: "commonjs" },
    { name: "pnpm, library", node: 22, manager: "pnpm", module: "commonjs", library: "alone", refuses: ADD },
    { name: "pnpm, library and program", node: 22, manager: "pnpm", module: "commonjs", library: "and the program" },
    { name: "yarn, node-modules", node: 22, manager: "yarn", module: "commonjs" },
    { name: "bun as installer", node: 22, manager: "bun", module: "commonjs" },
];
