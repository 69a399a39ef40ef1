import { randomBytes } from "node:crypto";
import { type Aws, startAws } from "../../../test/support/aws";
import { type Consumer, ssmConsumer } from "../../../test/support/consumer";
import { Cli } from "../../../test/support/harness/cli";
import { makePlace, type Place, removePlace } from "../../../test/support/harness/directory";
import { awsConfig, rotatorFor } from "../../../test/support/harness/rotator";
import { encrypterFor } from "../../../test/support/harness/secrets";
import { type Run, Stack } from "../../../test/support/harness/stack";
import type { Listed, StackFile } from "./listed";
import { Observer } from "./observe";
import { type Said, sentencesOf } from "./said";
import { breakNextKey } from "./sabotage";

/** The stack that is played: the one whose file is Pulumi.dev.yaml. */
const STACK = "dev";
/** How often each consumer logs in. */
export const LOGINS_PER_SECOND = 10;
/** Until a new key works; a disabled one stops at once. */
const ACTIVATION_MS = 1_200;
const FLAGS = ["--suppress-outputs", "--suppress-permalink=true"];

/** One run as it went. */
export interface Played {
    ok: boolean;
    said: Said[];
    seconds: number;
    /** Changes that AWS made: `iam:CreateAccessKey myapp-user`. */
    mutations: string[];
    /** All that `pulumi` wrote. */
    text: string;
}

/** How a run differs from an ordinary one. */
export interface Twists {
    /** The credential whose key leaked. */
    leaked?: string;
    /** The credential whose next key never works, and for how long that is tried. */
    broken?: { name: string; deadline: string };
}

/** Everything that the story is played on: an AWS, a stack, and consumers that log in all the time. */
export class Stage {
    readonly observer: Observer;
    private readonly leaks = new Map<string, string>();

    private constructor(
        readonly aws: Aws,
        readonly consumers: Map<string, Consumer>,
        private readonly file: StackFile,
        private readonly place: Place,
        private readonly stack: Stack,
    ) {
        this.observer = new Observer(aws);
    }

    /** Starts the emulator, makes users, rotator and stack, and lets the consumers begin. */
    static async open(file: StackFile, now: string): Promise<Stage> {
        const python = process.env.MOTO_PYTHON ?? "python3";
        const place = await makePlace();
        const [aws, encrypter] = await Promise.all([
            startAws({ python, activationDelayMs: ACTIVATION_MS }),
            encrypterFor(place.passphrase),
        ]);
        const { listed } = file;
        for (const { user } of listed) await aws.createUser(user);
        const entries = listed.map(({ entry }) => entry);
        const config = {
            ...file.config,
            ...awsConfig(aws, await rotatorFor(aws, entries)),
            "rotation:now": now,
        };
        const cli = new Cli(place, STACK, encrypter);
        const stack = new Stack(STACK, place, aws, config, cli);
        await stack.init();
        const consumers = new Map<string, Consumer>();
        for (const { name, document } of listed) {
            consumers.set(
                name,
                await ssmConsumer(aws, { parameterName: document, everyMs: 1_000 / LOGINS_PER_SECOND }),
            );
        }
        return new Stage(aws, consumers, file, place, stack);
    }

    /** `pulumi up` at this simulated time. */
    async run(now: string, { leaked, broken }: Twists): Promise<Played> {
        if (leaked !== undefined) this.leaks.set(leaked, `leaked-${randomBytes(3).toString("hex")}`);
        const entries = this.file.listed.map((one) => this.entryOf(one, broken));
        const fault = broken && breakNextKey(this.aws, this.listedAs(broken.name).user);
        try {
            return this.played(await this.stack.up({ now, config: { "rotation:credentials": entries }, args: FLAGS }));
        } finally {
            fault?.remove();
        }
    }

    /** `pulumi destroy`. */
    async destroy(): Promise<Played> {
        return this.played(await this.stack.destroy({ args: FLAGS }));
    }

    async stopConsumers(): Promise<void> {
        await Promise.all([...this.consumers.values()].map((consumer) => consumer.stop()));
    }

    /** Logins of all consumers so far. */
    tally(): { logins: number; failed: number } {
        const stats = [...this.consumers.values()].map((consumer) => consumer.stats());
        return {
            logins: stats.reduce((sum, { logins }) => sum + logins, 0),
            failed: stats.reduce((sum, { failures, stepsBack }) => sum + failures.length + stepsBack.length, 0),
        };
    }

    /** What consumers saw fail, the first few of each. */
    failures(): string[] {
        return [...this.consumers].flatMap(([name, consumer]) => {
            const { failures, stepsBack } = consumer.stats();
            const failed = failures
                .slice(0, 5)
                .map(({ at, keySuffix, message }) => `${at.toISOString()} …${keySuffix}: ${message}`);
            return [...failed, ...stepsBack.map((suffix) => `…${suffix} came back`)].map((line) => `${name}: ${line}`);
        });
    }

    /** Ends everything that was started. */
    async close(): Promise<void> {
        await this.stopConsumers();
        this.observer.close();
        await this.aws.close();
        await removePlace(this.place);
    }

    private entryOf({ entry, name }: Listed, broken: Twists["broken"]): object {
        const nonce = this.leaks.get(name);
        return {
            ...entry,
            ...(nonce === undefined ? {} : { rotate: nonce, revoke: true }),
            ...(broken?.name === name ? { verification: { deadline: broken.deadline } } : {}),
        };
    }

    private listedAs(name: string): Listed {
        return this.file.listed.find((one) => one.name === name) as Listed;
    }

    private played({ code, events, ms, mutations, text }: Run): Played {
        const names = this.file.listed.map(({ name }) => name);
        return { ok: code === 0, said: sentencesOf(events, names), seconds: ms / 1000, mutations, text };
    }
}
