import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { AlternatingUsersKind } from "../../../../components/credentials/postgres/alternatingUsers";
import { LoginKindArgs, libraries } from "../../../../components/credentials/postgres/loginOptions";
import { roleNames } from "../../../../components/credentials/postgres/names";
import { SlotRequest } from "../../../../components/rotation/credentialKind";
import { Scope } from "../../../../components/shared/scope";

/** Replacing a password by itself would set it on the spot in the login that consumers use. */
describe("The password of a PostgreSQL login", () => {
    // Holds 3.
    it("is behind the gate of its slot once it is published, so that it is not replaced alone", async () => {
        await pulumi.runtime.setMocks({
            newResource: ({ name, inputs }) => ({ id: name, state: inputs as Record<string, unknown> }),
            call: () => ({}),
        });
        const server = { host: "db", port: 5432, database: "shop", user: "dba", sslmode: "require" } as const;
        const args = { server, connect: {}, database: "shop", ownProvider: false, passwordLength: 48 };
        const kind = new AlternatingUsersKind(args as unknown as LoginKindArgs, roleNames("c", "shop"), true);
        Object.assign(kind, { libs: await libraries() });
        const gate = {
            name: "c.create.blue",
            __pulumiResourceHook: true,
            __registered: Promise.resolve(),
        } as unknown as pulumi.ResourceHook;
        const hooksOf = (minting: boolean): Record<string, unknown> => {
            const seen: Record<string, unknown> = {};
            const look: pulumi.ResourceTransformation = ({ name, opts }) =>
                void (seen[name] = opts.hooks?.beforeCreate);
            const parent = new pulumi.ComponentResource("test:index:C", `c${minting}`, {}, { transformations: [look] });
            const request: SlotRequest = {
                slot: "blue",
                generation: 1,
                enabled: true,
                creating: minting,
                published: true,
            };
            kind.register({ name: "c", parent } as Scope, request, { parent, hooks: { beforeCreate: [gate] } });
            return seen;
        };
        const [made, stands] = [hooksOf(true), hooksOf(false)];
        assert.deepEqual([made["c-blue"], made["c-blue-password"]], [[gate], undefined]);
        assert.deepEqual([stands["c-blue"], stands["c-blue-password"]], [[gate], [gate]]);
    });
});
