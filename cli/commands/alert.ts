import type { Command } from "commander";
import { linkOf } from "../alerts/alert";
import { usableChannels } from "../alerts/config";
import { alertFromExitCode, changeAlert, foundAlert, overdueAlert } from "../alerts/alertEvents";
import { send, type Undelivered } from "../alerts/send";
import type { Alert } from "../alerts/alert";
import { ExitCode, UserError } from "../exitCodes";
import { sentence } from "../output/formatError";
import { answer, type Output, terminal } from "../output/output";
import { wholeNumber } from "./arguments";
import type { Stop } from "../stopping/stop";
import { commandStop, stoppable } from "../stopping/watch";
import { deliver, NOBODY, orSaid, originOf, OVERDUE_HOURS } from "./sendAlerts";
import { type Common, type Context, contextOf, withCommon } from "./context";
import { rowsOf } from "./status";

interface AlertOptions extends Common {
    fromExitCode?: number;
    overdue?: boolean;
    overdueHours: number;
}

/** `credential-rotation alert` */
export function alertCommand(parent: Command): Command {
    return withCommon(parent.command("alert"))
        .description("send alerts from a pipeline that runs plain pulumi up, or from a watchdog")
        .option("--from-exit-code <n>", "how pulumi up ended", wholeNumber("--from-exit-code", 0, 255))
        .option(
            "--overdue",
            "tell what is overdue (nobody ran up, or it keeps failing), and what the last run found wrong",
        )
        .option(
            "--overdue-hours <n>",
            "how late counts as overdue",
            wholeNumber("--overdue-hours", 0, 87_600),
            OVERDUE_HOURS,
        )
        .addHelpText("after", EXAMPLES)
        .action(async (options: AlertOptions) => {
            if (options.fromExitCode === undefined && !options.overdue) {
                throw new UserError("alert: expected --from-exit-code <n>, --overdue, or both");
            }
            const code = options.fromExitCode ?? 0;
            const sent = await stoppable(commandStop(), terminal(false).say, (stop) => sendAlerts(options, stop));
            // The pipeline's own failure comes first; an alert that failed never hides it.
            process.exitCode = code !== 0 ? code : sent ? ExitCode.Done : ExitCode.Failed;
        });
}

const EXAMPLES = `
Examples:
  pulumi up --yes --stack prod; credential-rotation alert --stack prod --from-exit-code $?
  credential-rotation alert --stack prod --overdue      # from another scheduler than the one that runs up

Channels: rotation:alerts of the stack, and the environment (SLACK_WEBHOOK_URL, PAGERDUTY_ROUTING_KEY,
ROTATION_SNS_TOPIC_ARN, ROTATION_WEBHOOK_URL with ROTATION_WEBHOOK_SECRET). docs/alerts.md

Exit codes: with --from-exit-code that code, whether the alert arrived or not; 1 where it is 0 and an alert failed.`;

async function sendAlerts(options: AlertOptions, stop: Stop): Promise<boolean> {
    stop.done = "no alert was sent";
    let context: Context;
    try {
        context = await contextOf(options);
    } catch (error) {
        stop.check();
        if (options.fromExitCode === undefined) throw error;
        return withoutStack(options, error as Error, stop);
    }
    try {
        const { alerts, complete } = await alertsOf(context, options);
        const undelivered = await deliver(context, alerts, true);
        stop.done = `${undelivered.length} alerts were not delivered, as is said above`;
        stop.check();
        return told(context.output, context.stack.name, alerts, undelivered) && complete;
    } catch (error) {
        stop.check();
        context.output.say(`error: no alert was sent: ${(error as Error).message}`);
        return false;
    }
}

/** What there is to tell; not complete where something could not be found out, which never holds up the rest. */
async function alertsOf(
    context: Context,
    { fromExitCode, overdue, overdueHours }: AlertOptions,
): Promise<{ alerts: Alert[]; complete: boolean }> {
    const origin = originOf(context);
    const alerts: Alert[] = [];
    if (fromExitCode !== undefined) alerts.push(alertFromExitCode(fromExitCode, origin));
    if (fromExitCode === 0) {
        const unread = "what moved is not told, for the stack's history could not be read";
        const [last] = (await orSaid(context, unread, () => context.stack.history(1, undefined, false))) ?? [];
        const changed = Object.entries(last?.resourceChanges ?? {}).filter(([op, count]) => op !== "same" && count > 0);
        const what = changed.map(([op, count]) => `${count} ${op}`).join(", ");
        if (what !== "") alerts.push(changeAlert(`credentials of ${origin.stack} moved: ${what}`, origin));
    }
    if (!overdue) return { alerts, complete: true };
    const rows = await orSaid(context, "what is overdue is not told, for the state could not be read", () =>
        rowsOf(context),
    );
    if (rows !== undefined) alerts.push(overdueAlert(rows, origin, overdueHours * 3600), foundAlert(rows, origin));
    return { alerts, complete: rows !== undefined };
}

/** What was there to tell: of it each channel takes what it is set to. @returns true if nothing got lost */
function told(output: Output, stack: string, alerts: Alert[], undelivered: Undelivered[]): boolean {
    const shown = alerts.map(({ occasion, state, credentials, summary }) => ({
        occasion,
        state,
        credentials,
        summary,
    }));
    answer(output, { stack, alerts: shown, undelivered }, () =>
        shown.map(({ occasion, state, summary }) => `${occasion} (${state}): ${summary}`).join("\n"),
    );
    return undelivered.length === 0;
}

/** The backend may be what failed; then what the environment names is told all the same. */
async function withoutStack(
    { fromExitCode = 1, stack = "?", project = "?", json }: AlertOptions,
    why: Error,
    stop: Stop,
): Promise<boolean> {
    const output = terminal(json === true);
    output.say(
        `the stack cannot be opened (${sentence(why).split("\n")[0]}); only channels of the environment are told`,
    );
    const origin = { project, stack, at: new Date().toISOString(), link: linkOf(process.env) };
    const alerts = [alertFromExitCode(fromExitCode, origin)];
    const { channels, wrong } = usableChannels(undefined, project, process.env);
    for (const one of wrong) output.say(`warning: a channel is left out: ${one}`);
    if (channels.length === 0) output.say(NOBODY);
    const failed = await send(alerts, channels, { stop: stop.signal });
    for (const { channel, error } of failed) output.say(`warning: the alert did not reach ${channel}: ${error}`);
    stop.done = `${failed.length} alerts were not delivered, as is said above`;
    stop.check();
    return told(output, stack, alerts, failed) && wrong.length === 0;
}
