import type { Command } from "commander";
import { type DueEvent, dueEvents } from "../calendar/events";
import { calendarIcs } from "../calendar/ics";
import { spansOf } from "../calendar/spans";
import { picture, type Timeline } from "../calendar/timelineSvg";
import { listedEntries } from "../config/entries";
import { writeOut } from "../output/file";
import { answer, table } from "../output/output";
import { htmlTable, page, wide } from "../report/page";
import { credentialsOf } from "../state/credentials";
import { wholeNumber } from "./arguments";
import { type Common, type Context, contextOf, stateOf, withCommon } from "./context";

/** `credential-rotation calendar` */
export function calendarCommand(parent: Command): Command {
    return withCommon(parent.command("calendar"))
        .description("what falls due when: rotations, and what becomes of the previous credentials")
        .option("--days <n>", "how far to look", wholeNumber("--days", 1, 3660), 90)
        .option("--html <file>", "write a page with a picture too")
        .option("--ics <file>", "write it for people's calendars too (iCalendar)")
        .addHelpText("after", EXAMPLES)
        .action(async (options: Common & { days: number; html?: string; ics?: string }) => {
            const context = await contextOf(options);
            const { stack, output, now } = context;
            const timeline = await timelineOf(context, options.days);
            const { events, until } = timeline;
            if (options.html !== undefined) {
                writeOut("--html", options.html, calendarPage(stack.name, timeline));
                output.say(`written: ${options.html}`);
            }
            if (options.ics !== undefined) {
                writeOut("--ics", options.ics, calendarIcs(stack.name, events, now));
                output.say(`written: ${options.ics}`);
            }
            answer(
                output,
                { stack: stack.name, from: now.toISOString(), until: until.toISOString(), events },
                calendarText,
            );
        });
}

/** What falls due within so many days, as pictures show it. */
export async function timelineOf(context: Context, days: number): Promise<Timeline> {
    const { stack, now } = context;
    const credentials = credentialsOf(await stateOf(context));
    const entries = listedEntries(await stack.getAllConfig());
    const until = new Date(now.getTime() + days * 86_400_000);
    const events = dueEvents(credentials, entries, now, until);
    return {
        names: credentials.map(({ name }) => name),
        events,
        spans: spansOf(credentials, entries, events),
        now,
        until,
    };
}

const EXAMPLES = `
Examples:
  credential-rotation calendar --days 30
  credential-rotation calendar --days 365 --html calendar.html --ics rotation.ics

Retirements are told for the previous credential that is there now, at the earliest run that can do them; a run does
one step for each credential.`;

/** The answer for people. */
export function calendarText({ events, until }: { events: DueEvent[]; until: string }): string {
    if (events.length === 0) return `nothing falls due until ${until.replace(".000Z", "Z")}`;
    const rows = events.map((event) => [event.at, event.name, event.what, remark(event)]);
    return table(["when", "credential", "what", ""], rows);
}

function seconds(moment: Date): string {
    return moment.toISOString().replace(/\.\d+Z$/, "Z");
}

function remark({ overdue, assumed }: DueEvent): string {
    return [overdue ? "overdue" : "", assumed ? "with 24 h, for no entry says it" : ""].filter(Boolean).join("; ");
}

/** The page with the picture. */
export function calendarPage(stack: string, timeline: Timeline): string {
    const { events, now, until } = timeline;
    const rows = events.map((event) => ({
        cells: [event.at, event.name, event.what, remark(event)],
        late: event.overdue,
    }));
    return page(`Credential rotation of ${stack}`, [
        `<p>From ${seconds(now)} until ${seconds(until)}.</p>`,
        wide(picture(timeline)),
        htmlTable(["when", "credential", "what", ""], rows),
    ]);
}
