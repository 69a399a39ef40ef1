import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { Document, isMap, isSeq, parseDocument, type YAMLMap } from "yaml";
import { UserError } from "../exitCodes";

/** What an operator can ask for, as fields of an entry; undefined takes one away. */
export type Wish = Partial<Record<"rotate" | "revoke" | "use" | "heal", string | boolean | undefined>>;

/** The stack's configuration file, edited so that comments, order and everything else stay as they are. */
export class StackFile {
    private constructor(
        readonly file: string,
        private readonly document: Document,
    ) {}

    /** Opens `Pulumi.<stack>.yaml`; one that is not there yet begins empty. @throws UserError when it is not YAML */
    static open(cwd: string, stack: string): StackFile {
        const file = path.join(path.resolve(cwd), `Pulumi.${stack}.yaml`);
        return new StackFile(file, read(existsSync(file) ? readFileSync(file, "utf8") : "", file));
    }

    /** The same over a text. */
    static of(text: string, file = "Pulumi.dev.yaml"): StackFile {
        return new StackFile(file, read(text, file));
    }

    /** A value of `config`, as plain JavaScript. */
    get(key: string): unknown {
        const found: unknown = this.document.getIn(["config", key], true);
        return (found as { toJSON?(): unknown } | undefined)?.toJSON?.();
    }

    /** Sets a value of `config`. */
    set(key: string, value: unknown): void {
        this.document.setIn(["config", key], this.document.createNode(value));
    }

    /** True where an entry has this name. */
    has(name: string): boolean {
        return this.entry(name) !== undefined;
    }

    /** Adds an entry to the list of credentials. @throws UserError when the name is taken */
    add(entry: { name: string }): void {
        if (this.entry(entry.name)) {
            throw new UserError(
                `rotation:credentials has an entry ${JSON.stringify(entry.name)} already in ${this.file}`,
            );
        }
        const list: unknown = this.document.getIn(["config", "rotation:credentials"]);
        if (isSeq(list)) list.add(this.document.createNode(entry));
        else this.set("rotation:credentials", [entry]);
    }

    /**
     * Sets what an operator wishes: in the entry of that name, or, where the program does not take its credentials from
     * the configuration, under `rotation:interventions`.
     *
     * @throws UserError when credentials are listed and none has this name
     */
    wish(name: string, wish: Wish): void {
        const listed = isSeq(this.document.getIn(["config", "rotation:credentials"]));
        const entry = this.entry(name);
        if (listed && !entry) {
            throw new UserError(
                `${this.file} lists no credential ${JSON.stringify(name)}; it has ${this.names().join(", ")}`,
            );
        }
        for (const [field, value] of Object.entries(wish)) {
            const at = ["config", "rotation:interventions", name];
            if (entry && value === undefined) entry.delete(field);
            else if (entry) entry.set(field, value);
            else if (value !== undefined) this.document.setIn([...at, field], value);
            else if (this.document.hasIn([...at, field])) this.document.deleteIn([...at, field]);
        }
        if (!entry) this.prune(name);
    }

    /** Writes down which generation a consumer was said to run on. */
    acknowledge(consumer: string, generation: number): void {
        this.document.setIn(["config", "rotation:acknowledged", consumer], generation);
    }

    /** A field of the entry, or of the intervention, of that name. */
    wished(name: string, field: keyof Wish): unknown {
        return this.entry(name)?.get(field) ?? this.document.getIn(["config", "rotation:interventions", name, field]);
    }

    /** The file as it would be written. */
    text(): string {
        return this.document.toString({ lineWidth: 0 });
    }

    /** Writes it in one go: a run that reads it meanwhile sees the old or the new one. */
    write(): void {
        const beside = `${this.file}.new`;
        writeFileSync(beside, this.text());
        renameSync(beside, this.file);
    }

    private entry(name: string): YAMLMap | undefined {
        const list: unknown = this.document.getIn(["config", "rotation:credentials"]);
        if (!isSeq(list)) return undefined;
        return list.items.find((item): item is YAMLMap => isMap(item) && item.get("name") === name);
    }

    private names(): string[] {
        const list = this.get("rotation:credentials");
        return Array.isArray(list) ? list.map((one: { name?: unknown }) => String(one.name)) : [];
    }

    /** What holds nothing any more goes. */
    private prune(name: string): void {
        for (const at of [
            ["config", "rotation:interventions", name],
            ["config", "rotation:interventions"],
        ]) {
            const found: unknown = this.document.getIn(at);
            if (isMap(found) && found.items.length === 0) this.document.deleteIn(at);
        }
    }
}

function read(text: string, file: string): Document {
    const document = parseDocument(text);
    const [error] = document.errors;
    if (error) throw new UserError(`${file} is not YAML: ${error.message.split("\n")[0]}`);
    if (document.contents === null) return new Document({ config: {} });
    return document;
}
