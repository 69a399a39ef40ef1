import { Command } from "commander";
import { version } from "./version";
import { ackCommand } from "./commands/ack";
import { alertCommand } from "./commands/alert";
import { auditCommand } from "./commands/audit";
import { backCommand } from "./commands/back";
import { calendarCommand } from "./commands/calendar";
import { initCommand } from "./commands/init";
import { previewCommand } from "./commands/preview";
import { reportCommand } from "./commands/report";
import { rotateCommand } from "./commands/rotate";
import { statusCommand } from "./commands/status";
import { upCommand } from "./commands/up";

/** Every command; one file each in commands/. */
const COMMANDS = [
    upCommand,
    previewCommand,
    statusCommand,
    calendarCommand,
    rotateCommand,
    backCommand,
    ackCommand,
    auditCommand,
    reportCommand,
    initCommand,
    alertCommand,
];

const MORE = `
Exit codes of all commands: 0 done; 1 failed; 2 due or overdue; 3 drift; 4 the stack was locked;
130 stopped by ^C; 143 by SIGTERM; 129 by the end of its terminal.
The backend is the one of the pulumi CLI: pulumi login, or PULUMI_BACKEND_URL (file://, s3://, Pulumi Cloud).
docs/command-line.md has every command with the shape of its JSON.`;

/** The command line with all its commands, in the order of the help. */
export function program(): Command {
    const command = new Command("credential-rotation")
        .description("Runs, previews, reports and emergencies of a stack whose credentials rotate.")
        .version(version())
        .addHelpText("after", MORE)
        .showHelpAfterError(
            "credential-rotation help lists the commands, credential-rotation help COMMAND its options",
        );
    for (const add of COMMANDS) add(command);
    return command;
}
