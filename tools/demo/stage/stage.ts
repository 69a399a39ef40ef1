import { randomBytes } from "node:crypto";
import { type Aws, startAws } from "../../../test/support/aws";
import { Cli } from "../../../test/support/harness/cli";
import { makePlace, type Place, removePlace } from "../../../test/support/harness/directory";
import { awsConfig, rotatorFor } from "../../../test/support/harness/rotator";
import { encrypterFor } from "../../../test/support/harness/secrets";
import { type Run, Stack } from "../../../test/support/harness/stack";
import { configOf, settle } from "../tenants";
import { type Household, openHousehold } from "./household";
import type { StackFile } from "./listed";
import { type Said, sentencesOf } from "./said";

/** The stack that is played: the one whose file is Pulumi.dev.yaml. */
const STACK = "dev";
/** Until a new key of AWS works; a disabled one stops at once. */
const ACTIVATION_MS = 1_200;
const FLAGS = ["--suppress-outputs", "--suppress-permalink=true"];

/** One run as it went. */
export interface Played {
    ok: boolean;
    said: Said[];
    seconds: number;
    /** How many keys were made, at all vendors. */
    minted: number;
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

/** Logins of one kind of credential. */
export interface Tally {
    credentials: number;
    logins: number;
    failedLogins: number;
}

/** Everything that the story is played on: an AWS, vendors, a stack, and services that log in all the time. */
export class Stage {
    private readonly leaks = new Map<string, string>();

    private constructor(
        readonly aws: Aws,
        readonly households: Household[],
        private readonly place: Place,
        private readonly stack: Stack,
    ) {}

    /** Starts the emulators, makes users, rotator and stack, and lets the services begin. */
    static async open({ config: written, entries }: StackFile, now: string): Promise<Stage> {
        const python = process.env.MOTO_PYTHON ?? "python3";
        const place = await makePlace();
        const [aws, encrypter] = await Promise.all([
            startAws({ python, activationDelayMs: ACTIVATION_MS }),
            encrypterFor(place.passphrase),
        ]);
        const tenants = await settle(entries, aws);
        const rotator = await rotatorFor(
            aws,
            tenants.map(({ entry }) => entry),
        );
        const config = { ...written, ...configOf(tenants), ...awsConfig(aws, rotator), "rotation:now": now };
        const stack = new Stack(STACK, place, aws, config, new Cli(place, STACK, encrypter));
        await stack.init();
        const households = await Promise.all(tenants.map((tenant) => openHousehold(tenant, aws)));
        return new Stage(aws, households, place, stack);
    }

    /** `pulumi up` at this simulated time. */
    async run(now: string, { leaked, broken }: Twists): Promise<Played> {
        if (leaked !== undefined) this.leaks.set(leaked, `leaked-${randomBytes(3).toString("hex")}`);
        const entries = this.households.map((one) => this.entryOf(one, broken));
        for (const { tenant } of this.households) tenant.setNow?.(new Date(now));
        const fault = broken && this.named(broken.name).tenant.breakNextKey();
        try {
            return await this.played(() =>
                this.stack.up({ now, config: { "rotation:credentials": entries }, args: FLAGS }),
            );
        } finally {
            fault?.remove();
        }
    }

    /** `pulumi destroy`. */
    destroy(): Promise<Played> {
        return this.played(() => this.stack.destroy({ args: FLAGS }));
    }

    async stopConsumers(): Promise<void> {
        await Promise.all(this.households.map(({ consumer }) => consumer.stop()));
    }

    /** Logins of all services so far. */
    tally(): Tally {
        return sum(this.households);
    }

    /** The same, kind by kind. */
    tallies(): Record<string, Tally> {
        const kinds = new Set(this.households.map(({ tenant }) => tenant.entry.kind));
        const of = (kind: string) => sum(this.households.filter(({ tenant }) => tenant.entry.kind === kind));
        return Object.fromEntries([...kinds].map((kind) => [kind, of(kind)]));
    }

    /** What went wrong, the first few of each: what services saw fail, and what an emulator does not know. */
    failures(): string[] {
        const unknown = [
            ...this.aws.unmatched.map(({ what, why }) => `AWS: ${what}: ${why}`),
            ...this.households.flatMap(({ tenant }) => tenant.unmatched?.() ?? []),
        ];
        const failed = this.households.flatMap(({ name, consumer }) => {
            const { failures, stepsBack } = consumer.stats();
            const first = failures
                .slice(0, 5)
                .map(({ at, keySuffix, message }) => `${at.toISOString()} …${keySuffix}: ${message}`);
            return [...first, ...stepsBack.map((suffix) => `…${suffix} came back`)].map((line) => `${name}: ${line}`);
        });
        return [...unknown, ...failed];
    }

    /** Ends everything that was started. */
    async close(): Promise<void> {
        await Promise.all(this.households.map((household) => household.close()));
        await this.aws.close();
        await removePlace(this.place);
    }

    private entryOf({ name, tenant }: Household, broken: Twists["broken"]): object {
        const nonce = this.leaks.get(name);
        return {
            ...tenant.entry,
            ...(nonce === undefined ? {} : { rotate: nonce, revoke: true }),
            ...(broken?.name === name ? { verification: { deadline: broken.deadline } } : {}),
        };
    }

    private named(name: string): Household {
        return this.households.find((one) => one.name === name) as Household;
    }

    private made(): number {
        return this.households.reduce((count, { tenant }) => count + tenant.made(), 0);
    }

    private async played(run: () => Promise<Run>): Promise<Played> {
        const before = this.made();
        const { code, events, ms, mutations, text } = await run();
        const names = this.households.map(({ name }) => name);
        const said = sentencesOf(events, names);
        return { ok: code === 0, said, seconds: ms / 1000, minted: this.made() - before, mutations, text };
    }
}

function sum(households: Household[]): Tally {
    const stats = households.map(({ consumer }) => consumer.stats());
    return {
        credentials: households.length,
        logins: stats.reduce((count, { logins }) => count + logins, 0),
        failedLogins: stats.reduce((count, { failures, stepsBack }) => count + failures.length + stepsBack.length, 0),
    };
}
