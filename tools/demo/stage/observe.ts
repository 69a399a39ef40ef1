import { Aws, LightClient, LightError } from "../../../test/support/aws";
import { Light, otherOf, Picture, Slot } from "../story/lifecycle";
import { Listed } from "./listed";

/** The rotation record, as far as the demo looks into it. */
interface RotationRecord {
    slot: Slot;
    id: string;
    next_rotation: string;
    previous?: { id: string };
}

/** What AWS and the store hold for one credential, whatever the package says. */
export interface Observed {
    picture: Picture;
    /** Last characters of the published key. */
    suffix: string;
    /** When the next rotation is due (RFC 3339); undefined while nothing is published. */
    nextRotation?: string;
    /** Keys that the record does not know. */
    strays: string[];
    /** Keys of the user at AWS, disabled ones too. */
    keys: number;
}

/** Looks at AWS and at the store with the administrator's eyes. */
export class Observer {
    private readonly client: LightClient;

    constructor(private readonly aws: Aws) {
        this.client = new LightClient(aws.endpoint, aws.region);
    }

    async look({ user, record }: Listed): Promise<Observed> {
        const keys = this.aws.keys(user);
        const text = await this.read(record);
        const known = text === undefined ? undefined : (JSON.parse(text) as RotationRecord);
        const lightOf = (id: string | undefined, active: Light): Light => {
            const key = keys.find(({ accessKeyId }) => accessKeyId === id);
            if (key === undefined) return "absent";
            return key.status === "Active" ? active : "inactive";
        };
        const slot = known?.slot ?? "blue";
        const picture = {
            [slot]: lightOf(known?.id, "live"),
            [otherOf(slot)]: lightOf(known?.previous?.id, "overlap"),
        } as Picture;
        const ours = [known?.id, known?.previous?.id];
        const strays = keys.filter(({ accessKeyId }) => !ours.includes(accessKeyId));
        return {
            picture,
            suffix: suffixOf(known?.id ?? ""),
            nextRotation: known?.next_rotation,
            strays: strays.map(({ accessKeyId }) => suffixOf(accessKeyId)),
            keys: keys.length,
        };
    }

    /** What is left in the account: the keys of these users, and any parameter. */
    async leftovers(listed: Listed[]): Promise<string[]> {
        const keys = listed.flatMap(({ user }) =>
            this.aws.keys(user).map(({ accessKeyId }) => `key ${suffixOf(accessKeyId)} of ${user}`),
        );
        const found = await this.client.json<{ Parameters: { Name: string }[] }>(
            "ssm",
            "DescribeParameters",
            {},
            this.aws.admin,
        );
        return [...keys, ...found.Parameters.map(({ Name }) => `parameter ${Name}`)];
    }

    close(): void {
        this.client.close();
    }

    private async read(name: string): Promise<string | undefined> {
        try {
            const params = { Name: name, WithDecryption: true };
            const found = await this.client.json<{ Parameter: { Value: string } }>(
                "ssm",
                "GetParameter",
                params,
                this.aws.admin,
            );
            return found.Parameter.Value;
        } catch (error) {
            if (error instanceof LightError && error.code === "ParameterNotFound") return undefined;
            throw error;
        }
    }
}

function suffixOf(id: string): string {
    return `…${id.slice(-4)}`;
}
