import * as pulumi from "@pulumi/pulumi";
import { knownValue } from "../../shared/pulumiOutputs";
import { Session } from "./connect";
import { SslMode } from "./fields";

/** How the server is reached as its administrator. */
export interface PostgresServerArgs {
    /** Name or address. */
    host: pulumi.Input<string>;
    /** Default: 5432. */
    port?: pulumi.Input<number>;
    /** Database that the administrator connects to. Default: `postgres`. */
    database?: pulumi.Input<string>;
    /** The administrator: a superuser, or a role with CREATEROLE. Default: `postgres`. */
    username?: pulumi.Input<string>;
    /** Its password; secret. */
    password?: pulumi.Input<string>;
    /** How TLS is used: `disable`, `require`, `verify-ca` or `verify-full`, as in libpq. Default: `require`. */
    sslmode?: pulumi.Input<SslMode>;
    /** File with the certificates (PEM) that the server's must stem from. Default: those of the system. */
    sslrootcert?: pulumi.Input<string>;
    /** The administrator's own certificate. Default: none. */
    clientcert?: pulumi.Input<PostgresClientCertificate>;
}

/** A certificate with its key: two files, or PEM where `sslinline` is true. */
export interface PostgresClientCertificate {
    cert: string;
    key: string;
    sslinline?: boolean;
}

/** The administrator's connection as resources take it; the password in it is secret. */
export type ServerInputs = { [K in keyof Session]: pulumi.Input<Session[K]> };

const MODES: SslMode[] = ["disable", "require", "verify-ca", "verify-full"];
type Field = keyof PostgresServerArgs;
const VARIABLES: Partial<Record<Field, string>> = {
    host: "PGHOST",
    port: "PGPORT",
    database: "PGDATABASE",
    username: "PGUSER",
    password: "PGPASSWORD",
    sslmode: "PGSSLMODE",
};

/**
 * The administrator's connection: from the arguments, else from the provider in the options, else from the stack's
 * `postgresql:` configuration and libpq's environment variables, as the provider itself takes it.
 */
export function serverOf(args: PostgresServerArgs | undefined, provider: pulumi.ProviderResource | undefined) {
    const config = new pulumi.Config("postgresql");
    const given = (args ?? provider) as Record<string, pulumi.Input<unknown>> | undefined;
    const read = (field: Field): pulumi.Output<unknown> => {
        const fallback = args ? undefined : process.env[VARIABLES[field] ?? ""];
        const configured = field === "password" ? config.getSecret(field) : config.get(field);
        // The provider has an older spelling of one of its fields beside the newer one.
        const older = field === "sslmode" ? (given ? given.sslMode : config.get("sslMode")) : undefined;
        const found = pulumi.all([given ? given[field] : configured, older]) as pulumi.Output<unknown[]>;
        return found.apply(([value, other]) => value || other || fallback);
    };
    const inputs: ServerInputs = {
        host: read("host").apply((host) => String(host ?? "")),
        port: read("port").apply((port) => Number(port ?? 5432)),
        database: read("database").apply((database) => String(database ?? "postgres")),
        user: read("username").apply((user) => String(user ?? "postgres")),
        password: pulumi.secret(read("password").apply((password) => password as string | undefined)),
        sslmode: read("sslmode").apply((mode) => (mode ?? "require") as SslMode),
        sslrootcert: read("sslrootcert").apply((file) => file as string | undefined),
    };
    // Left out where there is none: a secret of nothing would be one more property in the state.
    const certificate = given ? (args as PostgresServerArgs | undefined)?.clientcert : config.get("clientcert");
    if (certificate === undefined) return inputs;
    const json = pulumi.output(certificate).apply((one) => (typeof one === "string" ? one : JSON.stringify(one)));
    return { ...inputs, clientcert: pulumi.secret(json) };
}

/**
 * The connection itself; undefined if a part of it cannot be known in this preview.
 *
 * @throws Error that names the field that is missing or wrong
 */
export async function sessionOf(inputs: ServerInputs): Promise<Session | undefined> {
    const names = Object.keys(inputs) as (keyof Session)[];
    const whole = pulumi.all(names.map((name) => inputs[name])) as pulumi.Output<unknown[]>;
    const values = await knownValue(whole);
    if (values === undefined) return undefined;
    const session = Object.fromEntries(names.map((name, index) => [name, values[index]])) as unknown as Session;
    if (session.host === "") {
        throw new Error(`server.host is missing; expected the name or address of the PostgreSQL server`);
    }
    if (!Number.isInteger(session.port) || session.port < 1 || session.port > 65_535) {
        throw new Error(`server.port: ${session.port}; expected a whole number from 1 to 65535`);
    }
    checkMode("server.sslmode", session.sslmode);
    return session;
}

/** @throws Error when it is no mode that both clients know */
export function checkMode(field: string, mode: string): void {
    if (MODES.includes(mode as SslMode)) return;
    throw new Error(`${field}: ${JSON.stringify(mode)}; expected one of ${MODES.join(", ")}`);
}

/** The PostgreSQL provider that a component's options name, its parent's if they name none. */
export function postgresProviderOf(
    opts: pulumi.ComponentResourceOptions | undefined,
): pulumi.ProviderResource | undefined {
    const { provider, providers, parent } = opts ?? {};
    if (isPostgres(provider)) return provider;
    const named = Array.isArray(providers) ? providers.find(isPostgres) : providers?.postgresql;
    return named ?? parent?.getProvider("postgresql:index/role:Role");
}

function isPostgres(provider: pulumi.ProviderResource | undefined): boolean {
    return (provider as unknown as { getPackage(): string } | undefined)?.getPackage() === "postgresql";
}
