import assert from "node:assert/strict";
import { engineSuite, fresh, withFolder } from "../../support/harness";
import { Contract, Keyring, startVendor, Vendor } from "../../support/vendors";
import { at, folded, story } from "../apiKey/support/story";
import { ANCHOR } from "../support/story";
import { follow, type ForeignProject, writePage } from "./support/project";

const program = (endpoint: string, name: string): string => `
import * as pulumi from "@pulumi/pulumi";
import { SsmParameters } from "pulumi-credential-rotation";
import { AcmeApiKey } from "./acme";

new AcmeApiKey("reports", {
    endpoint: "${endpoint}",
    managementKey: pulumi.secret("acme-admin-key"),
    roles: ["reader"],
    rotation: { schedule: { every: "30d", anchor: "${ANCHOR}" }, overlap: "1d" },
    stores: [new SsmParameters({ prefix: "/${name}" })],
});
`;

engineSuite("the page about an own vendor", (suite) => {
    let acme: Vendor;
    beforeEach(async () => {
        acme = await startVendor(contract);
        acme.keyring.add({ id: "admin", name: "admin", secret: "acme-admin-key", managing: true });
    });
    afterEach(() => acme?.close());

    it("gives a vendor that rotates in a folder with only the package, and is deleted without the program", async () => {
        const project: ForeignProject = await follow("write-your-own-vendor.md", program(acme.endpoint, fresh("own")));
        try {
            await withFolder({ aws: suite.aws, folder: project.folder, now: at(0) }, async (stack) => {
                for (const day of [0, 30]) {
                    acme.keyring.setNow(new Date(at(day)));
                    await stack.ok({ now: at(day) });
                }
                assert.equal(acme.names().length, 2);
                await stack.ok({ now: at(31) });
                assert.match(acme.names().join(), /-g2-green$/);
                assert.match(await stack.exportState(), /"vendor": *"\.\/acme\.ts#acme"/);
                await stack.settled();
            });
            assert.deepEqual(acme.names(), []);
        } finally {
            await project.remove();
        }
    });

    it("gives a kind to the stack that runs as it is", async () => {
        const entry = { kind: "acme-api-key", managementKey: { secret: "acme-admin-key" }, roles: ["reader"] };
        const use = { path: "/v1/whoami", headers: (key: string) => ({ authorization: `Bearer ${key}` }) };
        const config = { "rotation:extensions": ["./acme-extension.ts"] };
        await story(suite, { vendor: acme, use, entry, config, asWritten: true }, async (key) => {
            await writePage("write-your-own-vendor.md", key.stack.place.project);
            assert.deepEqual(folded((await key.ok()).calls), [
                "list 200 x2",
                "create g1-blue 201",
                "list 200",
                "verify g1-blue 200 x5",
            ]);
            const second = [
                "list 200 x2",
                "get g1-blue 200",
                "create g2-green 201",
                "list 200",
                "verify g2-green 200 x5",
            ];
            assert.deepEqual(folded((await key.ok({ now: at(30) })).calls), second);
            assert.deepEqual((await key.ok({ now: at(31) })).calls, ["list 200", "retire g1-blue 204"]);
            await key.stack.settled();
            const wrong = { ...entry, roles: "reader" };
            assert.match((await key.stack.preview({ set: wrong })).text.replace(/\s+/g, " "), /\[0\]\.roles: /);
        });
    });
});

/** Acme, as the page describes it. */
const contract: Contract = {
    title: "Acme",
    recognise(request, keyring) {
        const { method, path: where, bearer } = request;
        const caller = keyring.admit(bearer);
        const id = /^\/v1\/keys\/([^/]+)$/.exec(where)?.[1] ?? "";
        const key = keyring.keys.find((one) => one.id === id);
        const guarded = (op: string, about: string | undefined, act: () => Answer) => ({
            op,
            about,
            act: () => (caller?.managing ? act() : refused()),
        });
        if (where === "/v1/whoami") {
            const about = keyring.keys.find(({ secret }) => secret === bearer)?.name;
            return { op: "verify", about, act: () => (caller ? { status: 200, body: {} } : refused()) };
        }
        const label = String(request.body.label);
        if (method === "POST" && where === "/v1/keys")
            return guarded("create", label, () => create(keyring, label, request.body.roles));
        if (method === "GET" && where === "/v1/keys")
            return guarded("list", undefined, () => ({ status: 200, body: { keys: keyring.standing().map(shown) } }));
        if (method === "GET" && id)
            return guarded("get", key?.name, () =>
                keyring.byId(id) && key ? { status: 200, body: shown(key) } : missing(),
            );
        if (method === "DELETE" && id)
            return guarded("retire", key?.name, () =>
                keyring.byId(id) && key ? (keyring.end(key), { status: 204 }) : missing(),
            );
        return undefined;
    },
    fail: () => ({ status: 500, body: { error: "down" } }),
};

type Answer = { status: number; body?: unknown };

function create(keyring: Keyring, name: string, roles: unknown): Answer {
    const count = keyring.keys.length;
    const key = keyring.add({
        id: `key-${count}`,
        name,
        secret: `acme-secret-of-key-${count}`,
        permissions: roles as string[],
    });
    return { status: 201, body: { id: key.id, secret: key.secret } };
}

function shown({ id, name, permissions }: { id: string; name: string; permissions: string[] }) {
    return { id, label: name, roles: permissions };
}

function refused(): Answer {
    return { status: 401, body: { error: "who are you?" } };
}

function missing(): Answer {
    return { status: 404, body: { error: "no such key" } };
}
