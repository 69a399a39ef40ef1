/* eslint-disable @typescript-eslint/no-require-imports -- each is loaded where it is first used */
/**
 * Packages that some components need and most programs do not: optional peers. Nobody asks for the plugins of those that
 * are not installed.
 */
import type * as iamModule from "@pulumi/aws/iam";
import type * as secretsManagerModule from "@pulumi/aws/secretsmanager";
import type * as ssmModule from "@pulumi/aws/ssm";
import type * as postgresqlModule from "@pulumi/postgresql";
import type * as randomModule from "@pulumi/random";
import type * as vaultModule from "@pulumi/vault";

const AWS = "IAM keys, Parameter Store and Secrets Manager";

/** Where each is installed with the oldest version that serves. */
const INSTALLED_AS = {
    "libsodium-wrappers": "libsodium-wrappers@0.8",
    "@pulumi/aws": "@pulumi/aws@7",
    "@pulumi/postgresql": "@pulumi/postgresql@3",
    "@pulumi/random": "@pulumi/random@4",
    "@pulumi/vault": "@pulumi/vault@7",
};

/**
 * Loads a peer.
 *
 * @param name the package
 * @param users what needs it, as it reads in a sentence
 * @param load a `require` of the package or of a part of it
 * @throws Error that says what to install, where it is not installed; any other failure as it is
 */
export function peer<T>(name: keyof typeof INSTALLED_AS, users: string, load: () => T): T {
    try {
        return load();
    } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        const missing = /^Cannot find module '([^']*)'/.exec(message)?.[1] ?? "";
        if (code !== "MODULE_NOT_FOUND" || (missing !== name && !missing.startsWith(`${name}/`))) throw error;
        throw new Error(
            `${name} is not installed; ${users} need it. Add it to the dependencies of the package that depends on ` +
                `pulumi-credential-rotation: npm install ${INSTALLED_AS[name]}`,
        );
    }
}

export const iam = (): typeof iamModule =>
    peer("@pulumi/aws", AWS, () => require("@pulumi/aws/iam") as typeof iamModule);

export const ssm = (): typeof ssmModule =>
    peer("@pulumi/aws", AWS, () => require("@pulumi/aws/ssm") as typeof ssmModule);

export const secretsManager = (): typeof secretsManagerModule =>
    peer("@pulumi/aws", AWS, () => require("@pulumi/aws/secretsmanager") as typeof secretsManagerModule);

export const postgresql = (): typeof postgresqlModule =>
    peer("@pulumi/postgresql", "PostgreSQL logins", () => require("@pulumi/postgresql") as typeof postgresqlModule);

export const random = (): typeof randomModule =>
    peer(
        "@pulumi/random",
        "static secrets and PostgreSQL logins",
        () => require("@pulumi/random") as typeof randomModule,
    );

export const vault = (): typeof vaultModule =>
    peer("@pulumi/vault", "logins that Vault makes", () => require("@pulumi/vault") as typeof vaultModule);
