import { commandStop } from "../stopping/watch";
import { type Prompts, promptsOf } from "../output/prompts";
import type { Command } from "commander";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { isKeyId } from "../audit/keys";
import { type ExistingKey, existingKeys, keyToAdopt } from "../config/existingKeys";
import { newEntry, type Wanted } from "../config/newEntry";
import { nextSteps } from "../config/nextSteps";
import { askAll, ASKED } from "../config/prompts";
import { StackFile } from "../config/stackFile";
import { checkProject, ownPulumi, plainName, selectedStack } from "../engine/workspace";
import { ExitCode, UserError } from "../exitCodes";
import { sentence } from "../output/formatError";
import { answer, type Output, terminal } from "../output/output";
import { type Common, withCommon } from "./context";

interface InitOptions extends Common {
    name?: string;
    kind?: string;
    user?: string;
    every?: string;
    overlap?: string;
    ssm?: string;
    secret?: string;
    vault?: string;
    region?: string;
    managementKey?: string;
    applicationKey?: string;
    tenantId?: string;
    clientId?: string;
    serviceAccount?: string;
    login?: string;
    database?: string;
    server?: string;
    adminUser?: string;
    adminPassword?: string;
    adopt: boolean | string;
    yes?: boolean;
}

const KINDS = Object.keys(ASKED);

/** `credential-rotation init` */
export function initCommand(parent: Command): Command {
    return withCommon(parent.command("init"))
        .description("write a credential into Pulumi.<stack>.yaml, take over the key that exists, make the stack")
        .option("--name <name>", "what the credential is called")
        .option("--kind <kind>", `one of ${KINDS.join(", ")}`)
        .option("--user <user>", "IAM user whose key rotates")
        .option("--every <period>", "time between rotations, like 80d (default: the kind's)")
        .option("--overlap <time>", "how long the older one stays valid, like 24h (default: 24h)")
        .option("--ssm <prefix>", "publish below this prefix in SSM Parameter Store")
        .option("--secret <name>", "publish as this secret in Secrets Manager")
        .option("--vault <path>", "publish at this path in a KV mount of Vault, like secret/myapp")
        .option("--region <region>", "aws:region of the stack")
        .option("--management-key <config key>", "where the vendor's management key stands in the configuration")
        .option("--application-key <config key>", "the same for Datadog's application key")
        .option("--tenant-id <id>", "tenant of the Entra application: its id or domain")
        .option("--client-id <id>", "application (client) id of the Entra application")
        .option("--service-account <email>", "service account of Google Cloud")
        .option("--login <role>", "role of PostgreSQL (default: the name)")
        .option("--database <name>", "database that the role is for")
        .option("--server <host[:port]>", "server of PostgreSQL (default: the stack's postgresql: configuration)")
        .option("--admin-user <role>", "administrator there (default: postgres)")
        .option("--admin-password <config key>", "where the administrator's password stands in the configuration")
        .option("--adopt <key id>", "the access key to take over (default: the user's active one)")
        .option("--no-adopt", "take none over, and do not ask AWS")
        .option("-y, --yes", "ask nothing: what is not given has its default or is an error")
        .addHelpText("after", EXAMPLES)
        .action((options: InitOptions) =>
            init(options).catch((error: Error) => {
                if (error.name !== "ExitPromptError") throw error;
                throw new UserError("stopped at a question: nothing was written", ExitCode.Interrupted);
            }),
        );
}

const EXAMPLES = `
Examples:
  credential-rotation init                       # asks
  credential-rotation init --yes --stack prod --name myapp --kind aws-iam-access-key \\
      --user myapp-user --every 80d --ssm /myapp --region eu-central-1
  credential-rotation init --yes --stack prod --name shop --kind postgres-login --database shop \\
      --server db.internal --admin-password postgresPassword --vault secret/shop

A key that exists is adopted as: previous. The first run makes a new one and publishes it; the old one stays valid for
the overlap and is then disabled like any other. Look at the file, then run: credential-rotation preview`;

