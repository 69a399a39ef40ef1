import pulumi from "@pulumi/eslint-plugin";
import tseslint from "typescript-eslint";

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
);
