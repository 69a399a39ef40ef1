import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { promises as fs } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { engineSuite } from "../../support/harness";
import { Contract, Keyring, startVendor, Vendor } from "../../support/vendors";
import { applyPage } from "./support/page";
import { at, folded, story } from "./support/story";

const REPOSITORY = path.resolve(__dirname, "../../..");

engineSuite("the page about an own vendor", (suite) => {
    let copy: string;
    let acme: Vendor;
    before(async () => {
        copy = await copyOfRepository();
        acme = await startVendor(contract);
        acme.keyring.add({ id: "admin", name: "admin", secret: "acme-admin-key", managing: true });
    });
    after(async () => {
        await acme?.close();
        if (copy) await fs.rm(copy, { recursive: true, force: true });
    });

    it("gives a vendor that compiles and rotates", async () => {
        const page = await fs.readFile(path.join(REPOSITORY, "docs/write-your-own-vendor.md"), "utf8");
        await applyPage(page, copy);
        execFileSync(path.join(REPOSITORY, "node_modules/.bin/tsc"), ["-p", "components"], {
            cwd: copy,
            stdio: "pipe",
        });
        const entry = { kind: "acme-api-key", managementKey: { secret: "acme-admin-key" }, roles: ["reader"] };
        const use = { path: "/v1/whoami", headers: (key: string) => ({ authorization: `Bearer ${key}` }) };
        await story(suite, { vendor: acme, use, entry, asWritten: true }, async (key) => {
            await moveInto(copy, key.stack.place.project);
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
        });
    });
});

/** The sources, with everything else linked: the page changes nothing of the repository itself. */
async function copyOfRepository(): Promise<string> {
    const copy = await fs.mkdtemp(path.join(await fs.realpath(tmpdir()), "own-vendor-"));
    const wanted = (from: string): boolean => !/\/(dist|node_modules)$/.test(from);
    for (const name of ["components", "stack", "index.ts", "package.json", "tsconfig.json", "tsconfig.program.json"]) {
        await fs.cp(path.join(REPOSITORY, name), path.join(copy, name), { recursive: true, filter: wanted });
    }
    await fs.mkdir(path.join(copy, "node_modules"));
    for (const name of await fs.readdir(path.join(REPOSITORY, "node_modules"))) {
        const target =
            name === "pulumi-credential-rotation" ? "../components" : path.join(REPOSITORY, "node_modules", name);
        await fs.symlink(target, path.join(copy, "node_modules", name));
    }
    return copy;
}

/** Lets a project run the copy instead of the repository. */
async function moveInto(copy: string, project: string): Promise<void> {
    for (const name of await fs.readdir(project)) {
        const link = path.join(project, name);
        if (!(await fs.lstat(link)).isSymbolicLink()) continue;
        await fs.unlink(link);
        await fs.symlink(path.join(copy, name), link);
    }
}

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
