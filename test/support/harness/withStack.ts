import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { Aws, Credentials } from "../aws";
import { Cli } from "./cli";
import { makePlace, type PlaceOptions, removePlace } from "./directory";
import { awsConfig, Listed, rotatorFor } from "./rotator";
import { encrypterFor } from "./secrets";
import { Stack } from "./stack";

/** A stack of the repository's own program. */
export interface StackOptions extends Pick<PlaceOptions, "asWritten" | "warm" | "backend"> {
    aws: Aws;
    /** `rotation:credentials`. */
    credentials: Listed[];
    /** The clock of the first run (RFC 3339); from 2030 on, for the trigger is not to expire by the real clock. */
    now: string;
    /** What the stack is called. Default: a name of its own. */
    name?: string;
    /** Who rotates. Default: a principal that may do exactly what `rotatorPolicy()` says. */
    rotator?: Credentials;
    /** Further configuration. */
    config?: Record<string, unknown>;
}

/** A stack of a project in a folder, for example an example. */
export interface FolderOptions {
    aws: Aws;
    /** Where its Pulumi.yaml is; it is copied. */
    folder: string;
    /** The clock of the first run (RFC 3339). */
    now: string;
    /** Who rotates. Default: the account's administrator. */
    rotator?: Credentials;
    /** Further configuration. */
    config?: Record<string, unknown>;
}

/** Makes a stack, lets the body use it, then destroys and removes it, whatever happened. */
export async function withStack(options: StackOptions, body: (stack: Stack) => Promise<void>): Promise<void> {
    const { aws, credentials } = options;
    const rotator = options.rotator ?? (await rotatorFor(aws, credentials));
    const config = { "rotation:credentials": credentials, ...options.config };
    await withPlace({ ...options, rotator, config }, body);
}

/** The same for a project in a folder. */
export async function withFolder(options: FolderOptions, body: (stack: Stack) => Promise<void>): Promise<void> {
    await withPlace({ rotator: options.aws.admin, ...options }, body);
}

type Options = Omit<FolderOptions, "folder"> & PlaceOptions & { rotator: Credentials; name?: string };

async function withPlace(options: Options, body: (stack: Stack) => Promise<void>): Promise<void> {
    const { aws, now, rotator } = options;
    const place = await makePlace(options);
    try {
        const name = options.name ?? `t${randomBytes(4).toString("hex")}`;
        const config = { ...awsConfig(aws, rotator), "rotation:now": now, ...options.config };
        const encrypter = options.backend?.encrypter?.(name) ?? (await encrypterFor(place.passphrase));
        const stack = new Stack(name, place, aws, config, new Cli(place, name, encrypter));
        aws.setNow(new Date(now));
        await stack.init();
        let finished = false;
        try {
            await body(stack);
            finished = true;
        } finally {
            await stack.cancel();
            const { code, text } = await stack.destroy().finally(() => stack.close());
            if (finished) assert.equal(code, 0, `the stack could not be destroyed:\n${text}`);
        }
    } finally {
        await removePlace(place);
    }
}
