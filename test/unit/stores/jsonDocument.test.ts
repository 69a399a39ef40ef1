import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { gather } from "../../../components/rotation/gather";
import { CredentialKind } from "../../../components/rotation/credentialKind";
import { Fields } from "../../../components/shared/scope";
import { readRotation } from "../../../components/rotation/rotationArgs";
import { clockOf } from "../../../components/schedule/clock";
import { fieldsIn } from "../../../components/stores/jsonDocument";
import { isNotFound } from "../../../components/stores/notFound";
import { ReadBack, Store } from "../../../components/stores/store";

const names = ["accessKeyId", "secretAccessKey"];
const record = {
    generation: 1,
    slot: "blue",
    rotated_at: "2030-01-01T00:00:00Z",
    next_rotation: "2030-02-01T00:00:00Z",
};

describe("a document that is read back from a store", () => {
    it("gives the fields by the names that they have there", () => {
        const text = JSON.stringify({ accessKeyId: "A", password: "S", generation: 1 });
        const nameOf = (field: string): string => (field === "secretAccessKey" ? "password" : field);
        assert.deepEqual(fieldsIn(text, names, nameOf), { accessKeyId: "A", secretAccessKey: "S" });
    });

    it("has no field where somebody put something else, and tells nobody what that is", () => {
        for (const text of ["hunter2-in-the-clear", "", "null", "7", '"text"', '{"accessKeyId":"A"}'])
            assert.equal(fieldsIn(text, names).secretAccessKey, undefined, text);
    });

    it("is missing where nobody wrote it, in Vault as elsewhere", () => {
        for (const text of [
            "there is nothing at secret/app in Vault; somebody else deleted it",
            "reading SSM Parameter (/app/credential): couldn't find resource",
            "ResourceNotFoundException: Secrets Manager can't find the specified secret",
        ])
            assert.ok(isNotFound(new Error(text)), text);
        assert.ok(!isNotFound(new Error("503 Vault is sealed")));
    });
});

describe("a second look at what is published", () => {
    const looked: (Fields | undefined)[] = [];
    const kind = {
        ...{ fieldNames: ["user", "password"], canDisable: true, capacity: undefined },
        title: () => Promise.resolve("login"),
        listCredentials: () => Promise.resolve([{ id: "app_blue/1", active: true }]),
        inspectPublished: (remote: unknown, _record: unknown, published: Fields | undefined) => {
            looked.push(published);
            return Promise.resolve({ remote });
        },
    } as unknown as CredentialKind;
    const gathered = async (readBack: () => Promise<ReadBack[]>): Promise<Fields | undefined> => {
        const text = JSON.stringify({ ...record, id: "app_blue/1" });
        const store = { recordTitle: "record", readRecord: () => Promise.resolve(text), readBack };
        const now = clockOf("2030-01-02T00:00:00Z");
        const rotation = readRotation("app", {}, "database");
        await gather({
            ...{
                scope: { name: "app", parent: undefined as unknown as pulumi.ComponentResource },
                kind,
                consumers: [],
            },
            ...{ store: store as unknown as Store, rotation, now, window: rotation.turn.windowAt(now) },
        });
        return looked.pop();
    };

    it("does without it where the document was deleted, so that a run can bring it back", async () => {
        const gone = "there is nothing at secret/app in Vault; somebody else deleted it";
        assert.equal(await gathered(() => Promise.reject(new Error(gone))), undefined);
        await assert.rejects(
            gathered(() => Promise.reject(new Error("503 Vault is sealed"))),
            /sealed/,
        );
    });

    it("takes only a place that holds all of it", async () => {
        const whole = { user: "app_blue", password: "p" };
        const torn = { user: "app_blue", password: undefined as unknown as string };
        const at = (fields: Fields): ReadBack => ({ at: "somewhere", fields });
        assert.deepEqual(await gathered(() => Promise.resolve([at(torn), at(whole)])), whole);
        assert.equal(await gathered(() => Promise.resolve([at(torn)])), undefined);
    });
});
