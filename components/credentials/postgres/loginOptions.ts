import type * as postgresqlModule from "@pulumi/postgresql";
import type * as randomModule from "@pulumi/random";
import * as pulumi from "@pulumi/pulumi";
import { postgresql, random } from "../../shared/peers";
import { Claim } from "../../shared/uniqueness";
import { knownValue } from "../../shared/pulumiOutputs";
import { rejectLoopback } from "./address";
import { Session, withClient } from "./connect";
import { describePostgresError } from "./failures";
import { Target } from "./fields";
import { checkReachable } from "./reach";
import { adminRejection, rejectMinor } from "./adminChecks";
import { administratorOf, FoundRole, findRoles } from "./roles";
import { checkMode, ServerInputs, sessionOf } from "./server";
import { PasswordForm, tryPasswords } from "./trial";

/** What both kinds of login are made from. */
export interface LoginKindArgs {
    server: ServerInputs;
    /** True if a provider is made for `server`; else the one of the options is used, or the default one. */
    ownProvider: boolean;
    provider?: pulumi.ProviderResource;
    /** Database that consumers connect to. */
    database: string;
    /** Where consumers connect, as far as it differs from `server`. */
    connect: { [K in keyof Omit<Target, "database">]?: pulumi.Input<Target[K] | undefined> };
    /** Where a login is tried from here, as far as it differs from where consumers connect. */
    verify?: { [K in keyof Omit<Target, "database" | "consumerRootcert">]?: pulumi.Input<Target[K] | undefined> };
    /** How a password is sent to the server. Default: `verifier`. */
    passwordForm?: PasswordForm;
    /** Take over roles that exist. */
    adopt: boolean;
    check?: string;
    passwordLength: number;
    terminateSessions: boolean;
    /** How long a login is tried in milliseconds. */
    deadlineMs: number;
}

/** The libraries that stand behind it, loaded when the first login is looked at. */
export interface Libraries {
    postgresql: typeof postgresqlModule;
    random: typeof randomModule;
}

/** @throws Error that says what to install, where one of them is missing */
export function libraries(): Libraries {
    return { postgresql: postgresql(), random: random() };
}

/** Where consumers connect, as resources take it. */
export function targetOf({ server, connect, database }: LoginKindArgs): pulumi.Output<Target> {
    const or = <T>(own: pulumi.Input<T | undefined> | undefined, usual: pulumi.Input<T>) =>
        pulumi.all([own, usual]).apply(([first, second]) => (first ?? second) as T);
    return pulumi
        .all([
            or(connect.host, server.host),
            or(connect.port, server.port),
            or(connect.sslmode, server.sslmode),
            or<string | undefined>(connect.sslrootcert, server.sslrootcert),
            pulumi.output(connect.consumerRootcert),
        ])
        .apply(([host, port, sslmode, sslrootcert, consumerRootcert]) => {
            const target = { host, port, database, sslmode, sslrootcert } as Target;
            return consumerRootcert === undefined ? target : { ...target, consumerRootcert };
        });
}

/** Where a login is tried, as resources take it. */
export function triedAt(args: LoginKindArgs): pulumi.Output<Target> {
    const { host, port, sslmode, sslrootcert } = args.verify ?? {};
    return pulumi
        .all([targetOf(args), pulumi.all({ host, port, sslmode, sslrootcert })])
        .apply(([{ consumerRootcert: _, ...target }, given]) => {
            const own = Object.entries(given).filter(([, value]) => value !== undefined && value !== null);
            return { ...target, ...Object.fromEntries(own) };
        });
}

/**
 * Why the address that consumers would get is not published; undefined if it is, or if it is not known yet.
 *
 * @param published the host that stands in the store, if one does
 */
export async function obstacleInAddress(args: LoginKindArgs, published?: string): Promise<string | undefined> {
    const [target, asked] = await Promise.all([
        knownValue(targetOf(args)),
        knownValue(pulumi.output(args.connect.host)),
    ]);
    return target && rejectLoopback(target.host, asked, published);
}

/**
 * Just before a login or a password is made: it could be tried from here, and the server takes it in the form in which it
 * will be sent.
 *
 * @throws Error that says what stands in the way, and what to set
 */
export async function beforeLogin(args: LoginKindArgs, published?: string): Promise<void> {
    const session = await sessionOf(args.server);
    const target = await knownValue(triedAt(args));
    if (session === undefined || target === undefined) throw new Error("the connection to the server is not known yet");
    const refused = await obstacleInAddress(args, published);
    if (refused !== undefined) throw new Error(refused);
    await checkReachable(target);
    const { passwordForm = "verifier" } = args;
    if (passwordForm === "plain" && session.sslmode === "disable") {
        throw new Error(
            `passwordForm: "plain" sends the password itself, and server.sslmode is "disable"; expected TLS (require, verify-ca ` +
                `or verify-full)`,
        );
    }
    await withClient(session, (client) => tryPasswords(client, passwordForm));
}

/**
 * Looks at the server as its administrator: which of the roles exist. Undefined if that cannot be known in this preview.
 *
 * @param asOwner true where logins run as another role, which some minor releases of the server cannot do
 * @throws Error when the server cannot be reached, or the administrator could not rotate these roles
 */
export async function inspectLogin(
    args: LoginKindArgs,
    names: string[],
    asOwner = false,
): Promise<FoundRole[] | undefined> {
    const session = await sessionOf(args.server);
    const target = await knownValue(targetOf(args));
    if (session === undefined || target === undefined) return undefined;
    checkMode("connect.sslmode", target.sslmode);
    checkMode("verify.sslmode", (await knownValue(triedAt(args)))?.sslmode ?? target.sslmode);
    const at = `${session.host}:${session.port}`;
    const { found, why } = await ask(session, at, (client) =>
        withClient(client, async (connected) => {
            const admin = await administratorOf(connected);
            const all = await findRoles(connected, names);
            const minor = asOwner ? rejectMinor(admin.version) : undefined;
            return { found: all, why: minor ?? adminRejection(admin, names, all, at) };
        }),
    );
    if (why !== undefined) throw new Error(`${why}. Nothing was changed`);
    return found;
}

/** The logins of a server that are one credential's alone. */
export async function claimsOf(args: LoginKindArgs, logins: string[]): Promise<Claim[]> {
    const session = await sessionOf(args.server);
    if (session === undefined) return [];
    const at = `${session.host}:${session.port}`;
    return logins.map((login) => ({
        key: JSON.stringify(["postgres", at, login]),
        title: `the login ${login} at ${at}`,
    }));
}

async function ask<T>(session: Session, at: string, run: (session: Session) => Promise<T>): Promise<T> {
    try {
        return await run(session);
    } catch (error) {
        throw describePostgresError(error, "look at the roles as the administrator", at);
    }
}
