import type * as postgresqlModule from "@pulumi/postgresql";
import type * as randomModule from "@pulumi/random";
import * as pulumi from "@pulumi/pulumi";
import { postgresql, random } from "../../peers";
import { Claim } from "../../rotation/claims";
import { knownValue } from "../../rotation/outputs";
import { Session, withClient } from "./connect";
import { explainFailure } from "./failures";
import { Target } from "./fields";
import { refusal } from "./refusals";
import { administratorOf, FoundRole, findRoles } from "./roles";
import { checkMode, ServerInputs, sessionOf } from "./server";

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
        ])
        .apply(([host, port, sslmode, sslrootcert]) => ({ host, port, database, sslmode, sslrootcert }) as Target);
}

/**
 * Looks at the server as its administrator: which of the roles exist. Undefined if that cannot be known in this preview.
 *
 * @throws Error when the server cannot be reached, or the administrator could not rotate these roles
 */
export async function look(args: LoginKindArgs, names: string[]): Promise<FoundRole[] | undefined> {
    const session = await sessionOf(args.server);
    const target = await knownValue(targetOf(args));
    if (session === undefined || target === undefined) return undefined;
    checkMode("connect.sslmode", target.sslmode);
    const at = `${session.host}:${session.port}`;
    const { found, why } = await ask(session, at, (client) =>
        withClient(client, async (connected) => {
            const admin = await administratorOf(connected);
            const all = await findRoles(connected, names);
            return { found: all, why: refusal(admin, names, all, at) };
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
        throw explainFailure(error, "look at the roles as the administrator", at);
    }
}
