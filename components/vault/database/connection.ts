// eslint-disable-next-line @typescript-eslint/ban-ts-comment -- in the declarations, of those who have not installed it
/** @ts-ignore An optional peer. */
import type * as vaultModule from "@pulumi/vault";
import * as pulumi from "@pulumi/pulumi";
import { requireText, reject } from "../validate";
import { vault } from "./provider";

/** What a `VaultDatabaseConnection` is made from. */
export interface VaultDatabaseConnectionArgs {
    /** Path of the database engine. It is mounted unless `existingMount` is true. Default: `database`. */
    mount?: string;
    /**
     * The engine is there already, made by somebody else. Default: false. Then revoke open leases before the connection is
     * deleted: `vault lease revoke -prefix <mount>/creds/`.
     */
    existingMount?: boolean;
    host: pulumi.Input<string>;
    /** Default: 5432. */
    port?: pulumi.Input<number>;
    /** Database that Vault connects to. Default: `postgres`. */
    database?: pulumi.Input<string>;
    /** The user whom Vault acts as. It needs CREATEROLE, and ADMIN OPTION on the roles that it hands out. */
    user: string;
    /** Its password. Secret. Vault can change it to one that only it knows: `vault write -f <mount>/rotate-root/<name>`. */
    password: pulumi.Input<string>;
    /** As in PostgreSQL's `sslmode`. Default: `verify-full`. */
    sslMode?: "disable" | "require" | "verify-ca" | "verify-full";
    /** Names of the roles that may use this connection, exactly; never `*`. */
    roles: string[];
}

/**
 * A PostgreSQL server as Vault's database engine reaches it, for roles of `VaultDatabaseRole` and `VaultStaticRole`.
 *
 * @throws Error at construction when an argument cannot be read, naming field, value and what was expected
 */
export class VaultDatabaseConnection extends pulumi.ComponentResource {
    /** Path of the engine, known once it is there. */
    readonly mount: pulumi.Output<string>;
    /** Name of the connection in the engine. */
    readonly connection: pulumi.Output<string>;
    /** The user whom Vault acts as. */
    readonly user: string;
    /** Names of the roles that may use it. */
    readonly roles: string[];
    /**
     * The engine, where it is made here. What is in it is deleted with it and not before: an open lease can be revoked
     * only while its connection is there, and Vault keeps an engine whose leases it can't revoke.
     */
    readonly engine?: vaultModule.Mount;

    constructor(name: string, args: VaultDatabaseConnectionArgs, opts?: pulumi.ComponentResourceOptions) {
        super("rotation:index:VaultDatabaseConnection", name, {}, opts);
        const { mount = "database", existingMount = false, roles } = args;
        this.user = requireText(`${name}: user`, args.user);
        if (!/^[^/\s]+(\/[^/\s]+)*$/.test(mount)) reject(`${name}: mount`, mount, `a path, like "database"`);
        const named = Array.isArray(roles) && roles.length > 0 && roles.every((role) => /^[\w.-]+$/.test(role));
        if (!named) reject(`${name}: roles`, roles, `the names of its roles, like ["app-readonly"]`);
        this.roles = roles;
        if (!existingMount) {
            const engine = { path: mount, type: "database" };
            this.engine = new (vault().Mount)(`${name}-mount`, engine, { parent: this });
        }
        const made = new (vault().database.SecretBackendConnection)(
            name,
            {
                backend: this.engine?.path ?? mount,
                name,
                allowedRoles: roles,
                verifyConnection: true,
                postgresql: {
                    connectionUrl: connectionUrl(args),
                    username: args.user,
                    password: pulumi.secret(args.password),
                },
            },
            { parent: this, deletedWith: this.engine },
        );
        this.mount = made.backend;
        this.connection = made.name;
        this.registerOutputs({ mount: this.mount, connection: this.connection });
    }
}

/** Vault puts user and password in place of the braces, escaped. */
export function connectionUrl(args: Pick<VaultDatabaseConnectionArgs, "host" | "port" | "database" | "sslMode">) {
    const { host, port = 5432, database = "postgres", sslMode = "verify-full" } = args;
    return pulumi.all([host, port, database]).apply(([at, number, name]) => {
        const bare = at.replace(/^\[|\]$/g, "");
        const shown = bare.includes(":") ? `[${bare}]` : bare;
        return `postgresql://{{username}}:{{password}}@${shown}:${number}/${encodeURIComponent(name)}?sslmode=${sslMode}`;
    });
}
