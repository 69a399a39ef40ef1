import { randomBytes } from "node:crypto";
import { leaksIn } from "../../../test/engine/support/leaks";
import { startAws } from "../../../test/support/aws";
import type { Moto } from "../../../test/support/aws/moto/process";
import { Cli } from "../../../test/support/harness/cli";
import { makePlace, type Place, removePlace } from "../../../test/support/harness/directory";
import { awsConfig, rotatorFor } from "../../../test/support/harness/rotator";
import { encrypterFor } from "../../../test/support/harness/secrets";
import { type Run, Stack } from "../../../test/support/harness/stack";
import type { Entry } from "../../../stack/schema";
import { configOf, settle } from "../tenants";
import type { Tenant } from "../tenants/tenant";
import { House } from "./house";
import { type Household, openHousehold } from "./household";
import type { StackFile } from "./listed";
import { look } from "./observe";
import { type Said, sentencesOf } from "./said";

/** The stack that is played: the one whose file is Pulumi.dev.yaml. */
const STACK = "dev";
/** Until a new key of AWS works; a disabled one stops at once. */
const ACTIVATION_MS = 1_200;
/** How long is waited for a service whose store lags, and how often it is looked at. */
const LONGEST_LAG_MS = 20_000;
const LOOK_MS = 50;
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
    private readonly leaked = new Map<string, string>();
    /** What the runs wrote, which holds no secret. */
    private readonly heard = new Map<string, string>();

    private constructor(
        private readonly house: House,
        readonly households: Household[],
        private readonly place: Place,
        private readonly stack: Stack,
    ) {}

    /** Starts the emulators, makes users, rotator and stack, and lets the services begin. */
    static async open({ config: written, entries }: StackFile, now: string, moto?: Promise<Moto>): Promise<Stage> {
        const python = process.env.MOTO_PYTHON ?? "python3";
        const early = House.begin(entries);
        const place = await makePlace({ warm: true });
        const emptyStack = begin(place);
        emptyStack.catch(() => undefined); // told below
        const aws = await startAws({ python, moto, activationDelayMs: ACTIVATION_MS });
        const house = new House(aws, early);
        const tenants = await settle(entries, house);
        const rotator = await rotatorFor(
            aws,
            tenants.map(({ entry }) => entry),
        );
        const config = { ...written, ...configOf(tenants), ...awsConfig(aws, rotator), "rotation:now": now };
        const stack = new Stack(STACK, place, aws, config, await emptyStack);
        stack.warmUp().catch(() => undefined); // told by the first run
        const stage = new Stage(house, [], place, stack);
        await stage.moveIn(tenants);
        return stage;
    }

    /** The address of the emulated AWS. */
    get endpoint(): string {
        return this.house.aws.endpoint;
    }

    /** Takes in credentials that could not be there from the beginning; the rotator needs no more rights at AWS for them. */
    async join(entries: Entry[]): Promise<void> {
        const tenants = await settle(entries, this.house);
        Object.assign(this.stack.config, configOf(tenants));
        await this.moveIn(tenants);
    }

    private async moveIn(tenants: Tenant[]): Promise<void> {
        const households = await Promise.all(tenants.map((tenant) => openHousehold(tenant, this.house)));
        Object.assign(this.stack.config, ...households.map(({ shelf }) => shelf.config ?? {}));
        this.households.push(...households);
    }

    /** `pulumi up` at this simulated time. */
    async run(now: string, { leaked, broken }: Twists): Promise<Played> {
        if (leaked !== undefined) this.leaked.set(leaked, `leaked-${randomBytes(3).toString("hex")}`);
        const entries = this.households.map((one) => this.entryOf(one, broken));
        for (const { tenant } of this.households) tenant.setNow?.(new Date(now));
        const fault = broken && this.named(broken.name).tenant.breakNextKey?.();
        try {
            const played = await this.played(() =>
                this.stack.up({ now, config: { "rotation:credentials": entries }, args: FLAGS }),
            );
            await Promise.all(this.households.map(caughtUp));
            return played;
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
            ...this.house.aws.unmatched.map(({ what, why }) => `AWS: ${what}: ${why}`),
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

    /** How many secrets were used, and where one stands in the clear: in what runs, agents and servers wrote, or in what was shown. */
    async leaks(shown: string): Promise<{ secrets: number; leaks: string[] }> {
        const texts = new Map([...this.heard, ...(await this.house.logs()), ["the demo's own output", shown]]);
        for (const { name, shelf } of this.households) if (shelf.log) texts.set(`the agent of ${name}`, shelf.log());
        const used = this.households.flatMap(({ secrets }) => [...secrets]);
        const given = Object.values(this.stack.config).flatMap((value) => (isSecret(value) ? [value.secret] : []));
        const secrets = [...new Set([...used, ...given])];
        return { secrets: secrets.length, leaks: leaksIn(texts, secrets) };
    }

    /** Ends everything that was started. */
    async close(): Promise<void> {
        await Promise.all(this.households.map((household) => household.close()));
        this.stack.close();
        await this.house.close();
        await removePlace(this.place);
    }

    private entryOf({ name, tenant }: Household, broken: Twists["broken"]): object {
        const nonce = this.leaked.get(name);
        return {
            ...tenant.entry,
            ...(nonce === undefined ? {} : { rotate: nonce, revoke: true }),
            ...(broken?.name === name ? { verification: { deadline: broken.deadline } } : {}),
        };
    }

    private named(name: string): Household {
        return this.households.find((one) => one.name === name) as Household;
    }

    private async made(): Promise<number> {
        const counts = await Promise.all(this.households.map(({ tenant }) => tenant.made()));
        return counts.reduce((sum, count) => sum + count, 0);
    }

    private async played(run: () => Promise<Run>): Promise<Played> {
        const before = await this.made();
        const { code, events, ms, mutations, text } = await run();
        this.heard.set(`command ${this.heard.size + 1}`, text);
        const names = this.households.map(({ name }) => name);
        const said = sentencesOf(events, names);
        return { ok: code === 0, said, seconds: ms / 1000, minted: (await this.made()) - before, mutations, text };
    }
}

/** Makes the stack while the emulator comes up. */
async function begin(place: Place): Promise<Cli> {
    const cli = new Cli(place, STACK, await encrypterFor(place.passphrase));
    await cli.init();
    return cli;
}

function isSecret(value: unknown): value is { secret: string } {
    return typeof (value as { secret?: unknown } | null)?.secret === "string";
}

/** The next run is a day later, and by then every service has what this one published. */
async function caughtUp(household: Household): Promise<void> {
    if (!household.shelf.lags) return;
    const { suffix } = await look(household);
    for (let waited = 0; waited < LONGEST_LAG_MS; waited += LOOK_MS) {
        if (`…${household.consumer.stats().slotsSeen.at(-1)?.suffix}` === suffix) return;
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
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
