import type { Directory } from "../actions/spec";
import type { Backdoor } from "../moto/backdoor";
import type { Keyring } from "./keyring";
import type { IamView } from "./view";

/** Names resources fully, by asking what moto holds. */
export class MotoDirectory {
    private readonly secrets = new Map<string, string>();

    constructor(
        private readonly account: string,
        private readonly moto: Backdoor,
        private readonly view: IamView,
        private readonly keyring: Keyring,
    ) {}

    /** The directory as one caller sees it. */
    for(callerName: string | undefined): Directory {
        return {
            callerName,
            userArn: async (name) => (await this.view.user(name))?.arn ?? `arn:aws:iam::${this.account}:user/${name}`,
            roleArn: async (name) => (await this.view.role(name))?.arn ?? `arn:aws:iam::${this.account}:role/${name}`,
            secretArn: (id, region) => this.secretArn(id, region),
            ownerOf: (accessKeyId) => {
                const owner = this.keyring.find(accessKeyId)?.owner;
                return owner?.kind === "user" ? owner.userName : undefined;
            },
        };
    }

    /** Forgets the ARNs of secrets: one of them was deleted or made anew. */
    forgetSecrets(): void {
        this.secrets.clear();
    }

    private async secretArn(id: string, region: string): Promise<string | undefined> {
        const known = this.secrets.get(`${region}/${id}`);
        if (known) return known;
        const found = await this.moto.json<{ ARN: string }>(
            "secretsmanager",
            "DescribeSecret",
            { SecretId: id },
            region,
        );
        if (found) this.secrets.set(`${region}/${id}`, found.ARN);
        return found?.ARN;
    }
}
