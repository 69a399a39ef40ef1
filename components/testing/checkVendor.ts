import { VendorError } from "../clients/http/errors";
import { Access, ApiKeyVendor, CreatedKey } from "../credentials/apiKey/vendor";
import { Fault, page, startFaultyProxy } from "./faultyProxy";
import { Finding, Findings, told } from "./findings";

/** What is needed to play a vendor. */
export interface VendorCheck<S> {
    vendor: ApiKeyVendor<S>;
    /** Base address of a double of the vendor, or of its sandbox. It must make and delete keys. */
    endpoint: string;
    /** The vendor's settings, for the address that they are to name. */
    settings(endpoint: string): S;
    /** The secret that may manage keys there. */
    management: string;
}

const JSON_FAULTS: [string, Fault][] = [
    ["a server in trouble (500)", { kind: "answer", status: 500, body: "{}" }],
    ["too many requests (429)", { kind: "answer", status: 429, body: "{}" }],
    ["a connection that is cut", { kind: "cut" }],
];

const PAGES: [string, Fault][] = [200, 401, 403, 404, 502].map((status) => [
    `a proxy's page with status ${status}`,
    page(status),
]);

/**
 * Plays a vendor: the life of two keys, and every failure that could make a rotation publish, delete or forget a wrong key.
 * It takes some seconds, for repetitions pause.
 *
 * @returns what is wrong, in words; an empty list where nothing is
 * @throws Error when the life of a key does not get to its end, so that nothing else can be played
 */
export async function checkVendor<S>(check: VendorCheck<S>): Promise<Finding[]> {
    const findings = new Findings();
    findings.hide(check.management);
    const play = new Play(check, findings);
    try {
        const living = await play.life();
        await play.creation();
        await Promise.all([play.listing(), play.verification(living)]);
        await play.retirement(living);
    } finally {
        await play.tidy();
    }
    return findings.all;
}

class Play<S> {
    private readonly made = new Set<string>();
    private count = 0;

    constructor(
        private readonly check: VendorCheck<S>,
        private readonly findings: Findings,
    ) {}

    /** Two keys, of which the first ends. Gives the second one. */
    async life(): Promise<CreatedKey> {
        const { vendor } = this.check;
        const { access } = this;
        const [name, first] = await this.create();
        await this.probe("a new key", first, ["alive"]);
        const listed = (await vendor.list(access)).find(({ id }) => id === first.id);
        const isListed = listed?.name === name && listed.active !== false;
        this.findings.expect(isListed, "list after create", JSON.stringify(listed) ?? "nothing", `${name}, active`);
        const [, second] = await this.create(first.id);
        await this.probe("a key with the permissions of another", second, ["alive"]);
        await vendor.retire(access, first.id);
        this.made.delete(first.id);
        const left = (await vendor.list(access)).filter(({ id, active }) => id === first.id && active !== false);
        this.findings.expect(
            left.length === 0,
            "list after retire",
            `${left.length} keys`,
            "the key is not listed as active",
        );
        await this.probe("a key that was retired", first, ["dead"]);
        await this.probe("the other key after that", second, ["alive"]);
        const again = await this.findings.outcome("retire once more", () => vendor.retire(access, first.id));
        this.findings.expect("value" in again, "retire of a key that is gone", told(again), "success");
        return second;
    }

    /** Makes a key under every fault: what is said must be what happened, and nothing is asked for twice. */
    async creation(): Promise<void> {
        const unsure: [string, Fault][] = [
            ["a reply that is lost", { kind: "lost" }],
            ["a proxy's page after the key was made (502)", { kind: "page", status: 502 }],
            ["a proxy's page after the key was made (200)", { kind: "page", status: 200 }],
            ["a success without a body", { kind: "answer", status: 200, body: "" }],
            JSON_FAULTS[0],
        ];
        for (const [what, fault] of unsure) await this.failedCreation(what, fault, "unknown");
        for (const status of [400, 401, 403])
            await this.failedCreation(`a refusal (${status})`, { kind: "answer", status, body: "{}" }, "no");
    }

