import { Probe } from "../../shared/verification";

/** How a vendor is reached, and as whom. */
export interface Access<S> {
    /** Public settings of the vendor, as its component was given them. */
    settings: S;
    /** The secret that may manage keys: a key, or several as the vendor's component packed them. */
    management: string;
}

/** The key that is to be made. */
export interface CreateKeyRequest {
    /** Name of the key at the vendor; nobody else's key has one like it. */
    name: string;
    /** Id of the key in the other slot, whose permissions are copied; undefined at the first issue. */
    copyPermissionsFrom?: string;
    /** When the key is to die by itself (RFC 3339), for vendors that can do so; undefined: never. */
    expiresOn?: string;
}

/** A key as the vendor shows it once, when it is made. */
export interface CreatedKey {
    /** Public identifier. Never the secret, nor any part of it. */
    id: string;
    /** The secret. */
    key: string;
}

/** A key as the vendor lists it, without its secret. */
export interface ListedKey {
    id: string;
    /** Empty where it has none. */
    name: string;
    /** False for one that was disabled and could be enabled again. Default: true. */
    active?: boolean;
    /** When the vendor made it (RFC 3339), if it says so. */
    createdAt?: string;
    /** When it dies by itself (RFC 3339), if it does. */
    expiresAt?: string;
    /** When it was last used (RFC 3339), if the vendor tells. */
    lastUsedAt?: string;
}

/**
 * What the package must know of a vendor of API keys. Adding one is one file that answers these, and one row in the
 * table of vendors.
 *
 * Every call has a time limit, and no error carries a secret, a header or a body. `list` and `retire` may be repeated
 * after a failure that says nothing; `create` never is, unless the vendor promises that the repetition makes no second
 * key.
 */
export interface ApiKeyVendor<S> {
    /** Name of the row in the package's table of vendors, or in that of `module`. */
    id: string;
    /**
     * The module that exports this vendor: `rotationVendors = { [id]: vendor }`. A deletion finds it by that name, without
     * the program: a package like `@acme/rotation-grafana`, or a file of the project like `./grafana.ts`. Vendors of this
     * package have none.
     */
    module?: string;
    /** What its keys are called in sentences, for example `SendGrid API key`. */
    title: string;
    /** How many keys the vendor allows in one account; undefined if there is no limit. */
    limit?(settings: S): number | undefined;
    /**
     * What tells, beside `settings.endpoint`, whose the keys are, by the names of the arguments: an account, a subuser, an
     * organization. Nothing secret. A run in which one of them is another than when the credential was first made stops
     * before any change. A field whose value is undefined was left out of the arguments; leave a field out of the answer
     * where it is not known.
     *
     * @param management undefined in a preview in which it is not known yet
     */
    owner?(settings: S, management: string | undefined): Record<string, string | undefined>;
    /**
     * What is published beside the key, by the names of the fields: what a consumer needs to sign in with it. Nothing secret.
     * Default: nothing.
     */
    publishes?(settings: S): Record<string, string>;
    /**
     * Makes a key with the permissions of its twin, or with those of the settings where there is none.
     *
     * @throws VendorError; with `acted: "unknown"` if the key may have been made all the same
     */
    create(access: Access<S>, request: CreateKeyRequest): Promise<CreatedKey>;
    /** Uses the key once, as its consumer would. Answers `unknown` for whatever says nothing of the key. */
    verify(settings: S, key: CreatedKey): Promise<Probe>;
    /** Deletes or expires a key; one that is gone already is a success. */
    retire(access: Access<S>, id: string): Promise<void>;
    /** All keys of the account that work or will work, those of others too: names tell them apart. */
    list(access: Access<S>): Promise<ListedKey[]>;
}
