import { execFileSync } from "node:child_process";
import { promises as fs } from "node:fs";
import * as path from "node:path";
import type { Stack } from "../harness";

/** The locks that are left in the directory of a backend. */
export async function locks({ place }: Stack): Promise<string[]> {
    const entries = await fs.readdir(path.join(place.backend, ".pulumi/locks"), { recursive: true }).catch(() => []);
    return entries.filter((name) => name.endsWith(".json"));
}

/** What still runs for a stack: every process of its runs has the place's name in its environment. */
export function processesOf({ place }: Stack): string[] {
    const script = `for p in /proc/[0-9]*; do tr '\\0' '\\n' < $p/environ 2>/dev/null | grep -qx "HOME=$0" && tr '\\0' ' ' < $p/cmdline; done; true`;
    return execFileSync("bash", ["-c", script, place.root], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
        .split("\n")
        .filter(Boolean);
}
