import * as pulumi from "@pulumi/pulumi";
import { toMilliseconds } from "../../schedule/duration";
import { exactlyOne, requireText, reject } from "../validate";
import { VaultDatabaseConnection } from "./connection";
import { roleNamed } from "./names";
import { vault } from "./provider";

/** When Vault changes the password; exactly one of these. */
export interface VaultStaticRotation {
    /** Every so often, counted from when the role was made, 5 s at least: `30d`. */
    period?: string;
    /**
     * At the times of a cron expression in UTC: `0 3 1 * *`. Needs Vault 1.15 (on an older one the provider leaves it out),
     * and a provider that stems from terraform-provider-vault 3.21.0 or newer, as that of `@pulumi/vault` 6 and 7 does
     * (https://github.com/hashicorp/terraform-provider-vault/pull/2011). OpenBao does not have it.
     */
    schedule?: string;
    /** How long after such a time Vault may still do it, an hour at least; missed, it waits for the next. Default: no limit. */
    window?: string;
}

/** What a `VaultStaticRole` is made from. */
export interface VaultStaticRoleArgs {
    connection: VaultDatabaseConnection;
    /** Name in the engine; one of the connection's `roles`. Default: the name of the resource. */
    role?: string;
    /** The PostgreSQL user, which is there already. Not the connection's own. */
    username: string;
    rotation: VaultStaticRotation;
    /** How Vault changes the password: SQL with `{{name}}` and `{{password}}`. Default: Vault's own. */
    rotationStatements?: string[];
}

/**
 * One PostgreSQL user whose password Vault itself changes, at once when the role is made and then by period or schedule.
 *
 * **There is no overlap.** The older password stops working in the moment in which the new one begins to, so a consumer
 * that has not read the new one fails to connect until it has. Use it where all consumers read `credentialsPath` whenever
 * they connect. `PostgresLogin` keeps two users instead, so that each password outlives its successor's publication.
 *
 * @throws Error at construction when an argument cannot be read, naming field, value and what was expected
 */
export class VaultStaticRole extends pulumi.ComponentResource {
    /** Reading this path gives `username`, `password` and `ttl`, the seconds until the next change. */
    readonly credentialsPath: pulumi.Output<string>;

    constructor(name: string, args: VaultStaticRoleArgs, opts?: pulumi.ComponentResourceOptions) {
        super("rotation:index:VaultStaticRole", name, {}, opts);
        const { connection, rotationStatements } = args;
        const username = requireText(`${name}: username`, args.username);
        if (username === connection.user)
            reject(`${name}: username`, username, "a user other than the connection's: Vault would lock itself out");
        const made = new (vault().database.SecretBackendStaticRole)(
            name,
            {
                backend: connection.mount,
                name: roleNamed(name, args.role, connection),
                dbName: connection.connection,
                username,
                ...timing(name, args.rotation),
                rotationStatements,
            },
            { parent: this, deletedWith: connection.engine },
        );
        this.credentialsPath = pulumi.interpolate`${made.backend}/static-creds/${made.name}`;
        this.registerOutputs({ credentialsPath: this.credentialsPath });
    }
}

/** As the provider takes it. */
export function timing(name: string, rotation: VaultStaticRotation) {
    const { window, ...rest } = rotation ?? {};
    if (exactlyOne(`${name}: rotation`, rest, ["period", "schedule"]) === "period") {
        if (window !== undefined) reject(`${name}: rotation.window`, window, "it only beside a schedule");
        return { rotationPeriod: seconds(`${name}: rotation.period`, rest.period as string, 5) };
    }
    const schedule = rest.schedule as string;
    if (!/^\S+( \S+){4}$/.test(schedule))
        reject(`${name}: rotation.schedule`, schedule, `a cron expression of five fields, like "0 3 1 * *"`);
    const rotationWindow = window === undefined ? undefined : seconds(`${name}: rotation.window`, window, 3600);
    return { rotationSchedule: schedule, rotationWindow };
}

function seconds(field: string, text: string, least: number): number {
    const count = Math.round(toMilliseconds(text, field) / 1000);
    return count >= least ? count : reject(field, text, `at least ${least} seconds`);
}
