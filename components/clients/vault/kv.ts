import { VaultError } from "./errors";
import { sendToVault, requestVault, mustBeVaults, withRetry, rejection } from "./http";
import { VaultConnection } from "./settings";

/** Version of a key/value engine: 2 keeps versions and knows check-and-set, 1 does neither. */
export type KvVersion = 1 | 2;

/** A path, split where its engine ends. */
export interface KvLocation {
    /** The engine's path with its slash, for example `secret/`. */
    mount: string;
    /** The rest, for example `myapp/db`. */
    key: string;
    kvVersion: KvVersion;
}

/** What a secret holds. */
export type KvData = Record<string, unknown>;

/** What stands at a place. Versions count from 1; 0 where there never was one, and always in version 1. */
export type KvFound = { data: KvData | undefined; version: number; created?: string };

/** A version that was written, and when, by Vault's clock; 0 and nothing in KV version 1. */
export interface KvWritten {
    version: number;
    created?: string;
}

/**
 * Asks which engine a path belongs to, as the `vault kv` command does.
 *
 * @throws VaultError when there is none, or the token may not know it
 * @throws Error when it is no key/value engine, or the path has the API's own `data/` in it
 */
export async function findLocation(reach: VaultConnection, path: string): Promise<KvLocation> {
    const found = await mountOf(reach, path);
    const { path: mount, type, options } = found;
    if (type !== "kv" && type !== "generic") {
        throw new Error(`${mount} is a secrets engine of type ${type}, expected kv`);
    }
    const kvVersion = options?.version === "2" ? 2 : 1;
    const key = path.slice(mount.length);
    if (key === "") throw new Error(`${path} is the secrets engine itself; expected a path below it`);
    if (kvVersion === 2 && key.startsWith("data/")) {
        throw new Error(
            `${path} has the API's data/ in it; expected ${mount}${key.slice(5)}, as vault kv put takes it`,
        );
    }
    return { mount, key, kvVersion };
}

interface Mount {
    path: string;
    type: string;
    options?: { version?: string } | null;
}

async function mountOf(reach: VaultConnection, path: string): Promise<Mount> {
    const asked = { method: "GET", path: `sys/internal/ui/mounts/${path}` } as const;
    try {
        const { data } = (await withRetry(() => requestVault(reach, asked))) as { data?: Mount };
        if (typeof data?.path === "string") return data;
        throw new VaultError(`200, with an answer that is not Vault's (no engine is named)`, undefined);
    } catch (error) {
        if (!(error instanceof VaultError) || error.status !== 403) throw error;
        throw (await missingMount(reach, path)) ?? error;
    }
}

/** Vault answers alike where an engine is missing and where the token may not know it; reading there tells them apart. */
async function missingMount(reach: VaultConnection, path: string): Promise<VaultError | undefined> {
    const [first, ...rest] = path.split("/");
    const asked = { method: "GET", path: `${first}/data/${rest.join("/")}` } as const;
    const { status, body } = await sendToVault(reach, asked);
    const error = rejection(status, body);
    return isMissingMount(error) ? error : undefined;
}

function isMissingMount(error: VaultError): boolean {
    return error.status === 404 && error.says(/no handler for route/i);
}

interface Metadata {
    version?: number;
    created_time?: string;
}

/** Reads what stands there; a version that was deleted is none, but its number counts. */
export async function readKv(reach: VaultConnection, place: KvLocation, version?: number): Promise<KvFound> {
    const query = version === undefined ? "" : `?version=${version}`;
    const asked = { method: "GET", path: `${apiPath(place, "data")}${query}` } as const;
    const { status, body } = await withRetry(async () => {
        const answer = await sendToVault(reach, asked);
        if (answer.status === 200 || answer.status === 404) {
            mustBeVaults(answer);
            return answer;
        }
        throw rejection(answer.status, answer.body);
    });
    const refused = rejection(status, body);
    if (isMissingMount(refused)) throw refused;
    const { data } = (body ?? {}) as { data?: KvData };
    if (place.kvVersion === 1) return { data: status === 200 ? data : undefined, version: 0 };
    const { data: inner, metadata } = (data ?? {}) as { data?: KvData | null; metadata?: Metadata };
    const created = metadata?.created_time;
    return { data: inner ?? undefined, version: metadata?.version ?? 0, ...(created ? { created } : {}) };
}

/**
 * Writes a new version. Asked for once: a failure may have been a success.
 *
 * @param cas the version that must stand there now, 0 for none; not known to version 1
 * @throws VaultError without a status where Vault's answer does not say what it wrote
 */
export async function writeKv(
    reach: VaultConnection,
    place: KvLocation,
    data: KvData,
    cas: number,
): Promise<KvWritten> {
    const body = place.kvVersion === 2 ? { options: { cas }, data } : data;
    const written = await requestVault(reach, { method: "POST", path: apiPath(place, "data"), body });
    if (place.kvVersion === 1) return { version: 0 };
    const { version, created_time: created } = (written as { data?: Metadata } | undefined)?.data ?? {};
    if (typeof version === "number") return { version, created };
    throw new VaultError(`200, with an answer that is not Vault's (no version is named)`, undefined);
}

/** Deletes versions so that they can be brought back; one that is gone already is a success. */
export async function deleteVersions(reach: VaultConnection, place: KvLocation, versions: number[]): Promise<void> {
    await requestVault(reach, { method: "POST", path: apiPath(place, "delete"), body: { versions } });
}

/** Deletes all that stands there, for good. */
export async function deleteAll(reach: VaultConnection, place: KvLocation): Promise<void> {
    await requestVault(reach, { method: "DELETE", path: apiPath(place, "metadata") });
}

/** The path by which the engine's API knows it. */
export function apiPath({ mount, key, kvVersion }: KvLocation, what: "data" | "delete" | "metadata"): string {
    return kvVersion === 2 ? `${mount}${what}/${key}` : `${mount}${key}`;
}
