import { promises as fs } from "node:fs";
import * as path from "node:path";
import { type Guarded, startGuarded } from "../processes/guarded";

/**
 * Starts the real `vault agent` on a configuration, in a folder that the test removes; relative paths are in it. It ends
 * with this process.
 */
export async function startAgent(
    program: string,
    folder: string,
    config: string,
    env: NodeJS.ProcessEnv = {},
): Promise<Guarded> {
    const file = path.join(folder, "agent.hcl");
    await fs.writeFile(file, config, { mode: 0o600 });
    return startGuarded(program, ["agent", "-config", file], { PATH: process.env.PATH, HOME: folder, ...env }, folder);
}
