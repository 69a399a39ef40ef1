import type * as pulumi from "@pulumi/pulumi";
import { VaultRule } from "../../clients/vault/rules";
import { AgentText } from "./args";
import { exactlyOne, requireText, reject } from "../validate";

/** Of a text, with what was unknown before. */
export type KnownText = pulumi.Unwrap<AgentText>;

/** The template of a text. @throws Error when it has not exactly one source, or a path or field is none */
export function templateOf(field: string, given: KnownText): string {
    const { secret, contents } = source(field, given);
    if (!secret) return requireText(`${field}.contents`, contents);
    const { kvVersion = 2 } = secret;
    const data = kvVersion === 2 ? ".Data.data" : ".Data";
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(secret.field))
        reject(`${field}.secret.field`, secret.field, `letters, digits and "_"; for another name, write contents`);
    return `{{ with secret ${JSON.stringify(apiPath(field, secret))} }}{{ ${data}.${secret.field} }}{{ end }}`;
}

/** What the agent must be allowed to read for it; of a template of one's own that is not known. */
export function ruleOf(field: string, { secret }: KnownText): VaultRule[] {
    return secret ? [{ path: apiPath(field, secret), capabilities: ["read"] }] : [];
}

function source(field: string, { secret, contents }: KnownText): KnownText {
    exactlyOne(field, { secret, contents }, ["secret", "contents"]);
    return { secret, contents };
}

/** Where Vault's API has a secret; in version 2 of the engine the data are below `data/`. */
function apiPath(field: string, { path, kvVersion = 2, mount }: NonNullable<KnownText["secret"]>): string {
    if (!/^[^/\s]+(\/[^/\s]+)+$/.test(path))
        reject(`${field}.secret.path`, path, `an engine and a name below it, like "secret/myapp/db"`);
    const engine = (mount ?? path.split("/")[0]).replace(/\/+$/, "");
    if (!path.startsWith(`${engine}/`)) reject(`${field}.secret.mount`, mount, `a beginning of ${path}`);
    return kvVersion === 1 ? path : `${engine}/data/${path.slice(engine.length + 1)}`;
}
