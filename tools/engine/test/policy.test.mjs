import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { makeProgram } from "./support/program.mjs";

const program = `
const pulumi = require("@pulumi/pulumi");
for (const name of ["good", "bad"]) {
    new pulumi.dynamic.Resource({ create: async () => ({ id: name, outs: {} }) }, name, {}, undefined, "tiny", "Thing");
}
`;

/** What a policy pack comes down to: an analyzer that says its port. The usual package for writing packs would add nothing here. */
const pack = `
const grpc = require("@grpc/grpc-js");
const { AnalyzerService } = require("@pulumi/pulumi/proto/analyzer_grpc_pb.js");
const messages = require("@pulumi/pulumi/proto/analyzer_pb.js");
const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb.js");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb.js");

const policy = { name: "no-bad-names", message: "a resource is called bad", level: 1 };
const analyze = (call, callback) => {
    const response = new messages.AnalyzeResponse();
    if (call.request.getUrn().endsWith("::bad")) {
        const found = new messages.AnalyzeDiagnostic();
        found.setPolicyname(policy.name);
        found.setPolicypackname("tiny-pack");
        found.setPolicypackversion("0.0.1");
        found.setMessage(policy.message);
        found.setEnforcementlevel(policy.level);
        response.addDiagnostics(found);
    }
    callback(null, response);
};
const server = new grpc.Server();
server.addService(AnalyzerService, {
    handshake: (call, callback) => callback(null, new messages.AnalyzerHandshakeResponse()),
    getAnalyzerInfo: (call, callback) => callback(null, new messages.AnalyzerInfo().setName("tiny-pack").setVersion("0.0.1")),
    getPluginInfo: (call, callback) => callback(null, new PluginInfo().setVersion("0.0.1")),
    configure: (call, callback) => callback(null, new Empty()),
    configureStack: (call, callback) => callback(null, new messages.AnalyzerStackConfigureResponse()),
    analyze,
    analyzeStack: (call, callback) => callback(null, new messages.AnalyzeResponse()),
    remediate: (call, callback) => callback(null, new messages.RemediateResponse()),
    cancel: (call, callback) => callback(null, new Empty()),
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => console.log(port));
`;

describe("a policy pack", () => {
    /** @type {Awaited<ReturnType<typeof makeProgram>>} */
    let tiny;
    before(async () => {
        tiny = await makeProgram({
            "index.js": program,
            "pack/PulumiPolicy.yaml": "runtime: nodejs\nmain: index.js\n",
            "pack/package.json": '{ "name": "tiny-pack", "version": "0.0.1", "main": "index.js" }',
            "pack/index.js": pack,
        });
        symlinkSync(path.join(tiny.folder, "node_modules"), path.join(tiny.folder, "pack", "node_modules"));
    });
    after(() => tiny?.remove());

    it("stops a preview that breaks its rule", async () => {
        const { code, output } = await tiny.pulumi(["preview", "--policy-pack", "pack"]);
        assert.notEqual(code, 0, output);
        assert.match(output, /no-bad-names/);
        assert.match(output, /a resource is called bad/);
    });

    it("is not asked where it is not named", async () => {
        const { code, output } = await tiny.pulumi(["preview"]);
        assert.equal(code, 0, output);
        assert.doesNotMatch(output, /no-bad-names/);
    });
});
