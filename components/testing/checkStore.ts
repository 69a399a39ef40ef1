import * as pulumi from "@pulumi/pulumi";
import { awaited } from "../shared/pulumiOutputs";
import { Fields, Scope } from "../shared/scope";
import { Publication, Store } from "../stores/store";
import { Fault, page, startFaultyProxy } from "./faultyProxy";
import { Finding, Findings, told } from "./findings";

/** What is needed to play a store. */
export interface StoreCheck {
    /** Base address of the service, which holds nothing under the names that the store is given. */
    endpoint: string;
    /** Makes the store, for the address that it is to ask. */
    store(endpoint: string): Store;
    /** Secrets that must not show, such as the token that the store signs in with. */
    secrets?: string[];
}

const FAULTS: [string, Fault][] = [
    ["a connection that is cut", { kind: "cut" }],
    ["a server in trouble (500)", { kind: "answer", status: 500, body: "{}" }],
    ["a refusal (403)", { kind: "answer", status: 403, body: "{}" }],
    ["a proxy's page with status 200", page(200)],
    ["a proxy's page with status 404", page(404)],
];

const VALUE = "the-secret-of-the-check";

/**
 * Plays a store that can be read: that nothing is there is told apart from not being able to look, and what it registers carries
 * the gates and marks its secrets. It sets Pulumi's mocks; what is written by a provider is not played.
 *
 * @returns what is wrong, in words; an empty list where nothing is
 */
export async function checkStore(check: StoreCheck): Promise<Finding[]> {
    const findings = new Findings();
    for (const secret of [VALUE, ...(check.secrets ?? [])]) findings.hide(secret);
    const scope = await mockedScope();
    const store = check.store(check.endpoint);
    const published = {
        scope,
        fieldNames: ["key"],
        generation: 1,
        slot: "blue" as const,
        rotatedAt: "2030-01-01T00:00:00Z",
    };
    const record = await findings.outcome("readRecord, nothing is there", () => store.readRecord(scope));
    const isNone = "value" in record && record.value === undefined;
    findings.expect(isNone, "readRecord, nothing is there", told(record), "undefined");
    const back = await findings.outcome("readBack, nothing is there", () => store.readBack(published));
    const isNotFound = "error" in back && back.error.name === "NotFound";
    findings.expect(isNotFound, "readBack, nothing is there", told(back), "a NotFound");
    for (const [what, fault] of FAULTS) {
        const proxy = await startFaultyProxy(check.endpoint, fault);
        try {
            const blind = check.store(proxy.url);
            for (const [call, ask] of [
                ["readRecord", () => blind.readRecord(scope)],
                ["readBack", () => blind.readBack(published)],
            ] as const) {
                const outcome = await findings.outcome<unknown>(`${call}, ${what}`, ask);
                const isError = "error" in outcome && outcome.error.name !== "NotFound";
                findings.expect(isError, `${call}, ${what}`, told(outcome), "an error that is no NotFound");
            }
        } finally {
            await proxy.close();
        }
    }
    await registered(
        store,
        { ...published, fields: pulumi.secret<Fields>({ key: VALUE }) as pulumi.Output<Fields> },
        findings,
    );
    return findings.all;
}

interface Seen {
    name: string;
    props: pulumi.Inputs;
    opts: pulumi.CustomResourceOptions;
}

const seen: Seen[] = [];

/** A component under which every resource is noted as it is registered. */
async function mockedScope(): Promise<Scope> {
    await pulumi.runtime.setMocks({
        newResource: ({ name, inputs }) => ({ id: name, state: inputs }),
        call: () => ({}),
    });
    const note = ({ name, props, opts }: pulumi.ResourceTransformationArgs): undefined =>
        void seen.push({ name, props, opts });
    const parent = new pulumi.ComponentResource("rotation:check:Store", "check", {}, { transformations: [note] });
    seen.length = 0;
    return { name: "check", parent };
}

async function registered(
    store: Store,
    more: Pick<Publication, "scope" | "fields" | "fieldNames" | "generation" | "slot" | "rotatedAt">,
    findings: Findings,
): Promise<void> {
    const gate: pulumi.ResourceHookBinding = { beforeCreate: [], beforeUpdate: [] };
    const room: pulumi.ResourceHookBinding = { beforeCreate: [] };
    const { parent } = more.scope;
    const opts = { parent, retainOnDelete: false };
    store.publish({ ...more, resuming: false, opts, gate: () => gate, room: () => room });
    const published = seen.splice(0);
    findings.expect(published.length > 0, "publish", "nothing was registered", "at least one resource");
    store.record(more.scope, pulumi.output("{}"), opts);
    for (const { name, props, opts: given } of [...published, ...seen.splice(0)]) {
        findings.expect(name.startsWith("check-"), `the resource ${name}`, name, "a name that begins with scope.name");
        findings.expect(given.parent === parent, `the resource ${name}`, "another parent", "scope.parent");
        findings.expect(
            given.retainOnDelete === false,
            `the resource ${name}`,
            "without the options",
            "the options that are handed over",
        );
        for (const [field, value] of Object.entries(props)) await secretOnly(`${name}.${field}`, value, findings);
    }
    for (const { name, opts: given } of published) {
        const isGated = given.hooks === gate || given.hooks === room;
        findings.expect(
            isGated,
            `the resource ${name}`,
            "no hooks of gate() or room()",
            "them, or unproven credentials get out",
        );
    }
}

/** A value that holds the credential must be an output that is marked secret. */
async function secretOnly(played: string, value: unknown, findings: Findings): Promise<void> {
    const isOutput = pulumi.Output.isInstance(value);
    const text = JSON.stringify(isOutput ? await awaited(value) : value) ?? "";
    const isMarked = isOutput && (await (value as unknown as { isSecret: Promise<boolean> }).isSecret);
    findings.expect(!text.includes(VALUE) || isMarked, played, "the credential, not marked secret", "pulumi.secret(…)");
}
