import * as rotation from "pulumi-credential-rotation";
import { z } from "zod";
import { common, text } from "../fields";
import { defineKind } from "../kind";
import { secret, secretValue } from "../secret";

const port = z.number().int().min(1).max(65_535).optional();
const sslmode = z.enum(["disable", "require", "verify-ca", "verify-full"]).optional();

const server = z.strictObject({
    host: text,
    port,
    database: text.optional(),
    username: text.optional(),
    password: secret.optional(),
    sslmode,
    sslrootcert: text.optional(),
});

const connect = z.strictObject({ host: text.optional(), port, sslmode, sslrootcert: text.optional() });

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
        connect: connect.optional(),
        check: text.optional(),
        passwordLength: z.number().int().optional(),
        terminateSessions: z.boolean().optional(),
    },
    make: (entry, args) => {
        const { name, server: found, login, database, mode, owner, adopt } = entry;
        const { connect: target, check, passwordLength, terminateSessions } = entry;
        const password = found?.password === undefined ? undefined : secretValue("server.password", found.password);
        return new rotation.PostgresLogin(name, {
            ...args,
            server: found && { ...found, password },
            ...{ login, database, mode, owner, adopt, connect: target, check, passwordLength, terminateSessions },
        });
    },
});
