import * as pulumi from "@pulumi/pulumi";
import { VaultSettings } from "../../clients/vault/vaultSettings";
import { describeVaultError } from "../../clients/vault/failures";
import { findLocation, KvData, readKv } from "../../clients/vault/kv";
import { VaultRule } from "../../clients/vault/rules";
import { checkAddress, connectToVault, VaultConnection } from "../../clients/vault/settings";
import { Scope } from "../../shared/scope";
import { checkFieldNames } from "../fieldNames";
import { LOCATIONS } from "../locations";
import { PolicyStatement, Publication, ReadBack, Store } from "../store";
import { VaultDocument, VaultDocumentArgs } from "./document";

/** Where and how a credential is published in a key/value engine of HashiCorp Vault. */
export interface VaultKvArgs extends VaultSettings {
    /** Path with the engine, as `vault kv put` takes it: `secret/myapp/db`. */
    path: string;
    /** Names of the fields, by field; `rotated_at`, `generation` and `slot` can be renamed too. Default: the field's own name. */
    names?: Record<string, string>;
    /** Path of the rotation record, if this is the first store. Default: `<path>/rotation`. */
    recordPath?: string;
    /** Take over what somebody else wrote at this path. Default: false, which refuses it. */
    overwrite?: boolean;
    /** With the stack, delete every version for good. Default: false, which deletes ours so that they can be brought back. */
    deleteAllVersions?: boolean;
    /** Path of the engine, for `vaultRotatorPolicy()`; Vault itself is asked otherwise. Default: the path's first part. */
    mount?: string;
    /** Version of the engine, for `vaultRotatorPolicy()`. Default: 2. */
    kvVersion?: 1 | 2;
    /** Path of the record's engine, where that is another. Default: `mount` if it begins `recordPath`, else that path's first part. */
    recordMount?: string;
    /** Version of the record's engine. Default: `kvVersion` in the same engine, else 2. */
    recordKvVersion?: 1 | 2;
}

/**
 * Publishes one secret with the fields and `rotated_at`, `generation` and `slot`. Each write asks for the version that
 * it saw (check-and-set, KV version 2), so that nobody's write is lost.
 *
 * @throws Error when a path is none, or the address would send the token in plain text
 */
export class VaultKv implements Store {
    readonly type = "vaultKv";
    readonly title: string;
    readonly recordTitle: string;
    private readonly recordPath: string;
    private readonly settings: VaultSettings;

    constructor(private readonly args: VaultKvArgs) {
        const { path, address, namespace, caCertFile, tokenFrom, plainHttp } = args;
        const { caCertDir, clientCertFile, clientKeyFile, tlsServerName, skipTlsVerify } = args;
        this.recordPath = args.recordPath ?? `${path}/rotation`;
        checkPath("path", path);
        checkPath("recordPath", this.recordPath);
        if (this.recordPath === path) throw new Error(`stores.vaultKv.recordPath: it is the path itself, ${path}`);
        checkMount("mount", args.mount, path);
        checkMount("recordMount", args.recordMount, this.recordPath);
        if (address !== undefined) checkAddress(address, plainHttp);
        if (tokenFrom && Object.values(tokenFrom).filter((one) => one !== undefined).length !== 1) {
            throw new Error(`stores.vaultKv.tokenFrom: expected exactly one of env, config, file and autoAuth`);
        }
        const tls = { caCertDir, clientCertFile, clientKeyFile, tlsServerName, skipTlsVerify };
        this.settings = { address, namespace, caCertFile, tokenFrom, plainHttp, ...tls };
        this.title = `${path} in Vault`;
        this.recordTitle = `${this.recordPath} in Vault`;
    }

    recordLocation(): string {
        return JSON.stringify([this.type, this.settings, this.recordPath]);
    }

    checkFields(fieldNames: string[]): void {
        const { names } = this.args;
        const beside = ["rotated_at", "generation", "slot"];
        const nameOf = (field: string) => this.nameOf(field);
        checkFieldNames({ at: "stores.vaultKv.names", names, nameOf, beside, renamed: true }, fieldNames);
    }

    publish({ scope, fields, generation, slot, rotatedAt, opts, gate }: Publication): pulumi.Resource[] {
        const { path, overwrite = false } = this.args;
        const data = fields.apply((found) => this.renamed({ ...found, rotated_at: rotatedAt, generation, slot }));
        const document = { path, data, overwrite, when: this.nameOf("rotated_at") };
        return [this.document(`${scope.name}-vault`, document, scope, { ...opts, hooks: gate() })];
    }

