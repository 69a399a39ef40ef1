import assert from "node:assert/strict";
import { program } from "../../../cli/program";

/** What a command line that is wrong is told, without ending this process. */
async function refused(...args: string[]): Promise<string> {
    let said = "";
    const command = program();
    for (const one of [command, ...command.commands]) {
        one.exitOverride().configureOutput({ writeErr: (text) => (said += text) });
    }
    try {
        await command.parseAsync(["node", "credential-rotation", ...args]);
    } catch (error) {
        const { exitCode, message } = error as { exitCode: number; message: string };
        assert.equal(exitCode, 1);
        return said || message;
    }
    throw new Error(`${args.join(" ")} was taken`);
}

describe("a command line that is wrong", () => {
    const wrong: [string[], RegExp][] = [
        [
            ["statu"],
            /unknown command 'statu'\n\(Did you mean status\?\)[^]*credential-rotation help lists the commands/,
        ],
        [["status", "--wrong"], /unknown option '--wrong'[^]*credential-rotation help COMMAND its options/],
        [["rotate"], /missing required argument 'name'[^]*credential-rotation help/],
        [["up", "--lock-timeout", "abc"], /--lock-timeout: expected a whole number from 0 to 1440/],
        [["ack", "app", "batch", "--generation", "two"], /--generation: expected a whole number from 1/],
        [["report", "--format", "pdf"], /'pdf' is invalid. Allowed choices are md, json, html, prometheus/],
        [["alert"], /expected --from-exit-code <n>, --overdue, or both/],
        [["status", "--cwd", "/nowhere"], /^\/nowhere has no Pulumi.yaml; go to the stack's directory or name it/],
        [["init", "--yes", "--stack", "a", "--cwd", "/nowhere"], /^\/nowhere has no Pulumi.yaml; go to/],
    ];
    for (const [args, message] of wrong)
        it(`is told what is wrong and what helps: ${args.join(" ")}`, async () =>
            assert.match(await refused(...args), message));

    it("can be looked up: every command has examples", () => {
        for (const command of program().commands) {
            let help = "";
            command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
            assert.match(help, new RegExp(`Examples:\n[^]*credential-rotation ${command.name()}`));
        }
    });
});
