import * as pulumi from "@pulumi/pulumi";
import { BlueGreenCredential, CredentialArgs } from "../../rotation/blueGreenCredential";
import { toMilliseconds } from "../../schedule/duration";
import { AlternatingUsersKind } from "./alternatingUsers";
import { SslMode } from "./fields";
import { libraries, LoginKindArgs } from "./loginOptions";
import { checkName, roleNames } from "./names";
import { MIN_LENGTH } from "./generatedPassword";
import { postgresProviderOf, PostgresServerArgs, serverOf } from "./server";
import { SingleUserKind } from "./singleUser";
import { PasswordForm } from "./trial";

/** Where consumers connect, where that differs from how the administrator does: a pooler, another name of the server. */
export interface PostgresConnectArgs {
    /** Default: `server.host`. */
    host?: pulumi.Input<string>;
    /** Default: `server.port`. */
    port?: pulumi.Input<number>;
    /** Default: `server.sslmode`. */
    sslmode?: pulumi.Input<SslMode>;
    /** File with certificates (PEM) for trying the login. Default: `server.sslrootcert`. */
    sslrootcert?: pulumi.Input<string>;
    /**
     * By what consumers find the certificate that the server's stems from: `system` (libpq 16 or later), or a file on their
     * machines. It becomes `sslrootcert` in the URL. Default: none, and libpq reads `~/.postgresql/root.crt`.
     */
    consumerRootcert?: pulumi.Input<string>;
}

/** Where a login is tried from here, where that differs from what consumers are given: the other end of a tunnel. */
export interface PostgresVerifyArgs {
    /** Default: `connect.host`. */
    host?: pulumi.Input<string>;
    /** Default: `connect.port`. */
    port?: pulumi.Input<number>;
    /** Default: `connect.sslmode`. */
    sslmode?: pulumi.Input<SslMode>;
    /** File with certificates (PEM). Default: `connect.sslrootcert`. */
    sslrootcert?: pulumi.Input<string>;
}

/** What a `PostgresLogin` is made from. */
export interface PostgresLoginArgs extends CredentialArgs {
    /**
     * The server, as its administrator reaches it. Default: the PostgreSQL provider of the options, else the stack's
     * `postgresql:` configuration.
     */
    server?: PostgresServerArgs;
    /** Name of the login. In mode `alternating` the logins are `<login>_blue` and `<login>_green`. At most 57 bytes there. */
    login: string;
    /** Database that consumers connect to. */
    database: string;
    /**
     * `alternating`: two logins that run as one owner role, with an overlap. `single`: one login whose password is
     * replaced, without any overlap, for applications that cannot change their user name. Default: `alternating`.
     */
    mode?: "alternating" | "single";
    /** Role that both logins run as and that owns what they make, in mode `alternating`: an existing one, which is not changed. Default: one named as the login, which is made. */
    owner?: string;
    /** Take over a role of that name that exists: as owner in mode `alternating`, as the login in mode `single`. Default: false, which refuses it. */
    adopt?: boolean;
    /**
     * Where consumers connect, as far as it differs from `server`. An address of this machine (`localhost`, `127.0.0.1`) is
     * published only if it stands here.
     */
    connect?: PostgresConnectArgs;
    /** Where a login is tried, as far as it differs from `connect`: by another way, or at the server behind a pooler that learns of logins later. */
    verify?: PostgresVerifyArgs;
    /**
     * How a password is sent to the server: as a SCRAM verifier, from which it cannot be read, or as it is, for servers whose
     * password policy refuses verifiers. `plain` needs TLS, and the server's logs may hold it. Default: `verifier`.
     */
    passwordForm?: PasswordForm;
    /** A statement that a new login must be able to run, for example `SELECT 1 FROM orders LIMIT 1`. Default: none. */
    check?: string;
    /** Characters of the password, 22 to 128. Default: 48. */
    passwordLength?: number;
    /** End the sessions that are still open under a login when it is disabled. Default: false, which waits for them. */
    terminateSessions?: boolean;
}

/**
 * A PostgreSQL login that rotates. The server is sent a SCRAM verifier, and the password only where that is asked for.
 *
 * @throws Error at construction when an argument cannot be read, naming field, value and what was expected
 */
export class PostgresLogin extends BlueGreenCredential {
    /** User name of the published login. */
    readonly user: pulumi.Output<string>;
    /** Its password; marked secret. */
    readonly password: pulumi.Output<string>;
    /** Everything in a URL; marked secret. */
    readonly url: pulumi.Output<string>;

    constructor(name: string, args: PostgresLoginArgs, opts?: pulumi.ComponentResourceOptions) {
        super("rotation:index:PostgresLogin", name, args, definition(name, args, opts), opts);
        const fields = pulumi.output(this.getData().then((data) => data.current.fields));
        this.user = pulumi.unsecret(fields.apply((found) => found.user));
        this.password = pulumi.secret(fields.apply((found) => found.password));
        this.url = pulumi.secret(fields.apply((found) => found.url));
        this.registerOutputs({ ...this.common(), user: this.user });
    }
}

function definition(name: string, args: PostgresLoginArgs, opts?: pulumi.ComponentResourceOptions) {
    const { mode = "alternating", login, owner, adopt = false } = args;
    const kindArgs = readArgs(name, args, opts);
    if (mode === "single") {
        checkName(name, "login", login);
        for (const field of ["owner", "terminateSessions"] as const) {
            if (args[field] === undefined) continue;
            throw new Error(
                `${name}: ${field}: ${JSON.stringify(args[field])} has no meaning in mode "single", where the login stays the same; leave it out`,
            );
        }
        return { kind: new SingleUserKind(kindArgs, login), preset: "database" as const };
    }
    if (mode !== "alternating") {
        throw new Error(`${name}: mode: ${JSON.stringify(mode)}; expected "alternating" or "single"`);
    }
    const names = roleNames(name, login, owner);
    return {
        kind: new AlternatingUsersKind(kindArgs, names, adopt || owner !== undefined),
        preset: "database" as const,
    };
}

function readArgs(name: string, args: PostgresLoginArgs, opts?: pulumi.ComponentResourceOptions): LoginKindArgs {
    const {
        server,
        database,
        connect = {},
        adopt = false,
        check,
        passwordLength = 48,
        terminateSessions = false,
        verify = {},
        passwordForm = "verifier",
    } = args;
    if (!["verifier", "plain"].includes(passwordForm)) {
        throw new Error(`${name}: passwordForm: ${JSON.stringify(passwordForm)}; expected "verifier" or "plain"`);
    }
    if (typeof database !== "string" || database === "") {
        throw new Error(
            `${name}: database: ${JSON.stringify(database)}; expected the name of a database, like "myapp"`,
        );
    }
    if (!Number.isInteger(passwordLength) || passwordLength < MIN_LENGTH || passwordLength > 128) {
        throw new Error(
            `${name}: passwordLength: ${passwordLength}; expected a whole number from ${MIN_LENGTH} (131 bits) to 128`,
        );
    }
    const provider = postgresProviderOf(opts);
    libraries(); // Whoever has not installed them learns so before anything is made.
    return {
        server: serverOf(server, provider),
        ownProvider: server !== undefined,
        provider,
        ...{ database, connect, verify, adopt, check, passwordLength, passwordForm, terminateSessions },
        deadlineMs: toMilliseconds(args.verification?.deadline ?? "60s", "verification.deadline"),
    };
}
