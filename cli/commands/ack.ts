import type { Command } from "commander";
import { StackFile } from "../config/stackFile";
import { checkConsumer, consumersInState, consumersListed } from "../config/consumers";
import { listedEntries } from "../config/entries";
import { plainName, resourcesOf } from "../engine/workspace";
import { UserError } from "../exitCodes";
import { answer } from "../output/output";
import { wholeNumber } from "./arguments";
import { type Common, contextOf, withRun } from "./context";
import { credentialsOf } from "../state/credentials";
import { named } from "./intervene";
import { up } from "./up";

const KEY = "rotation:acknowledged";

/** `credential-rotation ack NAME CONSUMER` */
export function ackCommand(parent: Command): Command {
    return withRun(parent.command("ack <name> <consumer>"))
        .description("confirm that a consumer runs on the published generation, where only a person can tell")
        .option(
            "--generation <n>",
            "the generation that it runs on (default: the published one)",
            wholeNumber("--generation", 1, 1e9),
        )
        .option("--up", "run up afterwards", false)
        .addHelpText("after", EXAMPLES)
        .action(async (name: string, consumer: string, options: Common & { generation?: number; up: boolean }) => {
            const context = await contextOf(options);
            const { stack, output } = context;
            const resources = await resourcesOf(stack);
            const credential = named(credentialsOf(resources), name, stack.name);
            checkConsumer(consumer, name, [
                ...consumersInState(resources, credential),
                ...consumersListed(listedEntries(await stack.getAllConfig()), name),
            ]);
            const published = credential.generation;
            const generation = options.generation ?? published;
            if (generation > published) {
                throw new UserError(`--generation: expected a whole number from 1 to ${published}, the published one`);
            }
            const file = StackFile.open(stack.workspace.workDir, plainName(stack.name));
            file.acknowledge(`${name}/${consumer}`, generation);
            file.write();
            output.say(`${file.file}: ${KEY}: ${name}/${consumer}: ${generation}. Commit the file`);
            if (options.up) process.exitCode = await up(context, { refresh: false });
            else
                answer(
                    output,
                    { name, consumer, generation },
                    () => `${consumer} runs on generation ${generation} of ${name}`,
                );
        });
}

const EXAMPLES = `
Examples:
  credential-rotation ack myapp partner-acme
  credential-rotation ack myapp partner-acme --up

It writes rotation:acknowledged into Pulumi.<stack>.yaml. The next run then goes on: it disables the previous credential
when its overlap is over. A later generation has to be acknowledged anew.`;
