import pulumi from "@pulumi/eslint-plugin";
import tseslint from "typescript-eslint";

/** What each folder of the package may import from, beside itself; docs/architecture.md draws it. */
const LAYERS = {
    shared: [],
    schedule: ["shared"],
    decision: ["schedule"],
    clients: ["shared"],
    stores: ["shared", "decision", "schedule", "clients"],
    consumers: ["shared", "decision", "schedule", "clients"],
    rotation: ["shared", "decision", "schedule", "clients", "stores", "consumers"],
    credentials: ["shared", "decision", "schedule", "clients", "stores", "consumers", "rotation"],
    vault: ["shared", "schedule", "clients", "rotation"],
    permissions: ["shared", "clients", "stores", "consumers", "credentials"],
    providers: ["shared", "decision", "clients", "stores", "credentials"],
};

const layers = Object.entries(LAYERS).map(([folder, below]) => {
    const above = Object.keys(LAYERS).filter((other) => other !== folder && !below.includes(other));
    const group = above.flatMap((other) => [`../${other}/**`, `../../${other}/**`, `../../../${other}/**`]);
    const message = `components/${folder} may import from ${["itself", ...below].join(", ")} only.`;
    const patterns = [
        { group, message },
        ...(folder === "decision"
            ? [{ group: ["@pulumi/*", "node:*", "@aws-sdk/*"], message: "A decision is pure." }]
            : []),
    ];
    return { files: [`components/${folder}/**/*.ts`], rules: { "no-restricted-imports": ["error", { patterns }] } };
});

/** A decision sees the time in its facts, and nothing by chance. */
const PURE = [
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: "The time is facts.now." },
    { selector: "MemberExpression[object.name='Date'][property.name='now']", message: "The time is facts.now." },
    { selector: "MemberExpression[object.name='Math'][property.name='random']", message: "A decision is pure." },
    { selector: "Identifier[name='process']", message: "A decision is pure." },
];

export default tseslint.config(
    { ignores: ["**/node_modules/**", "**/dist/**", "api/**", "tools/engine/programs/**"] },
    ...tseslint.configs.recommended,
    {
        files: ["**/*.{ts,mjs,cjs,js}"],
        rules: {
            "max-lines": ["error", { max: 250 }],
            "no-console": "off",
            "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
        },
    },
    {
        files: ["**/*.{cjs,js}"],
        rules: { "@typescript-eslint/no-require-imports": "off" },
    },
    {
        files: ["components/**/*.ts", "stack/**/*.ts", "index.ts"],
        plugins: { "@pulumi": pulumi },
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
        rules: {
            "@pulumi/no-output-in-template-literal": "error",
            "@pulumi/no-output-instance-in-template-literal": "error",
        },
    },
    ...layers,
    { files: ["components/decision/**/*.ts"], rules: { "no-restricted-syntax": ["error", ...PURE] } },
);
