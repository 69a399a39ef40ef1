import { existsSync, promises as fs } from "node:fs";
import * as path from "node:path";

/**
 * Takes away the empty files that a kill leaves where it comes between the making and the writing of them: the engine keeps
 * attributes of each file beside it, and writes them in place. The state itself is replaced whole, and needs none.
 */
export async function clearTorn(backend: string): Promise<void> {
    const folder = path.join(backend, ".pulumi", "stacks");
    if (!existsSync(folder)) return; // the state is elsewhere
    const names = await fs.readdir(folder, { recursive: true });
    for (const name of names.filter((one) => one.endsWith(".attrs"))) {
        const file = path.join(folder, name);
        if ((await fs.stat(file)).size === 0) await fs.rm(file);
    }
}
