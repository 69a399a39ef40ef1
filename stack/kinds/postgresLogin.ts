import * as aws from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";
import * as rotation from "pulumi-credential-rotation";
import { z } from "zod";
import { common, text } from "../commonFields";
import { defineKind } from "../kind";
import { secret, SECRET_EXPECTED, secretValue } from "../secret";

const port = z.number().int().min(1).max(65_535).optional();
const sslmode = z.enum(["disable", "require", "verify-ca", "verify-full"]).optional();

/** A password that AWS keeps and changes by itself, as RDS does with that of a database's administrator. */
const inSecretsManager = z.strictObject({ secretsManager: text, field: text.optional() });

const server = z.strictObject({
    host: text,
    port,
    database: text.optional(),
    username: text.optional(),
    password: z
        .union([...secret.options, inSecretsManager], {
            error: `${SECRET_EXPECTED}, or { secretsManager: "<name or ARN>", field: "password" }`,
        })
        .optional(),
    sslmode,
    sslrootcert: text.optional(),
});

const verify = z.strictObject({ host: text.optional(), port, sslmode, sslrootcert: text.optional() });

/** A login of PostgreSQL. */
export const postgresLogin = defineKind({
    preset: "database",
    fields: {
        ...common,
        server: server.optional(),
        login: text,
        database: text,
        mode: z.enum(["alternating", "single"]).optional(),
        owner: text.optional(),
        adopt: z.boolean().optional(),
        connect: verify.extend({ consumerRootcert: text.optional() }).optional(),
        verify: verify.optional(),
        check: text.optional(),
        passwordLength: z.number().int().optional(),
        passwordForm: z.enum(["verifier", "plain"]).optional(),
        terminateSessions: z.boolean().optional(),
    },
    make: (entry, args) => {
        const { name, server: found, login, database, mode, owner, adopt } = entry;
        const { connect, verify: tried, check, passwordLength, passwordForm, terminateSessions } = entry;
        const password = found?.password === undefined ? undefined : passwordOf(found.password);
        return new rotation.PostgresLogin(name, {
            ...args,
            server: found && { ...found, password },
            ...{ login, database, mode, owner, adopt, connect, verify: tried },
            ...{ check, passwordLength, passwordForm, terminateSessions },
        });
    },
});

function passwordOf(entry: NonNullable<z.infer<typeof server>["password"]>): pulumi.Output<string> {
    if (typeof entry === "string" || "config" in entry) return secretValue("server.password", entry);
    const { secretsManager: secretId, field = "password" } = entry;
    const found = aws.getSecretVersionOutput({ secretId });
    return pulumi.secret(found.secretString.apply((document) => fieldOf(document, secretId, field)));
}

/**
 * A field of a secret that is a JSON document.
 *
 * @throws Error that names secret and field, and nothing of the contents
 */
export function fieldOf(document: string, secretId: string, field: string): string {
    const where = `server.password: the secret ${JSON.stringify(secretId)} in Secrets Manager`;
    let parsed: unknown;
    try {
        parsed = JSON.parse(document);
    } catch {
        throw new Error(`${where} is no JSON document; expected one with the field ${JSON.stringify(field)}`);
    }
    const value =
        parsed !== null && typeof parsed === "object" ? (parsed as Record<string, unknown>)[field] : undefined;
    if (typeof value === "string" && value !== "") return value;
    throw new Error(
        `${where} has no text in the field ${JSON.stringify(field)}; set field to the one that holds the password`,
    );
}
