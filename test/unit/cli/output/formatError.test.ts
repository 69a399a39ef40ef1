import assert from "node:assert/strict";
import { sentence } from "../../../../cli/output/formatError";

/** As the Automation API wraps what a command printed. */
const wrapped = (stderr: string): Error =>
    new Error(`code: -2\n stdout: \n stderr: ${stderr}\n err?: Error: ${stderr}\n`);

describe("a failure of the engine", () => {
    it("is told once, without the command line, and with what helps", () => {
        const command = "Command failed with exit code 1: pulumi config --stack a --non-interactive";
        assert.equal(
            sentence(wrapped(`${command}\nerror: incorrect passphrase`)),
            "incorrect passphrase\nPULUMI_CONFIG_PASSPHRASE must be the one that the stack was made with",
        );
        const login = "error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions";
        assert.match(sentence(wrapped(`${command}\n${login}`)), /^PULUMI_ACCESS_TOKEN .*\nNo backend is chosen/);
        assert.equal(sentence(wrapped(`${command}\nerror: something else`)), "something else");
        assert.equal(sentence(new Error("plain")), "plain");
    });

    it("is that there is no engine where there is none", () => {
        const none = wrapped("Command failed with ENOENT: pulumi version\nspawn pulumi ENOENT");
        assert.match(sentence(none), /^there is no pulumi command on the PATH; https:/);
    });
});
