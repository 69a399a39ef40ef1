import { type Alert, linkOf } from "../alerts/alert";
import { usableChannels } from "../alerts/config";
import { alertsAfterUp, type Origin } from "../alerts/alertEvents";
import { send, type Undelivered } from "../alerts/send";
import type { Outcome } from "../engine/runPasses";
import { sentence } from "../output/formatError";
import { resourcesOf } from "../engine/workspace";
import { credentialsOf } from "../state/credentials";
import { type StatusRow, statusRows } from "../state/status";
import type { Context } from "./context";

/** A rotation that fell due longer ago than this is told as overdue. */
export const OVERDUE_HOURS = 24;

/** Where the alerts of a context come from. */
export function originOf({ project, stack, now }: Context): Origin {
    return { project, stack: stack.name, at: now.toISOString(), link: linkOf(process.env) };
}

/** Tells what a run did. Whatever goes wrong with it is said, and changes nothing about the run's result. */
export async function alertAfterUp(context: Context, outcome: Outcome): Promise<void> {
    await guarded(context, async () => {
        const read = async (): Promise<StatusRow[]> =>
            statusRows(credentialsOf(await resourcesOf(context.stack)), context.now);
        const rows = await orSaid(context, "what is overdue is not told, for the state could not be read", read);
        return alertsAfterUp(outcome, rows, originOf(context), OVERDUE_HOURS * 3600);
    });
}

/** The run itself could not be made. */
export async function alertOfFailure(context: Context, error: Error): Promise<void> {
    const nothing = { ok: false, credentials: [], steps: [], passes: 0, refreshed: false };
    const outcome: Outcome = { ...nothing, errors: [sentence(error)] };
    await guarded(context, () => {
        const [failure] = alertsAfterUp(outcome, undefined, originOf(context), Infinity);
        return Promise.resolve([failure]);
    });
}

/** What is made, or undefined where it could not be, which is then said with what comes of it. */
export async function orSaid<T>(
    { output, stop }: Pick<Context, "output" | "stop">,
    what: string,
    make: () => Promise<T>,
): Promise<T | undefined> {
    try {
        return await make();
    } catch (error) {
        if (stop?.by !== undefined) throw error;
        output.say(`warning: ${what}: ${sentence(error as Error).split("\n")[0]}`);
        return undefined;
    }
}

/** What somebody is told who asked for an alert that nobody gets. */
export const NOBODY =
    "warning: nobody is told, for no channel is set; list one in rotation:alerts, or set SLACK_WEBHOOK_URL or another " +
    "variable of docs/alerts.md";

/**
 * Sends alerts over the stack's channels, and says which did not arrive.
 *
 * @param asked true where that is all that was asked for, so that it matters if there is no channel
 * @returns those that did not arrive
 */
export async function deliver(context: Context, alerts: Alert[], asked = false): Promise<Undelivered[]> {
    const { output, stack, project, stop } = context;
    const only = "only channels of the environment are told, for the stack's configuration could not be read";
    const config = await orSaid(context, only, () => stack.getAllConfig());
    const { channels, wrong } = usableChannels(config, project, process.env);
    for (const one of wrong) output.say(`warning: a channel is left out: ${one}`);
    if (asked && channels.length === 0) output.say(NOBODY);
    const failed = await send(alerts, channels, { stop: stop?.signal });
    for (const { channel, occasion, error } of failed) {
        output.say(`warning: the ${occasion} alert did not reach ${channel}: ${error}`);
    }
    return [...failed, ...notTold(alerts, config === undefined ? [only] : wrong)];
}

/** An alert that a channel was set for in vain. */
function notTold(alerts: Alert[], wrong: string[]): Undelivered[] {
    return alerts.flatMap(({ occasion }) => wrong.map((error) => ({ channel: "rotation:alerts", occasion, error })));
}

async function guarded(context: Context, make: () => Promise<Alert[]>): Promise<void> {
    try {
        await deliver(context, await make());
    } catch (error) {
        if (context.stop?.by !== undefined) throw error;
        context.output.say(`warning: no alert could be sent: ${(error as Error).message.split("\n")[0]}`);
    }
}
