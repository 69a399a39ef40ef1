import * as pulumi from "@pulumi/pulumi";
import { Confirmation, Consumer, ConsumerDriver } from "../consumer";
import { requirePlain } from "../../shared/plainArgs";

/** A consumer that a person or another pipeline takes care of. */
export interface AcknowledgeArgs {
    /** What it is called among the consumers, for example `partner-acme`. */
    name: string;
    /** Who it is, for sentences. Default: `name`. */
    title?: string;
}

/** Its public settings. */
export interface AcknowledgeSettings {
    name: string;
    title?: string;
}

/** Configuration that holds what was acknowledged: `{"<credential>/<name>": <generation>}`. */
export const ACKNOWLEDGED = "rotation:acknowledged";

/** Counts as moved when somebody says so: `credential-rotation ack <credential> <name>`. No run waits for it. */
export class Acknowledge implements Consumer {
    readonly type = "acknowledge";
    readonly name: string;
    readonly settings: AcknowledgeSettings;
    readonly context?: string;

    constructor(args: AcknowledgeArgs) {
        requirePlain("Acknowledge", args);
        const { name, title } = args;
        this.name = name;
        this.settings = { name, ...(title === undefined ? {} : { title }) };
        this.context = new pulumi.Config("rotation").get("acknowledged");
    }
}

export const acknowledgeDriver: ConsumerDriver<AcknowledgeSettings> = {
    type: "acknowledge",
    canWait: false,

    title: ({ name, title }) => title ?? name,

    refresh: () => Promise.resolve(),

    confirm({ settings, context: told }, { credential, generation }) {
        const key = `${credential}/${settings.name}`;
        return Promise.resolve(judge(acknowledged(told, key), key, generation));
    },
};

function judge(found: number | undefined, key: string, generation: number): Confirmation {
    if (found === generation) return { state: "confirmed", detail: `acknowledged for generation ${generation}` };
    const sofar = found === undefined ? "nobody acknowledged it" : `acknowledged for generation ${found} only`;
    const [credential, name] = [key.slice(0, key.lastIndexOf("/")), key.slice(key.lastIndexOf("/") + 1)];
    const command = `credential-rotation ack ${credential} ${name}`;
    const plain = `pulumi config set --path '${ACKNOWLEDGED}["${key}"]' ${generation}`;
    return { state: "behind", detail: `${sofar}; once it runs on it: ${command}, or ${plain}` };
}

/** @throws Error when the configuration cannot be read */
function acknowledged(told: string | undefined, key: string): number | undefined {
    if (told === undefined) return undefined;
    let all: unknown;
    try {
        all = JSON.parse(told);
    } catch {
        throw new Error(`${ACKNOWLEDGED} is not JSON; expected {"<credential>/<name>": <generation>}`);
    }
    const found = (all as Record<string, unknown> | null)?.[key];
    if (found === undefined) return undefined;
    // Nothing else stands for a generation: `true` would be 1.
    if (Number.isInteger(found) || (typeof found === "string" && /^\d+$/.test(found))) return Number(found);
    throw new Error(`${ACKNOWLEDGED}["${key}"] is ${JSON.stringify(found)}; expected the number of a generation`);
}