async function init(options: InitOptions): Promise<void> {
    checkProject(options.cwd);
    const output = terminal(options.json === true);
    const prompts = options.yes ? undefined : await promptsOf(options.json === true);
    const usualStack = options.stack ?? (await selectedStack(options.cwd));
    const stack =
        options.stack ??
        (prompts ? await prompts.input({ message: "Stack", default: usualStack ?? "dev" }) : usualStack);
    if (!stack)
        throw new UserError("--stack is missing, and none is selected; expected the name of the stack, like prod");
    const file = StackFile.open(options.cwd, plainName(stack));
    checkKind(options.kind);
    const given = givenBy(options);
    const wanted = prompts ? await askAll(given, (name) => file.has(name), prompts) : withDefaults(given);
    const known = options.region ?? (file.get("aws:region") as string | undefined);
    const asksRegion = prompts && !known && (wanted.kind === "aws-iam-access-key" || wanted.store !== "vaultKv");
    const usual = process.env.AWS_REGION ?? "us-east-1";
    const chosen = asksRegion ? await prompts.input({ message: "AWS region", default: usual }) : options.region;
    const look = options.adopt !== undefined || (await wantsLook(wanted, prompts));
    const adopt = look ? await adopted(options, wanted, chosen ?? known, output) : undefined;
    const entry = newEntry({ ...wanted, ...(adopt ? { adopt } : {}) });
    if (chosen) file.set("aws:region", chosen);
    file.add(entry);
    file.write();
    output.say(`written: ${file.file}`);
    const stop = commandStop();
    if (stop) stop.done = `${file.file} is written, and the stack may be missing: pulumi stack init ${stack} makes it`;
    await makeStack(stack, options.cwd);
    const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
    const hasRegion = Boolean(chosen ?? known ?? AWS_REGION ?? AWS_DEFAULT_REGION);
    answer(output, { stack, file: file.file, entry }, () => {
        const taken = adopt ? `; …${adopt.slice(-4)} is taken over as the previous key` : "";
        return [`${entry.name} stands in ${file.file}${taken}. Next:`, ...nextSteps(entry, stack, hasRegion)].join(
            "\n",
        );
    });
}

async function makeStack(stackName: string, workDir: string): Promise<void> {
    try {
        const pulumiCommand = await ownPulumi();
        await LocalWorkspace.createOrSelectStack({ stackName, workDir }, { pulumiCommand });
    } catch (error) {
        commandStop()?.check();
        throw new UserError(
            `the entry is written, but the stack could not be made (${sentence(error as Error)}); once that is mended: pulumi stack init ${stackName}`,
        );
    }
}

function checkKind(kind: string | undefined): void {
    if (kind === undefined || KINDS.includes(kind)) return;
    throw new UserError(`--kind: ${JSON.stringify(kind)}; expected one of ${KINDS.join(", ")}`);
}

function givenBy(options: InitOptions): Partial<Wanted> {
    const { name, kind, user, every, overlap, managementKey, applicationKey } = options;
    const { login, database, server, adminUser, adminPassword, tenantId, clientId, serviceAccount } = options;
    const common = { name, kind, user, every, overlap, managementKey, applicationKey };
    return {
        ...common,
        tenantId,
        clientId,
        serviceAccount,
        login,
        database,
        server,
        adminUser,
        adminPassword,
        ...placeOf(options),
    };
}

function withDefaults(given: Partial<Wanted>): Wanted {
    const { name, kind = "aws-iam-access-key", store = "ssm", path = `/${name}` } = given;
    if (!name) throw new UserError("--name is missing; expected what the credential is called, like myapp");
    return { ...given, name, kind, store, path };
}

/** Where the options publish it; undefined if they do not say. */
function placeOf({ ssm, secret, vault }: InitOptions): Pick<Wanted, "store" | "path"> | undefined {
    const named = Object.entries({ ssm, secretsManager: secret, vaultKv: vault }).filter(([, path]) => path);
    if (named.length > 1) throw new UserError("--ssm, --secret and --vault: expected one of them");
    return named.map(([store, path]) => ({ store: store as Wanted["store"], path: path as string }))[0];
}

/** AWS is asked only by those who have credentials for it. */
async function wantsLook({ kind, user }: Wanted, prompts: Prompts | undefined): Promise<boolean> {
    if (kind !== "aws-iam-access-key" || !prompts) return true;
    return prompts.confirm({ message: `Ask AWS for a key of ${user} that exists, and take it over`, default: true });
}

async function adopted(
    { adopt }: InitOptions,
    { kind, user }: Wanted,
    region: string | undefined,
    output: Output,
): Promise<string | undefined> {
    if (kind !== "aws-iam-access-key" || adopt === false || !user) return undefined;
    if (typeof adopt === "string") {
        if (isKeyId(adopt)) return adopt;
        throw new UserError(`--adopt: ${JSON.stringify(adopt)}; expected the id of an access key, like AKIA…`);
    }
    output.say(`asking AWS for the access keys of ${user} …`);
    const keys: ExistingKey[] = await existingKeys(user, region);
    return keyToAdopt(user, keys);
}
