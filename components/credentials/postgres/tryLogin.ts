import { Fields } from "../../shared/scope";
import { awaited, knownValue } from "../../shared/pulumiOutputs";
import { Probe } from "../../shared/verification";
import { LoginKindArgs, triedAt } from "./loginOptions";
import { probeLogin } from "./probe";

/** Logs in where a login is tried. A pooler before the server may not know the login yet. */
export async function tryLogin(args: LoginKindArgs, fields: Fields, runsAs: string): Promise<Probe> {
    const target = await awaited(triedAt(args));
    const answer = await probeLogin(fields, { target, runsAs, check: args.check });
    if (answer.state !== "dead" && answer.state !== "unknown") return answer;
    const [host, port] = await Promise.all([knownValue(args.server.host), knownValue(args.server.port)]);
    if (host === target.host && port === target.port) return answer;
    const hint = "if a pooler there learns of new logins later, name the server in verify.host and verify.port";
    return { ...answer, detail: `${answer.detail}; ${hint}` };
}
