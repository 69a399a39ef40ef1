import * as pulumi from "@pulumi/pulumi";
import { toMilliseconds } from "../../schedule/duration";
import { reject } from "../validate";
import { VaultDatabaseConnection } from "./connection";
import { roleNamed } from "./names";
import { vault } from "./provider";

/** What a `VaultDatabaseRole` is made from. */
export interface VaultDatabaseRoleArgs {
    connection: VaultDatabaseConnection;
    /** Name in the engine; one of the connection's `roles`. Default: the name of the resource. */
    role?: string;
    /** How long a login lives unless its lease is renewed. Default: `1h`. */
    ttl?: string;
    /** How long it lives at most. Default: `24h`. */
    maxTtl?: string;
    /** Role (NOLOGIN) that owns the data; each login is a member of it and runs as it. In place of `creationStatements`. */
    memberOf?: string;
    /** How Vault makes a login: SQL with `{{name}}`, `{{password}}` and `{{expiration}}`. */
    creationStatements?: string[];
    /** How Vault removes a login when its lease ends. Default with `memberOf`: drop it; else Vault's own. */
    revocationStatements?: string[];
}

/**
 * Logins that do not exist until somebody asks for them: each reader of `credentialsPath` gets a PostgreSQL login of its
 * own, which Vault drops when the lease ends.
 *
 * Nothing is rotated here and nothing is published. It suits consumers that ask Vault themselves, or run with a
 * `vault agent`, and renew their lease. Where a consumer reads its login from a file, a parameter or a Kubernetes
 * secret, or Vault may not be needed for each start of a process, use `PostgresLogin`: blue and green.
 *
 * @throws Error at construction when an argument cannot be read, naming field, value and what was expected
 */
export class VaultDatabaseRole extends pulumi.ComponentResource {
    /** Reading this path gives `username` and `password` with a lease: `database/creds/app`. */
    readonly credentialsPath: pulumi.Output<string>;

    constructor(name: string, args: VaultDatabaseRoleArgs, opts?: pulumi.ComponentResourceOptions) {
        super("rotation:index:VaultDatabaseRole", name, {}, opts);
        const { connection, ttl = "1h", maxTtl = "24h" } = args;
        const role = roleNamed(name, args.role, connection);
        const [defaultTtl, longest] = [seconds(`${name}: ttl`, ttl), seconds(`${name}: maxTtl`, maxTtl)];
        if (defaultTtl > longest) reject(`${name}: ttl`, ttl, `at most maxTtl, ${JSON.stringify(maxTtl)}`);
        const made = new (vault().database.SecretBackendRole)(
            name,
            {
                backend: connection.mount,
                name: role,
                dbName: connection.connection,
                defaultTtl,
                maxTtl: longest,
                ...statements(name, args),
            },
            { parent: this, deletedWith: connection.engine },
        );
        this.credentialsPath = pulumi.interpolate`${made.backend}/creds/${made.name}`;
        this.registerOutputs({ credentialsPath: this.credentialsPath });
    }
}

function statements(name: string, { memberOf, creationStatements, revocationStatements }: VaultDatabaseRoleArgs) {
    if ((memberOf === undefined) === (creationStatements === undefined))
        reject(`${name}: memberOf, creationStatements`, [memberOf, creationStatements], "exactly one of the two");
    if (creationStatements === undefined) {
        const owner = `"${(memberOf as string).replaceAll('"', '""')}"`;
        return {
            creationStatements: [
                `CREATE ROLE "{{name}}" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'`,
                `GRANT ${owner} TO "{{name}}"`,
                `ALTER ROLE "{{name}}" SET role = ${owner}`,
            ],
            // It ran as the owner, so there is nothing that it owns itself.
            revocationStatements: revocationStatements ?? [`DROP ROLE IF EXISTS "{{name}}"`],
        };
    }
    const all = creationStatements.join("; ");
    for (const part of ["{{name}}", "{{password}}"])
        if (!all.includes(part)) reject(`${name}: creationStatements`, creationStatements, `SQL that contains ${part}`);
    return { creationStatements, revocationStatements };
}

function seconds(field: string, text: string): number {
    return Math.round(toMilliseconds(text, field) / 1000);
}
