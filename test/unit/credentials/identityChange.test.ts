import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ApiKeyKind } from "../../../components/credentials/apiKey/kind";
import { ApiKeyVendor, ListedKey } from "../../../components/credentials/apiKey/vendor";
import { IamAccessKeyKind } from "../../../components/credentials/awsIam/kind";
import { AlternatingUsersKind } from "../../../components/credentials/postgres/alternatingUsers";
import { LoginKindArgs } from "../../../components/credentials/postgres/loginOptions";
import { roleNames } from "../../../components/credentials/postgres/names";
import { SingleUserKind } from "../../../components/credentials/postgres/singleUser";
import { StaticSecretKind } from "../../../components/credentials/staticSecret/kind";
import { SlotRequest } from "../../../components/rotation/credentialKind";
import { Scope } from "../../../components/shared/scope";
import { RotationRecord } from "../../../components/decision/types";

const times = { rotated_at: "2030-01-01T00:00:00Z", next_rotation: "2030-02-01T00:00:00Z" };
const record = (id: string, previous?: string): RotationRecord => ({
    ...{ generation: 2, slot: "green", id, ...times },
    ...(previous === undefined ? {} : { previous: { generation: 1, id: previous } }),
});

describe("an argument that is changed in place", () => {
    const postgres = {} as LoginKindArgs;
    const alternating = new AlternatingUsersKind(postgres, roleNames("c", "shop"), false);
    const single = new SingleUserKind(postgres, "shop");

    it("is told by the record where it is the login or the mode of PostgreSQL, before a role is renamed or dropped", async () => {
        assert.deepEqual(await alternating.findUnlisted(record("shop_blue/16412")), []);
        assert.deepEqual(await single.findUnlisted(record("shop/3")), []);
        const other =
            /^Error: PostgreSQL login of shop: the record is that of "store_blue", expected "shop_blue" or "shop_green": login or mode was changed.*Nothing was changed/;
        await assert.rejects(alternating.findUnlisted(record("store_blue/16412")), other);
        await assert.rejects(
            alternating.findUnlisted(record("shop/3")),
            /record is that of "shop", expected "shop_blue"/,
        );
        await assert.rejects(
            single.findUnlisted(record("shop_blue/16412")),
            /that of "shop_blue", expected "shop": login or/,
        );
    });

    it("is told by AWS where it is the user of an access key", async () => {
        const asked: string[] = [];
        const kind = (owner: string | Error) =>
            new IamAccessKeyKind(pulumi.output("new"), undefined, pulumi.output(undefined), false, (_, id) => {
                asked.push(id);
                return owner instanceof Error ? Promise.reject(owner) : Promise.resolve(owner);
            });
        const wanted = record("AKIA0000000000002222", "AKIA0000000000001111");
        const listed = [{ id: "AKIA0000000000002222", active: true }];
        assert.deepEqual(await kind("old").findUnlisted(wanted, listed), []);
        assert.deepEqual(asked, [], "the one before it may be gone");
        assert.deepEqual(await kind("new").findUnlisted(wanted, []), []);
        assert.deepEqual(await kind(new Error("AccessDenied")).findUnlisted(wanted, []), []);
        await assert.rejects(
            kind("old").findUnlisted(wanted, []),
            /^Error: user: the published key …2222 is one of "old", expected "new": user was changed/,
        );
    });

    it("deletes no access key for another user", async () => {
        await pulumi.runtime.setMocks({
            newResource: ({ name, inputs }) => ({ id: name, state: inputs as Record<string, unknown> }),
            call: () => ({}),
        });
        const kind = new IamAccessKeyKind(pulumi.output("new"), undefined, pulumi.output("s"), false);
        const ignored = (more: Partial<SlotRequest>, ignoreChanges?: string[]): string[] | undefined => {
            let seen: pulumi.CustomResourceOptions = {};
            const look: pulumi.ResourceTransformation = ({ opts }) => void (seen = opts);
            const request = { slot: "blue", generation: 1, enabled: true, creating: false, published: true } as const;
            const options = { ignoreChanges, transformations: [look] };
            kind.register({ name: "app" } as Scope, { ...request, ...more }, options);
            return seen.ignoreChanges;
        };
        assert.deepEqual(ignored({}), ["user"]);
        assert.deepEqual(ignored({ creating: true }), ["user"], "the same in every run");
        assert.deepEqual(ignored({}, ["status"]), ["status", "user"]);
        assert.equal(ignored({ adopted: "AKIA0000000000001111" }), undefined, "an import has its own user");
    });

    it("is called by its own name in the ways out", () => {
        const api = new ApiKeyKind({ vendor: {} as never, settings: {}, management: pulumi.output(""), prefix: "p" });
        assert.deepEqual(
            [api.adoptField, api.remediation],
            [
                "adopt.keyId",
                "take over what the store publishes with adopt: { keyId, key } and a new ledger (pulumi up --replace of the Ledger)",
            ],
        );
        const secret = new StaticSecretKind("session", { length: 48, alphabet: "ab" });
        assert.match(secret.remediation, /^remove the record, and take over .* adopt: \{ value \} and a new ledger/);
    });

    it("leaves an API key ours that is on record, whatever it is called", async () => {
        const keys: ListedKey[] = [
            { id: "adopted", name: "made by hand" },
            { id: "older", name: "rotation-app-11111111-g1-blue" },
            { id: "new", name: "rotation-app-00000000-g3-green" },
            { id: "other", name: "somebody's" },
        ];
        const vendor = { title: "Key", list: () => Promise.resolve(keys) } as unknown as ApiKeyVendor<object>;
        const management = pulumi.output("secret");
        const kind = new ApiKeyKind({ vendor, settings: {}, management, prefix: "rotation-app-00000000" });
        const found = (await kind.listCredentials()) ?? [];
        assert.deepEqual([found.map(({ id }) => id), kind.otherCredentialCount()], [["new"], 3]);
        const missed = await kind.findUnlisted(record("adopted", "older"), found);
        assert.deepEqual(
            missed.map(({ id, active }) => [id, active]),
            [
                ["adopted", true],
                ["older", true],
            ],
        );
        const again = (await kind.listCredentials()) ?? [];
        assert.deepEqual([again.map(({ id }) => id), kind.otherCredentialCount()], [["adopted", "older", "new"], 1]);
        assert.deepEqual(await kind.findUnlisted(record("gone"), again), []);
    });
});
