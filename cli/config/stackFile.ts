import { existsSync, mkdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { type Document, isMap, isSeq, type Node, parse, parseDocument, type YAMLMap } from "yaml";
import { UserError } from "../exitCodes";
import { replaceFile } from "../output/file";

/** What an operator can ask for, as fields of an entry; undefined takes one away. */
export type Wish = Partial<Record<"rotate" | "revoke" | "use" | "heal", string | boolean | undefined>>;

/** The stack's configuration file, edited so that comments, order and everything else stay as they are. */
export class StackFile {
    private constructor(
        readonly file: string,
        private readonly document: Document,
    ) {}

    /** Opens the stack's file where Pulumi looks for it; one that is not there yet begins empty. @throws UserError when it is not YAML */
    static open(cwd: string, stack: string): StackFile {
        const file = stackFileOf(path.resolve(cwd), stack);
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
        this.mapAt(["config"]).set(key, this.document.createNode(value));
    }

    /** True where an entry has this name. */
    has(name: string): boolean {
        return this.entry(name) !== undefined;
    }

    /** Adds an entry to the list of credentials. @throws UserError when the name is taken, or there is no list to add to */
    add(entry: { name: string }): void {
        if (this.entry(entry.name)) {
            throw new UserError(
                `rotation:credentials has an entry ${JSON.stringify(entry.name)} already in ${this.file}`,
            );
        }
        const list: unknown = this.document.getIn(["config", "rotation:credentials"]);
        // An empty list on one line would take the whole entry into that line.
        if (isSeq(list) && list.items.length > 0) list.add(this.document.createNode(entry));
        else if (isSeq(list) || list === undefined || list === null) this.set("rotation:credentials", [entry]);
        else {
            const expected = "expected a list, one entry below the other, as docs/configuration.md shows it";
            throw new UserError(
                `${this.file}: rotation:credentials is ${sortOf(list)}; ${expected}. Nothing was written`,
            );
        }
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
            else if (value !== undefined) this.mapAt(at).set(field, value);
            else if (this.document.hasIn([...at, field])) this.document.deleteIn([...at, field]);
        }
        if (!entry) this.prune(name);
    }

    /** Writes down which generation a consumer was said to run on. */
    acknowledge(consumer: string, generation: number): void {
        this.mapAt(["config", "rotation:acknowledged"]).set(consumer, generation);
    }

    /** A field of the entry, or of the intervention, of that name. */
    wished(name: string, field: keyof Wish): unknown {
        return this.entry(name)?.get(field) ?? this.document.getIn(["config", "rotation:interventions", name, field]);
    }

    /** The file as it would be written. */
    text(): string {
        return this.document.toString({ lineWidth: 0 });
    }

    /** Writes it in one go: a run that reads it meanwhile sees the old or the new one, and who else may read it stays. */
    write(): void {
        mkdirSync(path.dirname(this.file), { recursive: true });
        replaceFile(this.file, this.text());
    }

    /** The map there; one of which only the key stands there yet is made. @throws UserError where something else stands */
    private mapAt(path: string[]): YAMLMap {
        for (let depth = 1; depth <= path.length; depth++) {
            const at = path.slice(0, depth);
            const found: unknown = this.document.getIn(at);
            if (isMap(found)) {
                if (found.items.length === 0) found.flow = false;
                continue;
            }
            if (found !== undefined && found !== null) {
                throw new UserError(`${this.file}: ${at.join(".")} is ${sortOf(found)}; expected fields below it`);
            }
            const made = this.document.createNode({});
            // What is commented out there stays.
            const { comment, commentBefore } = (this.document.getIn(at, true) ?? {}) as Partial<Node>;
            made.commentBefore = [commentBefore, comment].filter(Boolean).join("\n") || undefined;
            this.document.setIn(at, made);
        }
        return this.document.getIn(path) as YAMLMap;
    }

    private entry(name: string): YAMLMap | undefined {
        const list: unknown = this.document.getIn(["config", "rotation:credentials"]);
        if (!isSeq(list)) return undefined;
        return list.items.find((item): item is YAMLMap => isMap(item) && item.get("name") === name);
    }

    private names(): string[] {
        const list = this.get("rotation:credentials");
        return Array.isArray(list) ? list.map((one: { name?: unknown } | null) => String(one?.name)) : [];
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

/** Beside `Pulumi.yaml` and with its ending, or in the directory that it names. @throws UserError for JSON */
function stackFileOf(workDir: string, stack: string): string {
    const project = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"].find((name) => existsSync(path.join(workDir, name)));
    const ending = path.extname(project ?? "Pulumi.yaml");
    if (ending === ".json")
        throw new UserError(`${project}: only stacks in YAML can be edited; edit Pulumi.${stack}.json`);
    const settings =
        project && (parse(readFileSync(path.join(workDir, project), "utf8")) as { stackConfigDir?: unknown });
    const folder = settings ? settings.stackConfigDir : undefined;
    return path.join(workDir, typeof folder === "string" ? folder : "", `Pulumi.${stack}${ending}`);
}

function read(text: string, file: string): Document {
    const document: Document = parseDocument(text);
    const [error] = document.errors;
    if (error) throw new UserError(`${file} is not YAML: ${error.message.split("\n")[0]}`);
    if (document.contents === null) document.contents = document.createNode({ config: {} });
    if (isMap(document.contents)) return document;
    throw new UserError(`${file} is ${sortOf(document.contents)}; expected fields like config:`);
}

function sortOf(node: unknown): string {
    if (isSeq(node)) return "a list";
    if (isMap(node)) return node.has("secure") ? "encrypted as a whole" : "no list";
    return "a text";
}
