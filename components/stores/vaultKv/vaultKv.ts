import * as pulumi from "@pulumi/pulumi";
import { Scope } from "../../rotation/kind";
import { explainVaultFailure } from "../../vault/failures";
import { findPlace, KvData, readKv } from "../../vault/kv";
import { checkAddress, Reach, reachVault, VaultSettings } from "../../vault/settings";
import { VaultRule } from "../../vault/rules";
import { checkNames } from "../names";
import { PLACES } from "../places";
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
}

/**
 * Publishes one secret with the fields and `rotated_at`, `generation` and `slot`. Each write asks for the version that
 * it saw (check-and-set, KV version 2), so that nobody's write is lost.
 *
 * @throws Error when a path is none, or the address would send the token in plain text
 */
export class VaultKv implements Store {
    readonly sort = "vaultKv";
    readonly title: string;
    readonly recordTitle: string;
    private readonly recordPath: string;
    private readonly settings: VaultSettings;

    constructor(private readonly args: VaultKvArgs) {
        const { path, address, namespace, caCertFile, tokenFrom, plainHttp } = args;
        this.recordPath = args.recordPath ?? `${path}/rotation`;
        checkPath("path", path);
        checkPath("recordPath", this.recordPath);
        if (this.recordPath === path) throw new Error(`stores.vaultKv.recordPath: it is the path itself, ${path}`);
        if (args.mount !== undefined && !path.startsWith(`${args.mount.replace(/\/+$/, "")}/`)) {
            throw new Error(`stores.vaultKv.mount: ${JSON.stringify(args.mount)}; expected a beginning of ${path}`);
        }
        if (address !== undefined) checkAddress(address, plainHttp);
        if (tokenFrom && Object.values(tokenFrom).filter((one) => one !== undefined).length !== 1) {
            throw new Error(`stores.vaultKv.tokenFrom: expected exactly one of env, config and file`);
        }
        this.settings = { address, namespace, caCertFile, tokenFrom, plainHttp };
        this.title = `${path} in Vault`;
        this.recordTitle = `${this.recordPath} in Vault`;
    }

    recordPlace(): string {
        return JSON.stringify([this.sort, this.settings, this.recordPath]);
    }

    checkFields(fieldNames: string[]): void {
        const { names } = this.args;
        const beside = ["rotated_at", "generation", "slot"];
        const nameOf = (field: string) => this.nameOf(field);
        checkNames({ at: "stores.vaultKv.names", names, nameOf, beside, renamed: true }, fieldNames);
    }

    publish({ scope, fields, generation, slot, rotatedAt, opts, gate }: Publication): pulumi.Resource[] {
        const { path, overwrite = false } = this.args;
        const data = fields.apply((found) => this.renamed({ ...found, rotated_at: rotatedAt, generation, slot }));
        const document = { path, data, overwrite, when: this.nameOf("rotated_at") };
        return [this.document(`${scope.name}-vault`, document, scope, { ...opts, hooks: gate() })];
    }

    async readBack({ fieldNames }: Publication): Promise<ReadBack[]> {
        const found = await this.read(this.args.path);
        if (found === undefined) throw new Error(`there is nothing at ${this.title}; somebody else deleted it`);
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
        const { path, mount = path.split("/")[0], kvVersion = 2, deleteAllVersions } = this.args;
        const engine = mount.replace(/\/+$/, "");
        const write: VaultRule["capabilities"] = ["create", "read", "update"];
        return [path, this.recordPath].flatMap((one) => {
            const key = one.slice(engine.length + 1);
            if (kvVersion === 1) return [{ path: one, capabilities: [...write, "delete"] }];
            const rules: VaultRule[] = [
                { path: `${engine}/data/${key}`, capabilities: write },
                { path: `${engine}/delete/${key}`, capabilities: ["update"] },
            ];
            if (deleteAllVersions) rules.push({ path: `${engine}/metadata/${key}`, capabilities: ["delete"] });
            return rules;
        });
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
        let reach: Reach | undefined;
        try {
            reach = reachVault(this.settings, { config: configured, env: process.env });
            return (await readKv(reach, await findPlace(reach, path))).data;
        } catch (error) {
            throw await explainVaultFailure(error, reach, `read ${path}`);
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

function checkPath(field: string, path: unknown): void {
    const { fits, expected } = PLACES.vaultKv;
    if (fits(path)) return;
    throw new Error(`stores.vaultKv.${field}: ${JSON.stringify(path)} is not a path; expected ${expected}`);
}
