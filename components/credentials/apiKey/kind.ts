import * as pulumi from "@pulumi/pulumi";
import { Claim } from "../../rotation/claims";
import { takingOver } from "../../rotation/finish";
import { CredentialKind, Fields, RegisteredSlot, Scope, SlotRequest } from "../../rotation/kind";
import { awaited, knownValue } from "../../rotation/outputs";
import { RemoteCredential, RotationRecord } from "../../rotation/types";
import { Probe } from "../../rotation/verification";
import { ApiKeyVendor, ListedKey } from "./contract";
import { explainVendorFailure } from "./failures";
import { API_KEY_FIELDS } from "./fields";
import { nameOf, parseName } from "./names";
import { ApiKeySlot } from "./slot";

/** What a kind is made from. */
export interface ApiKeyKindArgs<S> {
    vendor: ApiKeyVendor<S>;
    settings: S;
    management: pulumi.Output<string>;
    /** How the names of our keys begin. */
    prefix: string;
    /** When a key that is minted in this run is to die by itself (RFC 3339). */
    expiresOn?: string;
    /** A key that existed before. */
    adopted?: { id: string; key: pulumi.Output<string> };
}

/** API keys of one vendor's account, of which only those of our names are ours. */
export class ApiKeyKind<S extends object> implements CredentialKind {
    readonly canDisable = false;
    readonly capacity: number | undefined;
    readonly fieldNames = API_KEY_FIELDS;
    readonly adoptField = "adopt.keyId";
    readonly wayOut = takingOver("keyId, key");
    private listed: ListedKey[] = [];
    /** Identifiers of keys that are ours by the record, whatever they are called. */
    private readonly recorded = new Set<string>();

    constructor(private readonly args: ApiKeyKindArgs<S>) {
        this.capacity = args.vendor.limit?.(args.settings);
    }

    title(): Promise<string> {
        const { vendor, prefix } = this.args;
        return Promise.resolve(`${vendor.title} ${prefix}`);
    }

    async claims(): Promise<Claim[]> {
        const { vendor, settings, prefix } = this.args;
        const management = await knownValue(this.args.management);
        if (management === undefined) return [];
        const key = JSON.stringify([vendor.id, settings, management, prefix]);
        return [{ key, title: `the keyNamePrefix ${prefix}` }];
    }

    async observe(): Promise<RemoteCredential[] | null> {
        const management = await knownValue(this.args.management);
        if (management === undefined) return null;
        this.listed = await this.list(management);
        return this.ours();
    }

    /** One that was taken over and is not named for that any more, or one of an older project, stack or `keyNamePrefix`. */
    missed({ id, previous }: RotationRecord, found: RemoteCredential[]): Promise<RemoteCredential[]> {
        for (const one of [id, previous?.id]) if (one !== undefined) this.recorded.add(one);
        return Promise.resolve(this.ours().filter((key) => found.every((known) => known.id !== key.id)));
    }

    crowd(): number {
        return this.listed.length - this.ours().length;
    }

    register(scope: Scope, request: SlotRequest, opts: pulumi.CustomResourceOptions): RegisteredSlot {
        const { vendor, settings, management, prefix, expiresOn, adopted } = this.args;
        const { slot, generation, twin } = request;
        const taken = request.adopted === undefined ? {} : { adopted: request.adopted, adoptedKey: adopted?.key };
        const key = new ApiKeySlot(
            `${scope.name}-${slot}`,
            {
                vendor: vendor.id,
                settings,
                management,
                keyName: nameOf(prefix, generation, slot),
                generation,
                twin,
                expiresOn,
                ...taken,
            },
            request.adopted === undefined ? opts : { ...opts, hooks: undefined },
        );
        const fields = pulumi
            .all([key.key, key.keyId, key.keyName])
            .apply(([secret, key_id, key_name]): Fields => ({ key: secret, key_id, key_name }));
        return { resource: key, id: key.keyId, fields: pulumi.secret(fields) };
    }

    async probe({ key, key_id: id }: Fields): Promise<Probe> {
        const { vendor, settings } = this.args;
        try {
            return await vendor.verify(settings, { id, key });
        } catch (error) {
            return { state: "unknown", detail: error instanceof Error ? error.message : "no answer" };
        }
    }

    /** There is no disabling: what would be disabled is retired. */
    disable(scope: Scope, id: string): Promise<void> {
        return this.discard(scope, id);
    }

    async discard(_scope: Scope, id: string): Promise<void> {
        const { vendor, settings, management } = this.args;
        try {
            await vendor.retire({ settings, management: await awaited(management) }, id);
        } catch (error) {
            throw explainVendorFailure(error, vendor.title, `delete the key …${id.slice(-4)}`);
        }
    }

    private ours(): RemoteCredential[] {
        const named = (id: string) => id === this.args.adopted?.id || this.recorded.has(id);
        return this.listed.flatMap((key) => this.recognised(key) ?? (named(key.id) ? remote(key) : []));
    }

    private async list(management: string): Promise<ListedKey[]> {
        const { vendor, settings } = this.args;
        try {
            return await vendor.list({ settings, management });
        } catch (error) {
            throw explainVendorFailure(error, vendor.title, "list the keys");
        }
    }

    private recognised(key: ListedKey): RemoteCredential | undefined {
        const named = parseName(this.args.prefix, key.name);
        return named && { ...remote(key), generation: named.generation };
    }
}

function remote({ id, name, createdAt, expiresAt, lastUsedAt }: ListedKey): RemoteCredential {
    const times = Object.entries({ createdAt, expiresAt, lastUsedAt }).filter(([, at]) => at);
    return { id, active: true, name, ...Object.fromEntries(times) };
}
