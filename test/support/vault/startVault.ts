import { randomBytes } from "node:crypto";
import { freePort } from "../processes/freePort";
import { type Guarded, startGuarded } from "../processes/guarded";
import { call, type VaultReply } from "./api";
import { listenForAudit, type VaultCall } from "./audit";
import { vaultProgram } from "./program";

/** A real Vault of one's own: in memory, unsealed, with a KV v2 engine at `secret/`. */
export interface Vault {
    /** For VAULT_ADDR: `http://127.0.0.1:…`. */
    readonly address: string;
    /** May do everything. */
    readonly rootToken: string;
    /** The program that serves it, for `vault agent`. */
    readonly program: string;
    /** One call to its HTTP API, as root unless another token is given; throws `VaultError` where it refuses. */
    call(method: string, path: string, body?: unknown, token?: string): Promise<VaultReply>;
    /** The data of a KV v2 secret, or of an older version of it; undefined where there is none. */
    kv(path: string, version?: number, mount?: string): Promise<Record<string, unknown> | undefined>;
    /** Makes a policy of that name and a token that has only it. `ttl` as Vault writes it: `10m`; default: an hour. */
    tokenWith(name: string, policy: string, ttl?: string): Promise<string>;
    /** Makes an AppRole with a policy of the same name; what an agent logs in with. */
    appRole(name: string, policy: string): Promise<{ roleId: string; secretId: string }>;
    /** What was asked of it so far, in order, except by root and by those who only look whether it lives. */
    calls(): VaultCall[];
    /** Nobody can read or write until it is unsealed. */
    seal(): Promise<void>;
    unseal(): Promise<void>;
    /** What the server wrote. */
    log(): string;
    stop(): Promise<void>;
}

/** How often a port that somebody else took is replaced by another. */
const TRIES = 5;

/**
 * Starts Vault in its development mode on a free port. It writes no file and ends with this process.
 *
 * @param program default: what `npm test` got, or `vault` on the PATH
 * @throws Error where there is no program, or it does not start
 */
export async function startVault(program = vaultProgram()): Promise<Vault> {
    if (program === undefined) throw new Error("there is no vault: run node tools/engine/get.mjs --with vault");
    const rootToken = `root-${randomBytes(12).toString("hex")}`;
    const { server, address } = await serve(program, rootToken);
    const [, unsealKey] = await server.says(/^Unseal Key: (\S+)$/m);
    const root = (method: string, path: string, body?: unknown, token = rootToken): Promise<VaultReply> =>
        call(address, token, method, path, body);
    const audit = await listenForAudit();
    await root("PUT", "sys/audit/calls", { type: "socket", options: { address: audit.address, socket_type: "tcp" } });
    const policy = (name: string, text: string): Promise<VaultReply> =>
        root("PUT", `sys/policies/acl/${name}`, { policy: text });
    return {
        address,
        rootToken,
        program,
        call: root,
        async kv(path, version = 0, mount = "secret") {
            const found = await root("GET", `${mount}/data/${path}?version=${version}`).catch(notThere);
            return (found?.data.data as Record<string, unknown> | undefined) ?? undefined;
        },
        async tokenWith(name, text, ttl = "1h") {
            await policy(name, text);
            const options = { policies: [name], no_default_policy: true, ttl, display_name: name };
            return (await root("POST", "auth/token/create", options)).auth?.client_token as string;
        },
        async appRole(name, text) {
            await policy(name, text);
            const { data } = await root("GET", "sys/auth");
            if (!data["approle/"]) await root("POST", "sys/auth/approle", { type: "approle" });
            await root("POST", `auth/approle/role/${name}`, { token_policies: [name] });
            const { data: role } = await root("GET", `auth/approle/role/${name}/role-id`);
            const { data: secret } = await root("POST", `auth/approle/role/${name}/secret-id`);
            return { roleId: role.role_id as string, secretId: secret.secret_id as string };
        },
        calls: () => audit.calls.filter(({ policies, path }) => !policies.includes("root") && path !== "sys/health"),
        async seal() {
            await root("PUT", "sys/seal");
        },
        async unseal() {
            await root("PUT", "sys/unseal", { key: unsealKey });
        },
        log: () => server.said(),
        async stop() {
            await server.stop();
            await audit.close();
        },
    };
}

async function serve(program: string, rootToken: string): Promise<{ server: Guarded; address: string }> {
    for (let tries = 1; ; tries += 1) {
        const port = await freePort();
        const server = startGuarded(program, ["server", "-dev", "-dev-no-store-token"], {
            PATH: process.env.PATH,
            VAULT_DEV_ROOT_TOKEN_ID: rootToken,
            VAULT_DEV_LISTEN_ADDRESS: `127.0.0.1:${port}`,
        });
        try {
            await server.says(/^Development mode should NOT be used/m);
            return { server, address: `http://127.0.0.1:${port}` };
        } catch (error) {
            await server.stop();
            if (tries >= TRIES || !/address already in use/.test(server.said())) throw error;
        }
    }
}

function notThere(error: { status?: number }): undefined {
    if (error.status !== 404) throw error;
}
