/** Vault refused a call. */
export class VaultError extends Error {
    constructor(
        readonly status: number,
        readonly errors: string[],
        what: string,
    ) {
        super(`${what}: ${status} ${errors.join("; ")}`);
    }
}

/** What Vault answered: `data` is what the caller wants nearly always; `auth` comes of a login. */
export interface VaultReply {
    data: Record<string, unknown>;
    auth?: { client_token: string; accessor: string };
    lease_id?: string;
    lease_duration?: number;
    [other: string]: unknown;
}

/**
 * One call to Vault's HTTP API.
 *
 * @throws VaultError where the answer is no success
 */
export async function call(
    address: string,
    token: string | undefined,
    method: string,
    path: string,
    body?: unknown,
): Promise<VaultReply> {
    const response = await fetch(`${address}/v1/${path}`, {
        method,
        headers: { ...(token ? { "X-Vault-Token": token } : {}), "content-type": "application/json" },
        body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const reply = (text === "" ? {} : JSON.parse(text)) as VaultReply & { errors?: string[] };
    if (!response.ok) throw new VaultError(response.status, reply.errors ?? [], `${method} ${path}`);
    return reply;
}
