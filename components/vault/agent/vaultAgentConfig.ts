import * as pulumi from "@pulumi/pulumi";
import { toMilliseconds } from "../../schedule/duration";
import { VaultAgentConfigArgs } from "./args";
import { agentPolicy, AgentSettings, checkOverlap, renderAgentConfig } from "./render";

/**
 * Configuration of a `vault agent` that keeps files, or a program's environment, in step with what was published to
 * Vault. It makes nothing at Vault: put `text` where the agent reads its configuration, and give its role `policy`.
 *
 * The agent asks Vault for static secrets once per `renderInterval`, so a consumer goes on with the older secret for that
 * long after a rotation. The overlap of each of `credentials` must be longer.
 *
 * @throws Error when an argument cannot be read, or an overlap is too short, naming field, value and what was expected
 */
export class VaultAgentConfig extends pulumi.ComponentResource {
    /** The configuration, in HashiCorp's language. */
    readonly text: pulumi.Output<string>;
    /** The least that the agent's own token needs. Templates of your own (`contents`) add nothing to it. */
    readonly policy: pulumi.Output<string>;

    constructor(name: string, args: VaultAgentConfigArgs, opts?: pulumi.ComponentResourceOptions) {
        super("rotation:index:VaultAgentConfig", name, {}, opts);
        const { credentials = [], overlap, ...given } = args;
        const render = (settings: AgentSettings) =>
            named(name, () => ({ text: renderAgentConfig(settings), policy: agentPolicy(settings) }));
        if (isKnown(given)) render(given);
        named(name, () => {
            const overlaps = credentials.map((credential) => credential.overlap);
            if (overlap !== undefined) overlaps.push({ of: "overlap", ms: toMilliseconds(overlap, "overlap") });
            for (const { of, ms } of overlaps) checkOverlap(of, ms, given as AgentSettings);
        });
        const rendered = (pulumi.output(given) as pulumi.Output<AgentSettings>).apply(render);
        this.text = rendered.text;
        this.policy = rendered.policy;
        this.registerOutputs({ text: this.text, policy: this.policy });
    }
}

/** True where nothing in it comes of a resource: then a mistake is found at construction, with the line that made it. */
function isKnown(value: object): value is AgentSettings {
    if (pulumi.Output.isInstance(value) || value instanceof Promise) return false;
    return Object.values(value).every((one) => typeof one !== "object" || one === null || isKnown(one as object));
}

/** An error that begins with whose argument it is. */
function named<T>(name: string, run: () => T): T {
    try {
        return run();
    } catch (error) {
        throw new Error(`${name}: ${(error as Error).message}`);
    }
}
