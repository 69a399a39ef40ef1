import { UserError } from "../exitCodes";

/** What `init` asks for. */
export interface Wanted {
    name: string;
    kind: string;
    /** IAM user, for `aws-iam-access-key`. */
    user?: string;
    every?: string;
    overlap?: string;
    store: "ssm" | "secretsManager";
    /** Prefix in SSM, or name of the secret. */
    path: string;
    /** Access key that exists and is to be taken over. */
    adopt?: string;
    /** Config key of the management key, for API keys. */
    managementKey?: string;
}

/** What kinds have that are no API keys. */
const OWN: Record<string, (wanted: Wanted) => Record<string, unknown>> = {
    "aws-iam-access-key": ({ user, adopt }) => iam(user, adopt),
    "static-secret": () => ({}),
};

/** The entry of `rotation:credentials` for it. @throws UserError that names what is missing */
export function newEntry(wanted: Wanted): { name: string } & Record<string, unknown> {
    const { name, kind, every, overlap, store, path, managementKey } = wanted;
    if (!/^[A-Za-z0-9_.-]{1,100}$/.test(name)) {
        throw new UserError(`--name: ${JSON.stringify(name)}; expected letters, digits and any of "_.-"`);
    }
    const own = OWN[kind]?.(wanted) ?? apiKey(kind, managementKey);
    const place = store === "ssm" ? { ssm: { prefix: path } } : { secretsManager: { name: path } };
    return {
        kind,
        name,
        ...own,
        ...(every ? { every } : {}),
        ...(overlap ? { overlap } : {}),
        stores: [place],
    };
}

function iam(user: string | undefined, adopt: string | undefined): Record<string, unknown> {
    if (!user) throw new UserError("--user is missing; expected the name of an IAM user that exists");
    // Its secret is not known here, so it is published by nobody: it stays valid while consumers move to a new one.
    return { user, ...(adopt ? { adopt: { accessKeyId: adopt, as: "previous" } } : {}) };
}

function apiKey(kind: string, managementKey: string | undefined): Record<string, unknown> {
    if (!managementKey) {
        throw new UserError(
            `--management-key is missing; expected a config key, set with pulumi config set --secret (${kind})`,
        );
    }
    return { managementKey: { config: managementKey } };
}
