import { Fields } from "../../shared/scope";

/** The parts of a login, as they are published. */
export const LOGIN_FIELDS = ["user", "password", "host", "port", "database", "url"];

/** How TLS is used, as libpq names it. */
export type SslMode = "disable" | "require" | "verify-ca" | "verify-full";

/** Where consumers connect. */
export interface Target {
    host: string;
    port: number;
    database: string;
    sslmode: SslMode;
    /** File with the certificates (PEM) that the server's must stem from. */
    sslrootcert?: string;
    /** What consumers find that certificate by, for the URL: `system`, or a file of theirs. */
    consumerRootcert?: string;
}

/** A login as it is published, with everything ready in a URL that libpq and its relatives read. */
export function loginFields(user: string, password: string, target: Target): Fields {
    const { host, port, database, sslmode, consumerRootcert } = target;
    const part = encodeURIComponent;
    const at = host.includes(":") ? `[${host}]` : part(host);
    const url = `postgresql://${part(user)}:${part(password)}@${at}:${port}/${part(database)}?sslmode=${sslmode}`;
    const root = consumerRootcert === undefined ? "" : `&sslrootcert=${part(consumerRootcert)}`;
    return { user, password, host, port: String(port), database, url: `${url}${root}` };
}
