import { checkName, checkPlace, type Wanted } from "./newEntry";
import type { Prompts as AllPrompts } from "../output/prompts";
import { checkPeriod, checkTimes } from "./schedulePresets";

/** The ways to ask that the questions need. */
export type Prompts = Pick<AllPrompts, "input" | "select">;

type Text = Exclude<keyof Wanted, "store">;

/** One question: the field that its answer is, and what it proposes. */
interface Question {
    field: Text;
    message: string;
    usual(wanted: Partial<Wanted>): string;
}

const constant = (text: string) => () => text;
const managementKey: Question = {
    field: "managementKey",
    message: "Config key of the vendor's management key",
    usual: constant("managementKey"),
};

interface KindAsked {
    /** What stands in the list. */
    title: string;
    /** Time between rotations that is proposed. */
    every: string;
    questions: Question[];
}

/** The kinds that `init` knows, and what it asks for each beside name, period and store. */
export const ASKED: Record<string, KindAsked> = {
    "aws-iam-access-key": {
        title: "access key of an AWS IAM user",
        every: "80d",
        questions: [{ field: "user", message: "IAM user", usual: ({ name }) => `${name}-user` }],
    },
    "postgres-login": {
        title: "login of PostgreSQL",
        every: "30d",
        questions: [
            { field: "login", message: "Role", usual: ({ name = "" }) => name },
            { field: "database", message: "Database", usual: ({ name = "" }) => name },
            { field: "server", message: "Server, with its port if that is not 5432", usual: constant("localhost") },
            { field: "adminUser", message: "Its administrator", usual: constant("postgres") },
            {
                field: "adminPassword",
                message: "Config key of the administrator's password",
                usual: constant("postgresPassword"),
            },
        ],
    },
    "static-secret": { title: "random value", every: "7d", questions: [] },
    "stripe-api-key": { title: "restricted key of Stripe", every: "180d", questions: [managementKey] },
    "sendgrid-api-key": { title: "API key of SendGrid", every: "180d", questions: [managementKey] },
    "datadog-api-key": {
        title: "API key of Datadog",
        every: "180d",
        questions: [
            managementKey,
            {
                field: "applicationKey",
                message: "Config key of Datadog's application key",
                usual: constant("applicationKey"),
            },
        ],
    },
    "entra-app-secret": {
        title: "client secret of an Entra application",
        every: "180d",
        questions: [
            { field: "tenantId", message: "Tenant", usual: constant("contoso.onmicrosoft.com") },
            {
                field: "clientId",
                message: "Application (client) id",
                usual: constant("00000000-0000-0000-0000-000000000000"),
            },
            managementKey,
        ],
    },
    "gcp-service-account-key": {
        title: "key of a Google Cloud service account",
        every: "90d",
        questions: [
            {
                field: "serviceAccount",
                message: "Email of the service account",
                usual: ({ name = "" }) => `${name}@my-project.iam.gserviceaccount.com`,
            },
            managementKey,
        ],
    },
    "cloudflare-api-token": { title: "API token of Cloudflare", every: "180d", questions: [managementKey] },
};

const STORES = [
    { name: "SSM Parameter Store", value: "ssm" as const },
    { name: "Secrets Manager", value: "secretsManager" as const },
    { name: "Vault, key/value engine", value: "vaultKv" as const },
];
const PLACES = { ssm: "Prefix", secretsManager: "Name of the secret", vaultKv: "Path, the mount first" };

/** Asks for all that is not given; an answer that would be refused later is refused at once. */
export async function askAll(
    given: Partial<Wanted>,
    taken: (name: string) => boolean,
    { input, select }: Prompts,
): Promise<Wanted> {
    const known: Partial<Wanted> = { ...given };
    known.name ??= await input({
        message: "Name of the credential",
        default: "myapp",
        validate: (text) => (taken(text) ? `there is an entry ${text} already` : refusal(() => checkName(text))),
    });
    const choices = Object.entries(ASKED).map(([kind, { title }]) => ({ name: `${kind}: ${title}`, value: kind }));
    const kind = (known.kind ??= await select({ message: "Kind", choices }));
    const { questions, every } = ASKED[kind];
    for (const { field, message, usual } of questions) {
        known[field] ??= await input({ message, default: usual(known) });
    }
    known.every ??= await input({
        message: "Time between rotations",
        default: every,
        validate: (text) => refusal(() => checkPeriod(text)),
    });
    known.overlap ??= await input({
        message: "How long the older one stays valid",
        default: "24h",
        validate: (text) => refusal(() => checkTimes({ kind, every: known.every, overlap: text })),
    });
    known.store ??= await select({ message: "Where it is published", choices: STORES });
    const usual = { ssm: `/${known.name}`, secretsManager: known.name, vaultKv: `secret/${known.name}` };
    const { store } = known;
    const validate = (text: string) => refusal(() => checkPlace(store, text));
    known.path ??= await input({ message: PLACES[store], default: usual[store], validate });
    return known as Wanted;
}

function refusal(check: () => unknown): true | string {
    try {
        check();
        return true;
    } catch (error) {
        return (error as Error).message.replace(/^[\w-]+: /, ""); // the question says the field already
    }
}
