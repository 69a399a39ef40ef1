import type { ConfigMap } from "@pulumi/pulumi/automation";
import type { Command } from "commander";
import {
    type AwsSettings,
    configuredSettings,
    type KeyUse,
    TRAIL_LIMITS,
    usesOfAccessKey,
} from "pulumi-credential-rotation/plain";
import { type AuditedKey, isKeyId, keysToAudit } from "../audit/keys";
import { resourcesOf } from "../engine/workspace";
import { ExitCode, UserError } from "../exitCodes";
import { answer, table } from "../output/output";
import { credentialsOf } from "../state/credentials";
import { wholeNumber } from "./arguments";
import { type Common, contextOf, withCommon } from "./context";
import { named } from "./intervene";

/** What `audit --json` says of one key. */
export interface AuditAnswer extends AuditedKey {
    uses: KeyUse[];
    /** Regions that could not be asked: what happened there is not in the uses. */
    notAsked?: { region: string; error: string }[];
}

interface AuditOptions extends Common {
    all?: boolean;
    days: number;
    limit: number;
    region?: string;
}

/** `credential-rotation audit NAME|KEYID` */
export function auditCommand(parent: Command): Command {
    return withCommon(parent.command("audit <name-or-key-id>"))
        .description("who used a retired IAM key, as CloudTrail recorded it: time, name, source")
        .option("--all", "the published key of the credential too")
        .option("--days <n>", "how far to look back", wholeNumber("--days", 1, 90), 90)
        .option("--limit <n>", "at most so many uses a key and region", wholeNumber("--limit", 1, 100_000), 1000)
        .option(
            "--region <region>",
            "region of CloudTrail (default: where IAM and STS record, the stack's aws:region and where IAM saw the last use)",
        )
        .addHelpText("after", EXAMPLES)
        .action(async (wanted: string, options: AuditOptions) => {
            const { stack, output, now } = await contextOf(options);
            const credentials = credentialsOf(await resourcesOf(stack));
            if (!isKeyId(wanted)) named(credentials, wanted, stack.name);
            const keys = keysToAudit(wanted, credentials, options.all === true);
            if (keys.length === 0) {
                throw new UserError(
                    `${stack.name} holds no retired key of ${JSON.stringify(wanted)}; give a key id (AKIA…), or --all for the published one too`,
                );
            }
            const settings = settingsOf(await stack.getAllConfig(), options.region);
            const since = new Date(now.getTime() - options.days * 86_400_000).toISOString();
            const regions = options.region === undefined ? undefined : [options.region];
            const answers: AuditAnswer[] = [];
            for (const key of keys.filter(({ id }) => isKeyId(id))) {
                output.say(`asking CloudTrail for …${key.id.slice(-4)} (two requests a second) …`);
                const progress = (region: string, found: number): void => output.say(`${region}: ${found} uses so far`);
                const notAsked: { region: string; error: string }[] = [];
                const leftOut = (region: string, { name, message }: Error): void => {
                    notAsked.push({ region, error: `${name}: ${message}` });
                    output.say(`warning: ${region} could not be asked: ${name}: ${message}`);
                };
                const limits = { regions, most: options.limit, progress, refused: leftOut };
                const uses = await usesOfAccessKey(settings, key.id, since, limits).catch(refused);
                answers.push({ ...key, uses, ...(notAsked.length > 0 ? { notAsked } : {}) });
            }
            if (answers.length === 0)
                throw new UserError(`${wanted} is no IAM access key; CloudTrail knows only those`);
            answer(output, { stack: stack.name, note: TRAIL_LIMITS, keys: answers }, auditText);
            if (answers.some(({ notAsked }) => notAsked !== undefined)) process.exitCode = ExitCode.Failed;
        });
}

const EXAMPLES = `
Examples:
  credential-rotation audit myapp
  credential-rotation audit AKIAIOSFODNN7EXAMPLE --days 30 --json

Uses after a key was disabled are marked: a consumer was missed. credential-rotation back NAME brings its key back.`;

function refused({ name, message }: Error): never {
    throw new UserError(
        `CloudTrail could not be asked (${name}: ${message}); expected AWS credentials that may do cloudtrail:LookupEvents`,
    );
}

/**
 * The same AWS as the stack's: its region, profile, keys, endpoints, proxies and roles.
 *
 * @throws UserError that names a field of the configuration that these calls could not follow
 */
export function settingsOf(config: ConfigMap, region?: string): AwsSettings {
    const ours = Object.entries(config).filter(([key]) => key.startsWith("aws:"));
    const values = Object.fromEntries(ours.map(([key, { value }]) => [key.slice("aws:".length), value || undefined]));
    try {
        return { ...configuredSettings(values), ...(region === undefined ? {} : { region }) };
    } catch (error) {
        throw new UserError((error as Error).message);
    }
}

/** The answer for people: for each key the table of time, name and source. */
export function auditText({ keys, note }: { keys: AuditAnswer[]; note: string }): string {
    const parts = keys.map(({ id, name, slot, generation, phase, since, uses, notAsked = [] }) => {
        const whose = name ? ` of ${name}, generation ${generation} in ${slot}, ${phase} since ${since ?? "?"}` : "";
        const blind = notAsked.map(({ region }) => region).join(", ");
        const but = blind === "" ? "" : `; not known of ${blind}, which could not be asked`;
        if (uses.length === 0) return `${id}${whose}: no use recorded${but}`;
        const disabledAt = phase === "inactive" && since ? Date.parse(since) : Infinity;
        const rows = uses.map((use) => [
            use.time,
            use.name,
            use.source,
            use.sourceIp,
            use.userAgent,
            [use.errorCode ?? "", Date.parse(use.time) > disabledAt ? "after it was disabled" : ""]
                .filter(Boolean)
                .join(", "),
        ]);
        return `${id}${whose}${but}\n${table(["time", "name", "source", "address", "agent", ""], rows)}`;
    });
    return [...parts, note].join("\n\n");
}