    /** An answer that is not the vendor's list must never be taken for an empty one. */
    async listing(): Promise<void> {
        const more: [string, Fault][] = [
            ["an object without a list", { kind: "answer", status: 200, body: "{}" }],
            ["a success without a body", { kind: "answer", status: 200, body: "" }],
            ["a refusal (401)", { kind: "answer", status: 401, body: "{}" }],
        ];
        await this.each([...JSON_FAULTS, ...PAGES, ...more], async (what, access) => {
            const outcome = await this.findings.outcome(`list, ${what}`, () => this.check.vendor.list(access));
            this.findings.expect("error" in outcome, `list, ${what}`, told(outcome), "an error");
        });
    }

    /** Only the vendor's own word makes a key dead or alive. */
    async verification(key: CreatedKey): Promise<void> {
        await this.each([...JSON_FAULTS, ...PAGES], (what, access) =>
            this.probe(`a living key, ${what}`, key, ["unknown"], access.settings),
        );
    }

    /** A deletion that did not happen must not count as one. */
    async retirement({ id }: CreatedKey): Promise<void> {
        const play = async (what: string, access: Access<S>): Promise<void> => {
            const outcome = await this.findings.outcome(`retire, ${what}`, () => this.check.vendor.retire(access, id));
            this.findings.expect("error" in outcome, `retire, ${what}`, told(outcome), "an error");
        };
        await this.each([...JSON_FAULTS, ...PAGES], play, true);
    }

    /** Takes away what was made. */
    async tidy(): Promise<void> {
        for (const id of this.made) await this.check.vendor.retire(this.access, id).catch(() => undefined);
    }

    /** Plays all of them side by side, each behind a proxy of its own. */
    private async each(
        faults: [string, Fault][],
        play: (what: string, access: Access<S>) => Promise<void>,
        changesOnly = false,
    ): Promise<void> {
        const one = async ([what, fault]: [string, Fault]): Promise<void> => {
            const proxy = await startFaultyProxy(this.check.endpoint, fault, changesOnly);
            await play(what, this.accessAt(proxy.url)).finally(() => proxy.close());
        };
        await Promise.all(faults.map(one));
    }

    private async create(copyPermissionsFrom?: string): Promise<[string, CreatedKey]> {
        const name = this.name();
        const key = await this.check.vendor.create(this.access, { name, copyPermissionsFrom });
        this.findings.hide(key.key);
        this.made.add(key.id);
        const isApart = key.id !== "" && key.key !== "" && !key.id.includes(key.key);
        this.findings.expect(isApart, "create", "the id holds the key", "an id that tells nothing of the key");
        return [name, key];
    }

    private async failedCreation(what: string, fault: Fault, acted: "no" | "unknown"): Promise<void> {
        const { vendor, endpoint } = this.check;
        const played = `create, ${what}`;
        const name = this.name();
        const proxy = await startFaultyProxy(endpoint, fault, true);
        const access = this.accessAt(proxy.url);
        const outcome = await this.findings.outcome(played, () => vendor.create(access, { name }));
        await proxy.close();
        const saysNo = "error" in outcome && outcome.error instanceof VendorError && outcome.error.acted === "no";
        const says = "error" in outcome ? `${told(outcome)} (acted: ${saysNo ? "no" : "unknown"})` : told(outcome);
        const isGood = "error" in outcome && saysNo === (acted === "no");
        this.findings.expect(isGood, played, says, `an error with acted: ${JSON.stringify(acted)}`);
        const made = (await vendor.list(this.access)).filter((key) => key.name === name);
        this.findings.expect(
            made.length <= 1,
            played,
            `${made.length} keys were made`,
            "one at most: create asks once",
        );
        for (const { id } of made) await vendor.retire(this.access, id);
    }

    private async probe(what: string, key: CreatedKey, expected: string[], settings?: S): Promise<void> {
        const played = `verify, ${what}`;
        const at = settings ?? this.access.settings;
        const outcome = await this.findings.outcome(played, () => this.check.vendor.verify(at, key));
        const state = "value" in outcome ? outcome.value.state : "unknown"; // what it throws says nothing of the key
        this.findings.expect(expected.includes(state), played, told(outcome), expected.join(" or "));
    }

    private get access(): Access<S> {
        return this.accessAt(this.check.endpoint);
    }

    private accessAt(endpoint: string): Access<S> {
        return { settings: this.check.settings(endpoint), management: this.check.management };
    }

    /** As the package's own names are: what it takes is taken here too. */
    private name(): string {
        return `rotation-check-${process.pid}-${++this.count}-g${this.count}-blue`;
    }
}
