import { AgentLogin } from "./args";
import { absolute, exactlyOne, requireText } from "../validate";
import { HclBlock, HclValue } from "./hcl";

type Given<Name extends keyof AgentLogin> = NonNullable<AgentLogin[Name]>;

interface Method {
    type: string;
    mountPath?: string;
    config: Record<string, HclValue | undefined>;
}

/** How each way to log in is written; keys as in Vault's documentation of auto-auth methods. */
const methods: { [Name in keyof AgentLogin]-?: (given: Given<Name>) => Method } = {
    aws: ({ role, region, headerValue, mountPath }) => ({
        type: "aws",
        mountPath,
        config: { type: "iam", role: requireText("login.aws.role", role), region, header_value: headerValue },
    }),
    appRole: ({ roleIdFile, secretIdFile, keepSecretIdFile = false, mountPath }) => ({
        type: "approle",
        mountPath,
        config: {
            role_id_file_path: absolute("login.appRole.roleIdFile", roleIdFile),
            secret_id_file_path: absolute("login.appRole.secretIdFile", secretIdFile),
            remove_secret_id_file_after_reading: !keepSecretIdFile,
        },
    }),
    kubernetes: ({ role, tokenFile, mountPath }) => ({
        type: "kubernetes",
        mountPath,
        config: {
            role: requireText("login.kubernetes.role", role),
            token_path: tokenFile && absolute("login.kubernetes.tokenFile", tokenFile),
        },
    }),
    tokenFile: ({ path }) => ({
        type: "token_file",
        config: { token_file_path: absolute("login.tokenFile.path", path) },
    }),
};

/** The block `method`. @throws Error when there is not exactly one way to log in, or a part of it is missing */
export function loginBlock(login: AgentLogin): HclBlock {
    const name = exactlyOne("login", login, Object.keys(methods) as (keyof AgentLogin)[]);
    const write = methods[name] as (given: unknown) => Method;
    const { type, mountPath, config } = write(login[name]);
    return {
        type: "method",
        label: type,
        values: { mount_path: mountPath },
        blocks: [{ type: "config", values: config }],
    };
}
