import * as pulumi from "@pulumi/pulumi";
import { adoptHint } from "../../decision/rules/stateConflict";
import { redactedId } from "../../decision/attribution";
import { Owner } from "../../decision/owner";
import { RemoteCredential, RotationRecord } from "../../decision/types";
import { CredentialKind, RegisteredSlot, SlotRequest } from "../../rotation/credentialKind";
import { awaited, knownValue } from "../../shared/pulumiOutputs";
import { Fields, Scope } from "../../shared/scope";
import { Claim } from "../../shared/uniqueness";
import { Probe } from "../../shared/verification";
import { describeVendorError } from "./failures";
import { API_KEY_FIELDS } from "./fields";
import { ApiKeySlot } from "./keyResource";
import { nameOf, newMark, parseName } from "./names";
import { ApiKeyVendor, ListedKey } from "./vendor";
import { referenceTo } from "./vendorModule";
import { ownerOf } from "./whose";

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
    readonly fieldNames: string[];
    readonly adoptField = "adopt.keyId";
    readonly remediation = adoptHint("keyId, key");
    private readonly beside: Record<string, string>;
    private listed: ListedKey[] = [];
    private stray?: string;
    /** Identifiers of keys that are ours by the record, whatever they are called. */
    private readonly recorded = new Set<string>();

    constructor(private readonly args: ApiKeyKindArgs<S>) {
        this.capacity = args.vendor.limit?.(args.settings);
        this.beside = args.vendor.publishes?.(args.settings) ?? {};
        this.fieldNames = [...API_KEY_FIELDS, ...Object.keys(this.beside)];
    }

    title(): Promise<string> {
        const { vendor, prefix } = this.args;
        return Promise.resolve(`${vendor.title} ${prefix}`);
    }

    async claims(): Promise<Claim[]> {
        const { vendor, settings, prefix } = this.args;
        const management = await knownValue(this.args.management);
        if (management === undefined) return [];
        const key = JSON.stringify([referenceTo(vendor), settings, management, prefix]);
        return [{ key, title: `the keyNamePrefix ${prefix}` }];
    }

    async listCredentials(): Promise<RemoteCredential[] | null> {
        const management = await knownValue(this.args.management);
        if (management === undefined) return null;
        this.listed = await this.list(management);
        return this.ours();
    }

    /**
     * One that was taken over and is not named for that any more, or one of an older project, stack or `keyNamePrefix`. A
     * published key that works and is not listed is one of another account.
     */
    async findUnlisted(
        { id, previous }: RotationRecord,
        found: RemoteCredential[],
        published: () => Promise<Fields | undefined> = () => Promise.resolve(undefined),
    ): Promise<RemoteCredential[]> {
        for (const one of [id, previous?.id]) if (one !== undefined) this.recorded.add(one);
        const more = this.ours().filter((key) => found.every((known) => known.id !== key.id));
        const isListed = [...found, ...more].some((key) => key.id === id);
        this.stray = isListed ? undefined : await this.worksUnlisted(id, await published());
        return more;
    }

    ownerChangeReason(): string | undefined {
        return this.stray;
    }

    async owner(): Promise<Owner> {
        const { vendor, settings } = this.args;
        return ownerOf(vendor as ApiKeyVendor<object>, settings, await knownValue(this.args.management));
    }

    mark(): string {
        return newMark(this.args.prefix);
    }

    otherCredentialCount(): number {
        return this.listed.length - this.ours().length;
    }

    register(scope: Scope, request: SlotRequest, opts: pulumi.CustomResourceOptions): RegisteredSlot {
        const { vendor, settings, management, prefix, expiresOn } = this.args;
        const { slot, generation, otherSlotId: twin, mark } = request;
        const taken = request.adopted === undefined ? {} : this.taken(request.adopted);
        const key = new ApiKeySlot(
            `${scope.name}-${slot}`,
            {
                vendor: referenceTo(vendor),
                settings,
                management,
                keyName: nameOf(prefix, generation, slot, mark),
                prefix,
                generation,
                twin,
                expiresOn,
                ...taken,
            },
            request.adopted === undefined ? opts : { ...opts, hooks: undefined },
        );
        const fields = pulumi
            .all([key.key, key.keyId, key.keyName])
            .apply(([secret, key_id, key_name]): Fields => ({ key: secret, key_id, key_name, ...this.beside }));
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
            throw describeVendorError(error, vendor.title, `delete the key …${id.slice(-4)}`);
        }
    }

    /** Why the published key is none that was deleted, though it is not listed; undefined if it may have been. */
    private async worksUnlisted(id: string, fields: Fields | undefined): Promise<string | undefined> {
        if (fields?.key_id !== id || (await this.probe(fields)).state !== "alive") return undefined;
        return (
            `${await this.title()}: the published key ${redactedId(id)} works, but is none of those that the management key lists: ` +
            `the management key is one of another account or organization, or the vendor's list is behind. Nothing was ` +
            `changed. Set the management key back; for another account, list one more credential with a store of its own, ` +
            `move the consumers there, and take this one off the list after that. If the key was made or deleted a ` +
            `moment ago, run again in some minutes`
        );
    }

    private ours(): RemoteCredential[] {
        const named = (id: string) => id === this.args.adopted?.id || this.recorded.has(id);
        return this.listed.flatMap((key) => this.recognised(key) ?? (named(key.id) ? remote(key) : []));
    }

    /** A key that exists already, under the name that the vendor has for it. */
    private taken(id: string) {
        const name = this.listed.find((key) => key.id === id)?.name;
        return { adopted: id, adoptedKey: this.args.adopted?.key, ...(name ? { adoptedName: name } : {}) };
    }

    private async list(management: string): Promise<ListedKey[]> {
        const { vendor, settings } = this.args;
        try {
            return await vendor.list({ settings, management });
        } catch (error) {
            throw describeVendorError(error, vendor.title, "list the keys");
        }
    }

    private recognised(key: ListedKey): RemoteCredential | undefined {
        const named = parseName(this.args.prefix, key.name);
        if (named === undefined) return undefined;
        const { generation, mark } = named;
        return { ...remote(key), generation, ...(mark === undefined ? {} : { mark }) };
    }
}

function remote({ id, name, active = true, createdAt, expiresAt, lastUsedAt }: ListedKey): RemoteCredential {
    const times = Object.entries({ createdAt, expiresAt, lastUsedAt }).filter(([, at]) => at);
    return { id, active, name, ...Object.fromEntries(times) };
}
