import * as pulumi from "@pulumi/pulumi";
import { knownValue } from "../shared/pulumiOutputs";
import { Scope } from "../shared/scope";
import { checkFieldNames } from "./fieldNames";
import { TextPlace, whyForeign } from "./httpSecret";
import { fieldsIn } from "./jsonDocument";
import { NotFound, Unknowable } from "./notFound";
import { PolicyStatement, Publication, Published, ReadBack, Store } from "./store";
import { TextDocument, TextDocumentArgs } from "./textDocument";

/** What a store of texts is made from. */
export interface TextStoreParts<S extends { name: string }> {
    type: TextDocumentArgs["service"];
    /** What its resources are called: `<credential>-<suffix>`. */
    suffix: string;
    settings: S;
    recordName: string;
    management: pulumi.Input<string>;
    names?: Record<string, string>;
    overwrite?: boolean;
    /** A way to the text of these settings. */
    place(settings: S, management: string): TextPlace;
}

/** Publishes one JSON document with all fields, so that no reader can tear them apart, and the record beside it. */
export class TextStore<S extends { name: string }> implements Store {
    readonly type: string;
    readonly title: string;
    readonly recordTitle: string;

    constructor(private readonly parts: TextStoreParts<S>) {
        const { type, settings, recordName, place } = parts;
        if (recordName === settings.name) {
            throw new Error(`stores.${type}.recordName: it is the name itself, ${settings.name}`);
        }
        this.type = type;
        this.title = place(settings, "").title;
        this.recordTitle = place(this.recordSettings(), "").title;
    }

    recordLocation(): string {
        return JSON.stringify([this.type, this.recordSettings()]);
    }

    checkFields(fieldNames: string[]): void {
        const { type, names } = this.parts;
        const nameOf = (field: string) => this.nameOf(field);
        checkFieldNames({ at: `stores.${type}.names`, names, nameOf, beside: ["generation", "slot"] }, fieldNames);
    }

    /** A place that cannot be written to is known before a credential is made that could not be published. */
    async beforeMint(): Promise<void> {
        const place = await this.placeOf(this.parts.settings);
        const found = await place.read();
        const why = whyForeign(this.title, found, this.parts.overwrite === true);
        if (why !== undefined) throw new Error(`${why}. Nothing was made`);
        const blocked = found === undefined ? await place.blockedBy?.() : undefined;
        if (blocked !== undefined) throw new Error(`${this.title} ${blocked}. Nothing was made`);
    }

    publish({ scope, fields, generation, slot, opts, gate }: Publication): pulumi.Resource[] {
        const { suffix, settings, overwrite = false } = this.parts;
        const text = fields.apply((found) => {
            const named = Object.entries(found).map(([field, value]) => [this.nameOf(field), value]);
            return JSON.stringify({ ...Object.fromEntries(named), generation, slot });
        });
        return [this.document(`${scope.name}-${suffix}`, settings, text, overwrite, { ...opts, hooks: gate() })];
    }

    async readBack({ fieldNames }: Published): Promise<ReadBack[]> {
        const found = await (await this.placeOf(this.parts.settings)).read();
        if (found === undefined) throw new NotFound(`there is nothing at ${this.title}`);
        return [{ at: this.title, fields: fieldsIn(found.text, fieldNames, (field) => this.nameOf(field)) }];
    }

    /** What stands there was read as a record before, so it may be written over. */
    record(scope: Scope, value: pulumi.Output<string>, opts: pulumi.CustomResourceOptions): pulumi.Resource {
        const own = { ...opts, parent: scope.parent };
        return this.document(`${scope.name}-${this.parts.suffix}-record`, this.recordSettings(), value, true, own);
    }

    async readRecord(): Promise<string | undefined> {
        return (await (await this.placeOf(this.recordSettings())).read())?.text;
    }

    permissions(): PolicyStatement[] {
        return [];
    }

    private document(
        resource: string,
        settings: S,
        text: pulumi.Output<string>,
        overwrite: boolean,
        opts: pulumi.CustomResourceOptions,
    ): TextDocument {
        const { type: service, management } = this.parts;
        return new TextDocument(resource, { service, settings, management, text, overwrite }, opts);
    }

    private recordSettings(): S {
        return { ...this.parts.settings, name: this.parts.recordName };
    }

    private nameOf(field: string): string {
        return this.parts.names?.[field] ?? field;
    }

    /** @throws Unknowable in a preview in which whoever writes is still to be made */
    private async placeOf(settings: S): Promise<TextPlace> {
        const management = await knownValue(this.parts.management);
        if (management !== undefined) return this.parts.place(settings, management);
        throw new Unknowable(`${this.title} cannot be known in this preview: as whom it is read is not known yet`);
    }
}
