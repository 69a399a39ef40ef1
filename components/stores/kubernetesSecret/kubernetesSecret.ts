import * as pulumi from "@pulumi/pulumi";
import { SecretPlace, SecretsClient, secretsClient } from "../../clients/kubernetes/secrets";
import { ClusterArgs, ClusterSettings, clusterSettings } from "../../clients/kubernetes/settings";
import { knownValue } from "../../shared/pulumiOutputs";
import { Scope } from "../../shared/scope";
import { checkFieldNames } from "../fieldNames";
import { fieldsIn } from "../jsonDocument";
import { NotFound, Unknowable } from "../notFound";
import { PolicyStatement, Publication, Published, ReadBack, Store } from "../store";
import { SecretDocument } from "./document";
import { whyNotOurs } from "./ownership";

/** Where and how a credential is published as a Secret of Kubernetes. */
export interface KubernetesSecretArgs extends ClusterArgs {
    namespace: string;
    /** Name of the Secret. */
    name: string;
    /** Names of the keys in it, by field. Default: the field's own name. */
    names?: Record<string, string>;
    /** Type of the Secret. Default: `Opaque`. It cannot be changed in place. */
    type?: string;
    /** Labels of the Secret. Default: none. */
    labels?: Record<string, string>;
    /** Name of the Secret with the rotation record, if this is the first store. Default: `<name>-rotation`. */
    recordName?: string;
    /** Take over a Secret, or fields of it, that somebody else has. Default: false, which refuses it. */
    overwrite?: boolean;
}

const NAME = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const KEY = /^[-._a-zA-Z0-9]{1,253}$/;

/** The key in the record's Secret. */
const RECORD = "rotation";

/**
 * Publishes one Secret, a key for each field, by server-side apply: the API server keeps which fields are ours, and what others
 * have there stays theirs.
 *
 * @throws Error when a name is none that Kubernetes accepts, or an argument is an output that must be known
 */
export class KubernetesSecret implements Store {
    readonly type = "kubernetesSecret";
    readonly title: string;
    readonly recordTitle: string;
    private readonly settings: ClusterSettings;
    private readonly recordName: string;
    private client?: Promise<SecretsClient>;

    constructor(private readonly args: KubernetesSecretArgs) {
        const { namespace, name, names = {} } = args;
        this.recordName = args.recordName ?? `${name}-rotation`;
        for (const [field, value] of Object.entries({ namespace, name, recordName: this.recordName }))
            checkName(field, value);
        if (this.recordName === name)
            throw new Error(`stores.kubernetesSecret.recordName: it is the Secret itself, ${name}`);
        const bad = Object.entries(names).find(([, key]) => !KEY.test(key));
        if (bad) {
            const found = `stores.kubernetesSecret.names.${bad[0]}: ${JSON.stringify(bad[1])}`;
            throw new Error(`${found}; expected letters, digits and any of "-._"`);
        }
        this.settings = clusterSettings("stores.kubernetesSecret", args);
        this.title = `the Secret ${namespace}/${name}`;
        this.recordTitle = `the Secret ${namespace}/${this.recordName}`;
    }

    recordLocation(): string {
        return JSON.stringify([this.type, this.settings, this.args.namespace, this.recordName]);
    }

    checkFields(fieldNames: string[]): void {
        const { names } = this.args;
        const nameOf = (field: string) => this.keyOf(field);
        checkFieldNames({ at: "stores.kubernetesSecret.names", names, nameOf, beside: [] }, fieldNames);
    }

    /** A Secret that cannot be written to is known before a credential is made that could not be published. */
    async beforeMint(): Promise<void> {
        const place = this.place(this.args.name);
        const why = whyNotOurs(await (await this.reach()).read(place), this.args.overwrite === true);
        if (why !== undefined) throw new Error(`${this.title} ${why}. Nothing was made`);
    }

    publish({ scope, fields, opts, gate }: Publication): pulumi.Resource[] {
        const { name, overwrite = false } = this.args;
        const data = fields.apply((found) =>
            Object.fromEntries(Object.entries(found).map(([field, value]) => [this.keyOf(field), value])),
        );
        return [this.document(`${scope.name}-kubernetes`, name, data, overwrite, { ...opts, hooks: gate() })];
    }

    async readBack({ fieldNames }: Published): Promise<ReadBack[]> {
        const found = await (await this.reach()).read(this.place(this.args.name));
        if (found === undefined) throw new NotFound(`there is nothing at ${this.title}`);
        const fields = Object.fromEntries(fieldNames.map((field) => [field, found.data[this.keyOf(field)]]));
        return [{ at: this.title, fields }];
    }

    /** What stands there was read as a record before, so it may be written over. */
    record(scope: Scope, value: pulumi.Output<string>, opts: pulumi.CustomResourceOptions): pulumi.Resource {
        const data = value.apply((text): Record<string, string> => ({ [RECORD]: text }));
        const own = { ...opts, parent: scope.parent };
        return this.document(`${scope.name}-kubernetes-record`, this.recordName, data, true, own);
    }

    async readRecord(): Promise<string | undefined> {
        const found = await (await this.reach()).read(this.place(this.recordName));
        return found && fieldsIn(JSON.stringify(found.data), [RECORD])[RECORD];
    }

    permissions(): PolicyStatement[] {
        return [];
    }

    private document(
        resource: string,
        name: string,
        data: pulumi.Output<Record<string, string>>,
        overwrite: boolean,
        opts: pulumi.CustomResourceOptions,
    ): SecretDocument {
        const { namespace, type = "Opaque", labels, kubeconfig } = this.args;
        const { settings } = this;
        return new SecretDocument(
            resource,
            { namespace, name, type, labels, settings, kubeconfig, data, overwrite },
            opts,
        );
    }

    private place(name: string): SecretPlace {
        return { namespace: this.args.namespace, name };
    }

    private keyOf(field: string): string {
        return this.args.names?.[field] ?? field;
    }

    /** @throws Unknowable in a preview in which the cluster is still to be made */
    private reach(): Promise<SecretsClient> {
        return (this.client ??= knownValue(this.args.kubeconfig).then((secret) => {
            if (this.args.kubeconfig === undefined || secret !== undefined)
                return secretsClient({ settings: this.settings, secret });
            throw new Unknowable(`${this.title} cannot be known in this preview: its kubeconfig is not known yet`);
        }));
    }
}

function checkName(field: string, value: unknown): void {
    if (typeof value === "string" && NAME.test(value)) return;
    const shown = pulumi.Output.isInstance(value) ? "an output" : JSON.stringify(value);
    throw new Error(
        `stores.kubernetesSecret.${field}: ${shown}; expected a name of Kubernetes: small letters, digits, "-" and "."`,
    );
}
