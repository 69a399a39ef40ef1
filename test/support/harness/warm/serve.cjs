/**
 * Serves the program in the current directory to one `pulumi` command after another, as the Automation API serves an
 * inline program: the SDK is loaded once and not for each command. Writes its port to standard output; ends when its
 * standard input does. Argument: the program's main file.
 */
const path = require("node:path");
const { createRequire } = require("node:module");
require("../../../../tools/engine/language-host/late-closures.cjs");

const main = path.resolve(process.argv[2]);
const from = createRequire(main);
const grpc = from("@grpc/grpc-js");
const { grpcChannelOptions } = from("@pulumi/pulumi/runtime");
const { grpcClientOptions } = from("@pulumi/pulumi/runtime/settings");
const { LanguageServer } = from("@pulumi/pulumi/automation/server");
const { LanguageRuntimeService } = from("@pulumi/pulumi/proto/language_grpc_pb");

process.stdin.resume().on("end", () => process.exit(0));

// An engine may get the port of one that is gone, to which a client of a run that was killed still tries to connect: what
// clients share by address tells the new one at once that nobody is there.
grpcClientOptions["grpc.use_local_subchannel_pool"] = 1;

/** A module runs once: each command gets it anew, and what it imports as it was. */
async function program() {
    delete require.cache[from.resolve(main)];
    return require(main);
}

const server = new grpc.Server(grpcChannelOptions);
server.addService(LanguageRuntimeService, new LanguageServer(program));
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    process.stdout.write(`${port}\n`);
});
