import type * as pulumi from "@pulumi/pulumi";
import { formatDuration, toMilliseconds } from "../../schedule/duration";
import { formatRules, VaultRule } from "../../clients/vault/rules";
import { checkAddress } from "../../clients/vault/settings";
import { AgentProgram, AgentTemplate, VaultAgentConfigArgs } from "./args";
import { absolute, command, requireText, mode, reject } from "../validate";
import { hcl, HclBlock } from "./hcl";
import { loginBlock } from "./login";
import { ruleOf, templateOf } from "./templates";

/** All that the text depends on, known. */
export type AgentSettings = pulumi.Unwrap<Omit<VaultAgentConfigArgs, "credentials" | "overlap">>;

/**
 * The configuration as `vault agent -config` reads it.
 *
 * @throws Error that names field, value and what was expected
 */
export function renderAgentConfig(settings: AgentSettings): string {
    const { address, namespace, caCertFile, plainHttp, templates = [], program, exitOnFailure = false } = settings;
    checkAddress(address, plainHttp);
    if (program ? templates.length > 0 : templates.length === 0 && !settings.sinks?.length)
        reject("templates", templates.length, "files to write, or a program to run, not both (Vault's agent can't)");
    return hcl([
        { type: "vault", values: { address, namespace, ca_cert: caCertFile } },
        { type: "auto_auth", blocks: [loginBlock(settings.login), ...(settings.sinks ?? []).map(sinkBlock)] },
        {
            type: "template_config",
            values: {
                static_secret_render_interval: seconds("renderInterval", settings.renderInterval ?? "5m"),
                exit_on_retry_failure: exitOnFailure,
            },
        },
        ...templates.map(fileBlock),
        ...(program ? programBlocks(program) : []),
    ]);
}

/** What an agent does with the token that it got itself. */
const OWN_TOKEN: VaultRule[] = [
    { path: "auth/token/lookup-self", capabilities: ["read"] },
    { path: "auth/token/renew-self", capabilities: ["update"] },
];

/** The least that the agent's own token needs, for templates that name a secret; a template of one's own adds nothing. */
export function agentPolicy({ templates = [], program }: AgentSettings): string {
    const files = templates.flatMap((template, index) => ruleOf(`templates[${index}]`, template));
    const variables = Object.entries(program?.env ?? {});
    return formatRules([
        ...OWN_TOKEN,
        ...files,
        ...variables.flatMap(([name, text]) => ruleOf(`program.env.${name}`, text)),
    ]);
}

/** How long a consumer may go on with an older secret: until the agent looks, and its reload is over. */
export function settlingMs({
    renderInterval = "5m",
    templates = [],
}: Pick<AgentSettings, "renderInterval" | "templates">) {
    const reloads = templates.map(({ exec }) => (exec ? toMilliseconds(exec.timeout ?? "30s", "exec.timeout") : 0));
    return toMilliseconds(renderInterval, "renderInterval") + Math.max(0, ...reloads);
}

/** @throws Error where a credential is disabled before its consumers surely have the next one */
export function checkOverlap(of: string, overlapMs: number, settings: AgentSettings): void {
    const settling = settlingMs(settings);
    if (overlapMs > settling) return;
    const interval = JSON.stringify(settings.renderInterval ?? "5m");
    throw new Error(
        `renderInterval: ${interval}, with the longest reload ${formatDuration(settling)}, is not shorter than the overlap of ` +
            `${of}, ${formatDuration(overlapMs)}: consumers would still read the older secret when it is disabled. Shorten ` +
            `renderInterval, or lengthen rotation.overlap`,
    );
}

function sinkBlock({ path, mode: given = "0600" }: { path: string; mode?: string }, index: number): HclBlock {
    const values = {
        path: absolute(`sinks[${index}].path`, path),
        mode: { octal: mode(`sinks[${index}].mode`, given) },
    };
    return { type: "sink", label: "file", blocks: [{ type: "config", values }] };
}

function fileBlock(template: pulumi.Unwrap<AgentTemplate>, index: number): HclBlock {
    const field = `templates[${index}]`;
    const { destination, perms = "0600", createFolders = true, exec } = template;
    const reload = exec && {
        type: "exec",
        values: {
            command: command(`${field}.exec.command`, exec.command),
            timeout: seconds(`${field}.exec.timeout`, exec.timeout ?? "30s"),
        },
    };
    return {
        type: "template",
        values: {
            contents: templateOf(field, template),
            destination: absolute(`${field}.destination`, destination),
            perms: mode(`${field}.perms`, perms),
            create_dest_dirs: createFolders,
            error_on_missing_key: true,
        },
        blocks: reload ? [reload] : [],
    };
}

function programBlocks({ command: given, env, restart = true, stopSignal = "SIGTERM" }: pulumi.Unwrap<AgentProgram>) {
    const variables = Object.entries(env).map(([name, text]): HclBlock => {
        if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
            reject("program.env", name, `names of letters, digits and "_", as a shell takes them`);
        const contents = templateOf(`program.env.${name}`, text);
        return { type: "env_template", label: name, values: { contents, error_on_missing_key: true } };
    });
    if (variables.length === 0) reject("program.env", env, "at least one variable");
    const values = {
        command: command("program.command", given),
        restart_on_secret_changes: restart ? "always" : "never",
        restart_stop_signal: requireText("program.stopSignal", stopSignal),
    };
    return [...variables, { type: "exec", values }];
}

/** Vault reads durations of Go: no days, no ISO 8601. */
function seconds(field: string, duration: string): string {
    const ms = toMilliseconds(duration, field);
    return ms >= 1000 ? `${Math.round(ms / 1000)}s` : reject(field, duration, "at least a second");
}
