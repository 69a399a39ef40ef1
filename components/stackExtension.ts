import type * as pulumi from "@pulumi/pulumi";
import type { Consumer } from "./consumers/consumer";
import type { BlueGreenCredential, CredentialArgs } from "./rotation/blueGreenCredential";
import type { ScheduleName } from "./schedule/presets";
import type { Store } from "./stores/store";

/** What a schema says of a value: the checked value, or what is wrong and where. */
export type Checked<T> =
    | { readonly value: T; readonly issues?: undefined }
    | { readonly issues: readonly { message: string; path?: readonly (PropertyKey | { key: PropertyKey })[] }[] };

/**
 * A schema of any library that follows Standard Schema (https://standardschema.dev): zod, valibot, arktype. It answers at
 * once, without a promise. Let it refuse fields that it does not know.
 */
export interface FieldsSchema<T> {
    readonly "~standard": {
        readonly version: 1;
        readonly vendor: string;
        readonly validate: (value: unknown) => Checked<T> | Promise<Checked<T>>;
    };
}

/**
 * Reads a secret field of an entry: `{ config: "<key>" }`, or a text that stands encrypted in the stack's file. The schema
 * takes it as it comes, for example as `z.unknown()`.
 *
 * @param field its name in the entry, for errors
 * @throws Error that names the field, where it is missing or stands in plain text; the value is never shown
 */
export type ReadSecret = (field: string, value: unknown) => pulumi.Output<string>;

/** A kind of credential that a stack's entries may name. */
export interface StackKind<T> {
    /** The fields of an entry beside those that every kind has. */
    fields: FieldsSchema<T>;
    /** The schedule of an entry that has none. */
    preset: ScheduleName;
    /** Makes the component. */
    make(entry: T & { name: string }, args: CredentialArgs, secret: ReadSecret): BlueGreenCredential;
}

/** A store that an entry's `stores` may hold. */
export interface StackStore<T> {
    fields: FieldsSchema<T>;
    make(fields: T, secret: ReadSecret): Store;
}

/** A consumer that an entry's `consumers` may hold. */
export interface StackConsumer<T> {
    fields: FieldsSchema<T>;
    make(fields: T, secret: ReadSecret): Consumer;
}

/** One of them, whatever its fields are: what its schema lets through is what it makes something of. */
export type AnyFields<T> = Omit<T, "fields"> & { fields: FieldsSchema<unknown> };

/**
 * What a package adds to the stack that runs as it is. The module that `rotation:extensions` names exports it as
 * `rotationExtension`.
 */
export interface StackExtension {
    /** By what stands as `kind` in an entry. */
    kinds?: Record<string, AnyFields<StackKind<never>>>;
    /** By what stands in an entry of `stores`. */
    stores?: Record<string, AnyFields<StackStore<never>>>;
    /** By what stands in an entry of `consumers`. */
    consumers?: Record<string, AnyFields<StackConsumer<never>>>;
}