    async readBack({ fieldNames }: Publication): Promise<ReadBack[]> {
        const found = await this.read(this.args.path);
        if (found === undefined) throw new Error(`there is nothing at ${this.title}`);
        const fields = Object.fromEntries(fieldNames.map((name) => [name, found[this.nameOf(name)] as string]));
        return [{ at: this.title, fields }];
    }

    /** What stands at the record's path was read as a record before, so it may be written over. */
    record(scope: Scope, value: pulumi.Output<string>, opts: pulumi.CustomResourceOptions): pulumi.Resource {
        const data = value.apply((text) => JSON.parse(text) as KvData);
        const document = { path: this.recordPath, data, overwrite: true, when: "rotated_at" };
        return this.document(`${scope.name}-vault-record`, document, scope, opts);
    }

    async readRecord(): Promise<string | undefined> {
        const found = await this.read(this.recordPath);
        return found && JSON.stringify(found);
    }

    permissions(): PolicyStatement[] {
        return [];
    }

    vaultRules(): VaultRule[] {
        const { path, mount = firstPart(path), kvVersion = 2, recordMount, recordKvVersion } = this.args;
        const engine = withoutSlash(mount);
        const same = recordMount === undefined && this.recordPath.startsWith(`${engine}/`);
        const recordEngine = same ? engine : withoutSlash(recordMount ?? firstPart(this.recordPath));
        const recordVersion = recordKvVersion ?? (recordEngine === engine ? kvVersion : 2);
        return [
            ...this.rulesOf(path, engine, kvVersion),
            ...this.rulesOf(this.recordPath, recordEngine, recordVersion),
        ];
    }

    private rulesOf(path: string, engine: string, kvVersion: 1 | 2): VaultRule[] {
        const key = path.slice(engine.length + 1);
        const write: VaultRule["capabilities"] = ["create", "read", "update"];
        if (kvVersion === 1) return [{ path, capabilities: [...write, "delete"] }];
        const rules: VaultRule[] = [
            { path: `${engine}/data/${key}`, capabilities: write },
            { path: `${engine}/delete/${key}`, capabilities: ["update"] },
        ];
        if (this.args.deleteAllVersions) rules.push({ path: `${engine}/metadata/${key}`, capabilities: ["delete"] });
        return rules;
    }

    private document(
        name: string,
        document: Omit<VaultDocumentArgs, "settings" | "deleteAllVersions">,
        scope: Scope,
        opts: pulumi.CustomResourceOptions,
    ): VaultDocument {
        const { settings } = this;
        const { deleteAllVersions = false } = this.args;
        return new VaultDocument(name, { ...document, settings, deleteAllVersions }, { parent: scope.parent, ...opts });
    }

    private async read(path: string): Promise<KvData | undefined> {
        let reach: VaultConnection | undefined;
        try {
            reach = connectToVault(this.settings, { config: configured, env: process.env });
            return (await readKv(reach, await findLocation(reach, path))).data;
        } catch (error) {
            throw await describeVaultError(error, reach, `read ${path}`);
        }
    }

    private nameOf(field: string): string {
        return this.args.names?.[field] ?? field;
    }

    private renamed(data: KvData): KvData {
        return Object.fromEntries(Object.entries(data).map(([field, value]) => [this.nameOf(field), value]));
    }
}

/** The program's view of the configuration, by full key. */
function configured(key: string): string | undefined {
    const at = key.indexOf(":");
    return at < 0 ? new pulumi.Config().get(key) : new pulumi.Config(key.slice(0, at)).get(key.slice(at + 1));
}

function withoutSlash(mount: string): string {
    return mount.replace(/\/+$/, "");
}

function firstPart(path: string): string {
    return path.split("/")[0];
}

function checkMount(field: string, mount: string | undefined, path: string): void {
    if (mount === undefined || path.startsWith(`${withoutSlash(mount)}/`)) return;
    throw new Error(`stores.vaultKv.${field}: ${JSON.stringify(mount)}; expected a beginning of ${path}`);
}

function checkPath(field: string, path: unknown): void {
    const { fits, expected } = LOCATIONS.vaultKv;
    if (fits(path)) return;
    throw new Error(`stores.vaultKv.${field}: ${JSON.stringify(path)} is not a path; expected ${expected}`);
}
