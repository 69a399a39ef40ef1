import type { Consumer } from "../consumers/consumer";
import { EcsService } from "../consumers/drivers/ecsService";
import { API_KEY_FIELDS, ENTRA_FIELDS } from "../credentials/apiKey/fields";
import { accessKeyFields } from "../credentials/awsIam/kind";
import { GCP_KEY_FIELDS } from "../credentials/gcp/fields";
import { STATIC_SECRET_FIELDS } from "../credentials/staticSecret/fields";
import { LOGIN_FIELDS } from "../credentials/postgres/fields";
import { PolicyStatement, Store } from "../stores/store";

/** What the rotating identity is to be allowed. */
export interface RotatorPolicyArgs {
    /** Names of the IAM users whose keys it rotates; with their path, if they have one, as `path/name`. Default: none. */
    users?: string[];
    /** Stores that it publishes their access keys to. Default: none. */
    stores?: Store[];
    /** The `smtpRegions` of those access keys. Default: none. */
    smtpRegions?: string[];
    /** Stores that it publishes API keys of other vendors to. Default: none. */
    apiKeyStores?: Store[];
    /** Stores that it publishes secrets of Entra applications to. Default: none. */
    entraStores?: Store[];
    /** Stores that it publishes keys of service accounts of Google Cloud to. Default: none. */
    gcpKeyStores?: Store[];
    /** Stores that it publishes static secrets to. Default: none. */
    staticSecretStores?: Store[];
    /** Stores that it publishes PostgreSQL logins to. Default: none. */
    postgresStores?: Store[];
    /**
     * Secrets of Secrets Manager that it reads an administrator's password from, each by its ARN or its name. RDS encrypts its
     * own under `aws/secretsmanager`; one under a key of yours takes `kms:Decrypt` on that key too. Default: none.
     */
    passwordSecrets?: string[];
    /** Consumers of its credentials; services of ECS are restarted with rights of AWS. Default: none. */
    consumers?: Consumer[];
    /** Account of the users and services. Default: `*`. */
    accountId?: string;
}

/** An IAM policy document. */
export interface PolicyDocument {
    Version: "2012-10-17";
    Statement: PolicyStatement[];
}

/** A name, behind a path if there is one. Neither holds what IAM takes for a pattern or a variable. */
const IAM_USER_ARN = /^([^\s/*?$]+\/)*[\w+=,.@-]+$/;

/** An ARN or a name of a secret: neither holds what IAM takes for a pattern or a variable. */
const SECRET = /^(arn:[\w-]+:secretsmanager:[\w-]+:\d+:secret:)?[\w/+=.@!-]+$/;

/**
 * The least that the rotating identity needs: the keys of exactly these users, and exactly the names under which they
 * are published. `iam:CreateAccessKey` on `*` would be the keys to the account; here it never is.
 *
 * @throws Error when a user is a pattern, or none
 */
export function rotatorPolicy(args: RotatorPolicyArgs): PolicyDocument {
    const {
        users = [],
        stores = [],
        apiKeyStores = [],
        staticSecretStores = [],
        consumers = [],
        postgresStores = [],
        passwordSecrets = [],
    } = args;
    const { accountId: account = "*" } = args;
    passwordSecrets.forEach((secret, index) => {
        if (SECRET.test(secret)) return;
        throw new Error(
            `rotatorPolicy: passwordSecrets[${index}]: ${JSON.stringify(secret)}; expected the ARN or the name of one secret, ` +
                `like "rds!db-1b2c3d4e": whoever may read a pattern of secrets reads those of others`,
        );
    });
    users.forEach((user, index) => {
        if (IAM_USER_ARN.test(user)) return;
        throw new Error(
            `rotatorPolicy: users[${index}]: ${JSON.stringify(user)}; expected the name of one user, like "myapp-user" or, with ` +
                `its path, "team/myapp-user": whoever may make keys of other users can become them`,
        );
    });
    const keys: PolicyStatement = {
        Sid: "RotateKeys",
        Effect: "Allow",
        Action: [
            "iam:ListAccessKeys",
            "iam:CreateAccessKey",
            "iam:UpdateAccessKey",
            "iam:DeleteAccessKey",
            "iam:GetAccessKeyLastUsed", // is an old key still in use; and whose is a key that is adopted
        ],
        Resource: users.map((user) => `arn:*:iam::${account}:user/${user}`),
    };
    const uses: PolicyStatement = {
        Sid: "SeeUsesOfOldKeys",
        Effect: "Allow",
        Action: ["cloudtrail:LookupEvents"],
        Resource: "*", // it knows no narrower one
    };
    const statements = [
        ...(users.length > 0 ? [keys, uses] : []),
        ...stores.flatMap((store) => store.permissions(accessKeyFields(args.smtpRegions))),
        ...apiKeyStores.flatMap((store) => store.permissions(API_KEY_FIELDS)),
        ...(args.entraStores ?? []).flatMap((store) => store.permissions(ENTRA_FIELDS)),
        ...(args.gcpKeyStores ?? []).flatMap((store) => store.permissions(GCP_KEY_FIELDS)),
        ...staticSecretStores.flatMap((store) => store.permissions(STATIC_SECRET_FIELDS)),
        ...postgresStores.flatMap((store) => store.permissions(LOGIN_FIELDS)),
        ...(passwordSecrets.length > 0 ? [reading(passwordSecrets, account)] : []),
        ...consumers.flatMap((consumer) =>
            consumer.type === "ecs-service" ? restarting(consumer as EcsService, account) : [],
        ),
    ];
    return { Version: "2012-10-17", Statement: merged(statements) };
}

/** A password that is read in each run. A name gets the suffix that AWS adds to it. */
function reading(secrets: string[], account: string): PolicyStatement {
    const arnOf = (secret: string) =>
        secret.startsWith("arn:") ? secret : `arn:*:secretsmanager:*:${account}:secret:${secret}-??????`;
    return {
        Sid: "ReadAdministratorPasswords",
        Effect: "Allow",
        Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
        Resource: secrets.map(arnOf),
    };
}

/** What moving a service of ECS takes: a look, a tag that says for what it was asked, and a forced deployment. */
function restarting({ settings: { cluster, service } }: EcsService, account: string): PolicyStatement {
    const name = cluster.split("/").pop() as string;
    const arn = service.startsWith("arn:") ? service : `arn:*:ecs:*:${account}:service/${name}/${service}`;
    return {
        Sid: "RestartServices",
        Effect: "Allow",
        Action: ["ecs:DescribeServices", "ecs:TagResource", "ecs:UpdateService"],
        Resource: [arn],
    };
}

/** Joins statements that allow the same actions, and numbers those that share a name. */
function merged(statements: PolicyStatement[]): PolicyStatement[] {
    const byActions = new Map<string, PolicyStatement>();
    for (const statement of statements) {
        const key = `${statement.Sid} ${statement.Action.join()}`;
        const known = byActions.get(key);
        const resources = [known?.Resource ?? [], statement.Resource].flat();
        byActions.set(key, { ...statement, Resource: [...new Set(resources)] });
    }
    const seen = new Map<string, number>();
    return [...byActions.values()].map((statement) => {
        const count = (seen.get(statement.Sid ?? "") ?? 0) + 1;
        seen.set(statement.Sid ?? "", count);
        return count === 1 ? statement : { ...statement, Sid: `${statement.Sid}${count}` };
    });
}
