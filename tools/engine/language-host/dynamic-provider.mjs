/**
 * The provider of dynamic resources: runs the one in the SDK that the program has installed. Like every plugin it starts
 * in the program's directory. It ends with the engine, which holds the other end of its standard input.
 */
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(path.join(process.cwd(), "package.json"));
let script;
try {
    script = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
} catch {
    console.error(`dynamic resources need the Pulumi SDK: run \`npm install\` in ${process.cwd()}`);
    process.exit(1);
}
process.stdin
    .on("end", () => process.exit(0))
    .on("error", () => process.exit(0))
    .resume();
process.argv[1] = script;
require(fileURLToPath(new URL("late-closures.cjs", import.meta.url)));
require(script);
