/**
 * The protocol between engine and language host, from the packages that `npm ci` put beside this file. Only the
 * message files that are needed get loaded: the whole SDK takes ten times as long.
 */
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

export const grpc = require("@grpc/grpc-js");
export const { LanguageRuntimeService } = require("@pulumi/pulumi/proto/language_grpc_pb.js");
export const messages = require("@pulumi/pulumi/proto/language_pb.js");
export const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb.js");
export const { Empty } = require("google-protobuf/google/protobuf/empty_pb.js");

/** An error that the engine shows as it is. @param {string} message @param {number} [code] */
export function failure(message, code = grpc.status.FAILED_PRECONDITION) {
    return Object.assign(new Error(message), { code, details: message });
}
