import { promises as fs } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { vaultRotatorPolicy } from "pulumi-credential-rotation";
import { agentPolicy, type AgentSettings, renderAgentConfig } from "../../../components/vault/agent/render";
import type { Entry } from "../../../stack/schema";
import { storesIn } from "../../../test/support/harness/rotator";
import { startAgent, type Vault } from "../../../test/support/vault";
import type { Shelf } from "./shelf";

/** Where the service finds its credential: a file that the real `vault agent` renders anew whenever the secret changes. */
export async function vaultShelf(entry: Entry, vault: Vault): Promise<Shelf> {
    const { path: full, recordPath = `${full}/rotation` } = entry.stores[0].vaultKv ?? { path: "" };
    const folder = await fs.mkdtemp(path.join(await fs.realpath(tmpdir()), "agent-"));
    const rotator = await vault.tokenWith(`rotator-${entry.name}`, vaultRotatorPolicy({ stores: storesIn([entry]) }));
    const file = path.join(folder, "credential.json");
    const text = async (where: string): Promise<string | undefined> => {
        const data = await vault.kv(below(where));
        return data && JSON.stringify(data);
    };
    let agent: ReturnType<typeof startAgent> | undefined;
    let said: (() => string) | undefined;
    return {
        where: `${full} in Vault, rendered by its agent`,
        lags: true,
        config: vaultConfig(vault, rotator),
        async read() {
            // Before there is anything to render, the agent would only wait longer and longer.
            if (agent === undefined && (await text(full)) === undefined) return undefined;
            agent ??= agentFor(entry.name, full, vault, folder, file);
            ({ said } = await agent);
            return fs.readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
                if (error.code === "ENOENT") return undefined;
                throw error;
            });
        },
        record: () => text(recordPath),
        async leftovers() {
            const found = await Promise.all([full, recordPath].map(text));
            return [full, recordPath].filter((_, index) => found[index] !== undefined);
        },
        log: () => said?.() ?? "",
        async close() {
            await (await agent)?.stop();
            await fs.rm(folder, { recursive: true, force: true, maxRetries: 3 });
        },
    };
}

/** The configuration that reaches this Vault. */
export function vaultConfig({ address }: Vault, token: string): Record<string, unknown> {
    return { "vault:address": address, "vault:token": { secret: token } };
}

/** Logs in as the service, which may read this one secret, and writes it as JSON. */
async function agentFor(name: string, full: string, vault: Vault, folder: string, file: string) {
    const at = (part: string): string => path.join(folder, part);
    const data = `secret/data/${below(full)}`;
    const settings: AgentSettings = {
        address: vault.address,
        login: { appRole: { roleIdFile: at("role-id"), secretIdFile: at("secret-id") } },
        templates: [{ contents: `{{ with secret "${data}" }}{{ .Data.data | toJSON }}{{ end }}`, destination: file }],
        renderInterval: "1s",
    };
    const rule = `path "${data}" { capabilities = ["read"] }`;
    const { roleId, secretId } = await vault.appRole(`service-${name}`, `${agentPolicy(settings)}\n${rule}\n`);
    await fs.writeFile(at("role-id"), roleId, { mode: 0o600 });
    await fs.writeFile(at("secret-id"), secretId, { mode: 0o600 });
    return startAgent(vault.program, folder, renderAgentConfig(settings));
}

/** The path below the engine `secret/`, which is the one that a Vault in development mode has. */
function below(full: string): string {
    if (full.startsWith("secret/")) return full.slice("secret/".length);
    throw new Error(`stores.vaultKv.path: ${full}; the demo's Vault has one engine, secret/`);
}
