import type { Command } from "commander";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { type ExistingKey, existingKeys, keyToAdopt } from "../config/existing";
import { newEntry, type Wanted } from "../config/newEntry";
import { StackFile } from "../config/stackFile";
import { plainName } from "../engine/workspace";
import { UserError } from "../exitCodes";
import { answer, terminal } from "../output/print";
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
    adopt: boolean | string;
    yes?: boolean;
}

const KINDS = [
    "aws-iam-access-key",
    "static-secret",
    "stripe-api-key",
    "sendgrid-api-key",
    "datadog-api-key",
    "cloudflare-api-token",
];

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
        .option("--adopt <key id>", "the access key to take over (default: the user's active one)")
        .option("--no-adopt", "take none over, and do not ask AWS")
        .option("-y, --yes", "ask nothing: what is not given has its default or is an error")
        .addHelpText("after", EXAMPLES)
        .action(init);
}

const EXAMPLES = `
Examples:
  credential-rotation init                       # asks
  credential-rotation init --yes --stack prod --name myapp --kind aws-iam-access-key \\
      --user myapp-user --every 80d --ssm /myapp --region eu-central-1

A key that exists is adopted as: previous. The first run makes a new one and publishes it; the old one stays valid for
the overlap and is then disabled like any other. Look at the file, then run: credential-rotation preview`;

async function init(options: InitOptions): Promise<void> {
    const output = terminal(options.json === true);
    const interactive = !options.yes && process.stdin.isTTY === true;
    const stack = options.stack ?? (interactive ? await ask("Stack", "dev") : undefined);
    if (!stack) throw new UserError("--stack is missing; expected the name of the stack, like prod");
    const wanted = interactive ? await asked(options) : given(options);
    const file = StackFile.open(options.cwd, plainName(stack));
    const region = options.region ?? (file.get("aws:region") as string | undefined);
    const adopt = await adopted(options, wanted, region);
    const entry = newEntry({ ...wanted, ...(adopt ? { adopt } : {}) });
    if (options.region) file.set("aws:region", options.region);
    file.add(entry);
    file.write();
    output.say(`written: ${file.file}`);
    await LocalWorkspace.createOrSelectStack({ stackName: stack, workDir: options.cwd });
    answer(output, { stack, file: file.file, entry }, () => {
        const taken = adopt ? `; …${adopt.slice(-4)} is taken over as the previous key` : "";
        return `${entry.name} stands in ${file.file}${taken}. Next: credential-rotation preview --stack ${stack}`;
    });
}

function given(options: InitOptions): Wanted {
    const { name, kind = "aws-iam-access-key", user, every, overlap, managementKey, applicationKey } = options;
    if (!KINDS.includes(kind))
        throw new UserError(`--kind: ${JSON.stringify(kind)}; expected one of ${KINDS.join(", ")}`);
    if (!name) throw new UserError("--name is missing; expected what the credential is called, like myapp");
    const { store = "ssm", path = `/${name}` } = placeOf(options) ?? {};
    return { name, kind, user, every, overlap, store, path, managementKey, applicationKey };
}

/** Where the options publish it; undefined if they do not say. */
function placeOf({ ssm, secret, vault }: InitOptions): Pick<Wanted, "store" | "path"> | undefined {
    const named = Object.entries({ ssm, secretsManager: secret, vaultKv: vault }).filter(([, path]) => path);
    if (named.length > 1) throw new UserError("--ssm, --secret and --vault: expected one of them");
    return named.map(([store, path]) => ({ store: store as Wanted["store"], path: path as string }))[0];
}

async function asked(options: InitOptions): Promise<Wanted> {
    const { select } = await import("@inquirer/prompts");
    const name = options.name ?? (await ask("Name of the credential", "myapp"));
    const choices = KINDS.map((value) => ({ value }));
    const kind = options.kind ?? (await select({ message: "Kind", choices }));
    const iam = kind === "aws-iam-access-key";
    const vendor = !iam && kind !== "static-secret";
    const user = options.user ?? (iam ? await ask("IAM user", `${name}-user`) : undefined);
    const key = vendor
        ? (options.managementKey ?? (await ask("Config key of the management key", "managementKey")))
        : undefined;
    const applicationKey =
        kind === "datadog-api-key"
            ? (options.applicationKey ?? (await ask("Config key of the application key", "applicationKey")))
            : undefined;
    const every = options.every ?? (await ask("Time between rotations", vendor ? "180d" : "80d"));
    const { store, path } = placeOf(options) ?? (await askPlace(name));
    return { name, kind, user, every, overlap: options.overlap, store, path, managementKey: key, applicationKey };
}

async function askPlace(name: string): Promise<Pick<Wanted, "store" | "path">> {
    const { select } = await import("@inquirer/prompts");
    const stores = [
        { name: "SSM Parameter Store", value: "ssm" as const },
        { name: "Secrets Manager", value: "secretsManager" as const },
        { name: "Vault", value: "vaultKv" as const },
    ];
    const store = await select({ message: "Store", choices: stores });
    const asks = { ssm: "Prefix", secretsManager: "Name of the secret", vaultKv: "Path, the mount first" };
    const path = await ask(asks[store], store === "vaultKv" ? `secret/${name}` : `/${name}`);
    return { store, path };
}

async function ask(message: string, usual: string): Promise<string> {
    const { input } = await import("@inquirer/prompts");
    return input({ message, default: usual });
}

async function adopted({ adopt }: InitOptions, { kind, user }: Wanted, region?: string): Promise<string | undefined> {
    if (kind !== "aws-iam-access-key" || adopt === false || !user) return undefined;
    if (typeof adopt === "string") return adopt;
    const keys: ExistingKey[] = await existingKeys(user, region);
    return keyToAdopt(user, keys);
}
