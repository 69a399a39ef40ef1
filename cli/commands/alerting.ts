import { type Alert, linkOf } from "../alerts/alert";
import { channelsOf } from "../alerts/config";
import { alertsAfterUp, type Origin } from "../alerts/occasions";
import { send, type Undelivered } from "../alerts/send";
import type { Outcome } from "../engine/passes";
import { resourcesOf } from "../engine/workspace";
import { credentialsOf } from "../state/read";
import { statusRows } from "../state/status";
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
        const rows = statusRows(credentialsOf(await resourcesOf(context.stack)), context.now);
        return alertsAfterUp(outcome, rows, originOf(context), OVERDUE_HOURS * 3600);
    });
}

/** The run itself could not be made. */
export async function alertOfFailure(context: Context, error: Error): Promise<void> {
    const outcome: Outcome = {
        ok: false,
        credentials: [],
        steps: [],
        errors: [error.message],
        passes: 0,
        refreshed: false,
    };
    await guarded(context, () => {
        const [failure] = alertsAfterUp(outcome, [], originOf(context), Infinity);
        return Promise.resolve([failure]);
    });
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
    const config = await context.stack.getAllConfig();
    const channels = channelsOf(config, context.project, process.env);
    if (asked && channels.length === 0) context.output.say(NOBODY);
    const failed = await send(alerts, channels);
    for (const { channel, occasion, error } of failed) {
        context.output.say(`warning: the ${occasion} alert did not reach ${channel}: ${error}`);
    }
    return failed;
}

async function guarded(context: Context, make: () => Promise<Alert[]>): Promise<void> {
    try {
        await deliver(context, await make());
    } catch (error) {
        context.output.say(`warning: no alert could be sent: ${(error as Error).message.split("\n")[0]}`);
    }
}
