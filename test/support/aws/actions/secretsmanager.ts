import { type Params, text } from "../protocol/operation";
import { type Catalogue, type Directory, type Place, onEverything, specs } from "./spec";

const secrets = specs(
    `DescribeSecret GetSecretValue PutSecretValue UpdateSecret UpdateSecretVersionStage DeleteSecret
  RestoreSecret ListSecretVersionIds TagResource UntagResource GetResourcePolicy`,
    {
        resources: async (p, place, directory) => [await arnOf(text(p, "SecretId"), place, directory)],
        label: (p) => nameOf(text(p, "SecretId") ?? "-"),
    },
);

const creation = specs("CreateSecret", {
    resources: async (p: Params, place) => [newArn(text(p, "Name") ?? "", place)],
    label: (p) => text(p, "Name") ?? "-",
});

export const secretsmanager: Catalogue = {
    ...secrets,
    ...creation,
    ...onEverything("ListSecrets GetRandomPassword"),
};

/** The ARN with the six characters that AWS adds, as policies have to write it. */
async function arnOf(id: string | undefined, place: Place, directory: Directory): Promise<string> {
    const known = id === undefined ? undefined : await directory.secretArn(id, place.region);
    return known ?? (id?.startsWith("arn:") ? id : newArn(id ?? "", place));
}

/** The name in a secret's ARN, so that the log calls it the same however it was asked for. */
function nameOf(id: string): string {
    return id.startsWith("arn:")
        ? id
              .split(":")
              .slice(6)
              .join(":")
              .replace(/-\w{6}$/, "")
        : id;
}

/** AWS makes six characters up before it asks the policies about a secret that isn't there. */
function newArn(name: string, { account, region }: Place): string {
    return `arn:aws:secretsmanager:${region}:${account}:secret:${name}-X5x5X5`;
}
