import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import type { Aws } from "../../test/support/aws";

const run = promisify(execFile);

/** Runs a command to its end. @throws Error with the end of what it wrote, where it fails */
export async function must(command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
    try {
        return (await run(command, args, { cwd, env, maxBuffer: 2 ** 26 })).stdout;
    } catch (error) {
        const { code, stdout = "", stderr = "" } = error as { code: unknown; stdout?: string; stderr?: string };
        const wrote = `${stdout}${stderr}`.slice(-3000);
        throw new Error(`${path.basename(command)} ${args.slice(0, 3).join(" ")} ended with ${String(code)}\n${wrote}`);
    }
}

/** The moments of a life: first issue, rotation, disabling, deletion. */
const MOMENTS = ["2030-01-02", "2030-02-01", "2030-02-03", "2030-02-05"].map((day) => `${day}T00:00:00Z`);

/**
 * Preview, first issue, nothing to do, rotation, disabling, deletion, nothing to do, destroyed.
 *
 * @param project where the program is
 * @param env what `pulumi` gets, with a backend of its own
 * @throws Error with the step that failed
 */
export async function live(project: string, aws: Aws, env: NodeJS.ProcessEnv): Promise<void> {
    const pulumi = (...args: string[]): Promise<string> =>
        must("pulumi", [...args, "--stack", "matrix", "--non-interactive", "--color", "never"], project, env);
    const at = (now: string): void => {
        aws.setNow(new Date(now));
        const endpoints = [
            Object.fromEntries(["iam", "ssm", "sts", "secretsmanager"].map((one) => [one, aws.endpoint])),
        ];
        const { accessKeyId: accessKey, secretAccessKey: secretKey } = aws.admin;
        const skip = { skipCredentialsValidation: true, skipMetadataApiCheck: true, skipRequestingAccountId: true };
        const settings = Object.entries({ region: aws.region, accessKey, secretKey, endpoints, ...skip });
        const config = {
            ...Object.fromEntries(settings.map(([key, value]) => [`aws:${key}`, value])),
            "rotation:now": now,
        };
        writeFileSync(path.join(project, "Pulumi.matrix.yaml"), JSON.stringify({ config }));
    };
    at(MOMENTS[0]);
    await must("pulumi", ["stack", "init", "matrix", "--non-interactive"], project, env);
    await pulumi("preview");
    for (const [index, moment] of MOMENTS.entries()) {
        at(moment);
        await pulumi("up", "--yes");
        if (index === 0 || index === MOMENTS.length - 1) await pulumi("preview", "--expect-no-changes");
    }
    const [key, ...others] = aws.keys("app");
    if (key === undefined || others.length > 0)
        throw new Error(`one key should be left, and there are ${others.length + 1}`);
    await pulumi("destroy", "--yes");
}
