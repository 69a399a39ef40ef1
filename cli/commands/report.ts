import { type Command, Option } from "commander";
import { picture } from "../calendar/timelineSvg";
import { writeOut } from "../output/file";
import { formats } from "../report/formats";
import { type Common, contextOf, withRun } from "./context";
import { timelineOf } from "./calendar";
import { rowsOf } from "./status";

/** So far the picture of a report looks. */
const DAYS = 90;

interface ReportOptions extends Common {
    format: string;
    out?: string;
    live?: boolean;
}

/** `credential-rotation report` */
export function reportCommand(parent: Command): Command {
    return withRun(parent.command("report"))
        .description("where every credential stands, for people, auditors and monitoring")
        .addOption(new Option("--format <format>", "how").choices(Object.keys(formats)).default("md"))
        .option("-o, --out <file>", "write it there instead of on standard output")
        .option("--live", "ask store and vendor too (a preview)")
        .addHelpText("after", EXAMPLES)
        .action(async (options: ReportOptions) => {
            const context = await contextOf(options);
            const { stack, project, now, output } = context;
            const credentials = await rowsOf(context, options.live === true);
            const format = options.json ? "json" : options.format;
            const shown = format === "html" ? picture(await timelineOf(context, DAYS)) : undefined;
            const text = formats[format]({ project, stack: stack.name, at: now.toISOString(), credentials }, shown);
            if (options.out === undefined) return output.out(text);
            writeOut("--out", options.out, `${text}\n`);
            output.say(`written: ${options.out}`);
        });
}

const EXAMPLES = `
Examples:
  credential-rotation report --format md >> "$GITHUB_STEP_SUMMARY"
  credential-rotation report --format prometheus --out /var/lib/node_exporter/rotation.prom
  credential-rotation report --format html --out report.html`;
