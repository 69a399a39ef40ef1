import { readFile, stat } from "node:fs/promises";
import { After, namesOf } from "../ordering";
import { requirePlain } from "../../shared/plainArgs";
import { Confirmation, Consumer, ConsumerDriver } from "../consumer";
import { requestAddress, checkAddress, judge, redacted } from "./generationEndpoint";

/** A file that Vault Agent, or anything like it, renders from the store. */
export interface VaultAgentArgs {
    /** Path of a rendered file, as the machine sees it on which Pulumi runs. */
    file?: string;
    /** Address that serves the rendered file, or part of it, in place of `file`. It must not serve the secret. */
    url?: string;
    /** Field that holds the generation, in JSON or as a line `generation=3`. Default: `generation`. */
    field?: string;
    /** What it is called among the consumers. */
    name: string;
    /** How long a run waits for it to confirm. Default: `10m`. */
    deadline?: string;
    /** Consumers that must have moved before it is asked, for it reads what they write. Default: none. */
    after?: After;
}

/** Its public settings. */
export interface VaultAgentSettings {
    file?: string;
    url?: string;
    field: string;
}

/**
 * A consumer that takes the credential up by itself: nothing is asked of it, and it counts as moved when what it rendered
 * holds the generation.
 *
 * @throws Error unless exactly one of file and url is given
 */
export class VaultAgent implements Consumer {
    readonly type = "vault-agent";
    readonly name: string;
    readonly settings: VaultAgentSettings;
    readonly deadline?: string;
    readonly after?: string[];

    constructor(args: VaultAgentArgs) {
        requirePlain("VaultAgent", args);
        const { file, url, field = "generation", name, deadline, after } = args;
        if ((file === undefined) === (url === undefined)) {
            throw new Error(`vaultAgent: expected exactly one of file and url`);
        }
        if (url !== undefined) checkAddress("vaultAgent.url", url);
        this.name = name;
        this.settings = file === undefined ? { url, field } : { file, field };
        this.deadline = deadline;
        this.after = namesOf(after);
    }
}

export const vaultAgentDriver: ConsumerDriver<VaultAgentSettings> = {
    type: "vault-agent",

    title: ({ file, url }) => `what Vault Agent rendered at ${file ?? (url === undefined ? "nowhere" : redacted(url))}`,

    /** Vault Agent looks by itself. */
    refresh: () => Promise.resolve(),

    async confirm({ settings: { file, url = "", field } }, release): Promise<Confirmation> {
        if (file === undefined) return requestAddress(url, field, release);
        try {
            const { size } = await stat(file);
            if (size > MAX_BYTES) return { state: "unknown", detail: `${file} is larger than ${MAX_BYTES / 1024} KiB` };
            return judge(await readFile(file, "utf8"), field, file, release);
        } catch (error) {
            const code = (error as NodeJS.ErrnoException).code ?? "unreadable";
            return { state: "unknown", detail: `${file} cannot be read (${code})` };
        }
    },
};

/** No rendered credential is larger. */
const MAX_BYTES = 64 * 1024;
