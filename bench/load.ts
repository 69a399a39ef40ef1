import * as path from "node:path";
import { median } from "./compare";
import { measure } from "./process";

const RUNS = 9;

/** Time to load the package, over the time to load the SDKs that it stands on; runs of both take turns. */
export async function loadTimes(): Promise<{ sdksSeconds: number; packageSeconds: number }> {
    const sdks: number[] = [];
    const whole: number[] = [];
    const imports = path.join(__dirname, "programs", "imports.js");
    const root = path.resolve(__dirname, "..");
    for (let i = 0; i < RUNS; i++) {
        sdks.push((await measure("node", ["-e", `require(${JSON.stringify(imports)})`], root, process.env)).seconds);
        const both = `require(${JSON.stringify(imports)}); require("pulumi-credential-rotation")`;
        whole.push((await measure("node", ["-e", both], root, process.env)).seconds);
    }
    return { sdksSeconds: median(sdks), packageSeconds: median(whole) };
}
