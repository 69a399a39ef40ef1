import { VaultKv, VaultKvArgs, vaultRotatorPolicy } from "pulumi-credential-rotation";
import * as provider from "../../../../components/providers/vaultKv";
import { type Vault, type VaultCall, type VaultError } from "../../../support/vault";

let count = 0;

/** One path of a Vault, with a token that may do there what `vaultRotatorPolicy()` says. */
export interface Place {
    path: string;
    token: string;
    /** What was asked since the last time: `find secret/app` for its engine, then `read secret/data/app`. */
    calls(): Promise<string[]>;
    inputs(data: object, more?: Partial<provider.DocumentInputs>): provider.DocumentInputs;
}

/** Makes a token for a path, and lets the provider use it. */
export async function place(vault: Vault, path: string, more: Partial<VaultKvArgs> = {}): Promise<Place> {
    const name = `rotator${++count}`;
    const stores = [new VaultKv({ path, ...more })];
    const token = await vault.tokenWith(name, vaultRotatorPolicy({ stores }));
    use(vault.address, token);
    const marker = await vault.tokenWith("marker", `path "marker/*" { capabilities = ["read"] }`);
    let seen = (await settled(vault, marker)).length;
    return {
        path,
        token,
        async calls() {
            const fresh = (await settled(vault, marker)).slice(seen);
            seen += fresh.length;
            return fresh
                .filter(({ by }) => by !== "token-marker")
                .map(({ operation, path: at, error }) => `${operation} ${at}${error ? " refused" : ""}`)
                .map((line) => line.replace("read sys/internal/ui/mounts/", "find "));
        },
        inputs: (data, changes) => ({
            path,
            settings: "{}",
            data: JSON.stringify(data),
            overwrite: false,
            when: "rotated_at",
            deleteAllVersions: more.deleteAllVersions ?? false,
            ...changes,
        }),
    };
}

/** All calls so far: the log comes in order but later than the answers, so it is waited for a call of our own. */
async function settled(vault: Vault, marker: string): Promise<VaultCall[]> {
    const path = `marker/${++count}`;
    const error: unknown = await vault.call("GET", path, undefined, marker).catch((refused: unknown) => refused);
    if ((error as VaultError).status === 503) return vault.calls(); // a sealed Vault logs nothing
    while (!vault.calls().some((call) => call.path === path)) await new Promise((resolve) => setTimeout(resolve, 5));
    return vault.calls();
}

/** Lets the provider reach Vault so, as the engine does with the stack's configuration. */
export function use(address: string, token: string): void {
    const config = { "vault:address": address, "vault:token": token };
    provider.configure({ config: { get: (key) => config[key as keyof typeof config] } });
}

/** Names of the fields that a secret has, by version, as Vault tells root: `1: one`, `2: deleted`. */
export async function versions(vault: Vault, path: string): Promise<string[]> {
    const [mount, ...rest] = path.split("/");
    const { data } = await vault.call("GET", `${mount}/metadata/${rest.join("/")}`);
    const all = Object.entries(data.versions as Record<string, { deletion_time: string }>);
    const told = all.map(async ([number, { deletion_time }]) => {
        if (deletion_time !== "") return `${number}: deleted`;
        const found = await vault.kv(rest.join("/"), Number(number), mount);
        return `${number}: ${String(found?.value)}`;
    });
    return Promise.all(told);
}
