import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { kubeconfigOf } from "../../../../components/clients/kubernetes/kubeconfig";
import { loadClient } from "../../../../components/clients/kubernetes/loadClient";
import { failureOf } from "../../consumers/support";

const TOKEN = "a-token-that-nobody-sees";
const TEXT = JSON.stringify({
    clusters: ["one", "two"].map((name) => ({ name, cluster: { server: `https://${name}.example` } })),
    users: [{ name: "user", user: { token: TOKEN } }],
    contexts: ["one", "two"].map((name) => ({ name, context: { cluster: name, user: "user" } })),
    "current-context": "one",
});

describe("the way into a cluster", function () {
    this.timeout(20_000);
    let folder: string;
    const before_ = { ...process.env };
    beforeEach(() => {
        folder = mkdtempSync(path.join(os.tmpdir(), "rotation-kube-"));
        Object.assign(process.env, { HOME: folder, KUBECONFIG: "" });
        delete process.env.KUBERNETES_SERVICE_HOST;
    });
    afterEach(() => {
        for (const name of ["HOME", "KUBECONFIG", "KUBERNETES_SERVICE_HOST"]) {
            if (before_[name] === undefined) delete process.env[name];
            else process.env[name] = before_[name];
        }
        rmSync(folder, { recursive: true });
    });

    const file = (text: string) => {
        const name = path.join(folder, "kubeconfig");
        writeFileSync(name, text);
        return name;
    };
    const serverOf = async (...given: Parameters<typeof kubeconfigOf>) =>
        (await kubeconfigOf(...given)).getCurrentCluster()?.server;

    it("is a text, a file, a context in them, or what kubectl would take", async () => {
        assert.equal(await serverOf({}, TEXT), "https://one.example");
        assert.equal(await serverOf({ context: "two" }, TEXT), "https://two.example");
        assert.equal(await serverOf({ kubeconfigFile: file(TEXT) }, undefined), "https://one.example");
        process.env.KUBECONFIG = file(TEXT);
        assert.equal(await serverOf({}, undefined), "https://one.example");
    });

    it("is never a cluster that nobody named", async () => {
        assert.match(
            await failureOf(kubeconfigOf({}, undefined)),
            /no cluster is named: set kubeconfig, kubeconfigFile or inCluster/,
        );
        assert.match(
            await failureOf(kubeconfigOf({ inCluster: true }, undefined)),
            /KUBERNETES_SERVICE_HOST is not set/,
        );
        process.env.KUBERNETES_SERVICE_HOST = "10.0.0.1";
        assert.match(String(await serverOf({ inCluster: true }, undefined)), /10\.0\.0\.1/);
    });

    it("says what is wrong with a kubeconfig and shows nothing of it", async () => {
        const broken = `token: ${TOKEN}\n  : [`;
        assert.match(
            await failureOf(kubeconfigOf({}, broken), [TOKEN]),
            /the kubeconfig that was given cannot be read/,
        );
        const name = file(broken);
        assert.match(
            await failureOf(kubeconfigOf({ kubeconfigFile: name }, undefined), [TOKEN]),
            /the kubeconfig .*cannot be read/,
        );
        assert.match(
            await failureOf(kubeconfigOf({ kubeconfigFile: "/absent" }, undefined)),
            /\/absent cannot be read/,
        );
        assert.match(
            await failureOf(kubeconfigOf({ context: "three" }, TEXT), [TOKEN]),
            /context: "three"; the kubeconfig has one, two/,
        );
    });

    it("says how the client library is installed where it is not", async () => {
        const absent = () => {
            throw new Error("Cannot find module");
        };
        const message = await failureOf(loadClient(absent));
        assert.match(message, /is not installed.*npm install @kubernetes\/client-node@1$/);
    });

    it("says how a newer client library is installed where calls of the older one cannot be ended", async () => {
        const older = file("exports.RequestContext = class RequestContext {};");
        const message = await failureOf(loadClient(() => older));
        assert.match(message, /is older than 1\.4\.0.*npm install @kubernetes\/client-node@1$/);
    });
});
