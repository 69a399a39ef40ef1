/** Keeps an emulated AWS running and writes a stack file that points at it; ^C ends and removes both. */
import { existsSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { startAws } from "../../test/support/aws";
import { awsConfig, rotatorFor } from "../../test/support/harness/rotator";
import { readStackFile } from "../demo/stage/listed";

const REPOSITORY = path.resolve(__dirname, "../..");
const FILE = path.join(REPOSITORY, "Pulumi.emulator.yaml");

async function main(): Promise<void> {
    if (existsSync(FILE)) {
        throw new Error("Pulumi.emulator.yaml exists: another emulator is running, or one was killed; remove the file");
    }
    const { config, listed } = readStackFile(REPOSITORY);
    const aws = await startAws({ python: process.env.MOTO_PYTHON ?? "python3", activationDelayMs: 1_500 });
    for (const { user } of listed) await aws.createUser(user);
    const rotator = await rotatorFor(
        aws,
        listed.map(({ entry }) => entry),
    );
    const settings = { ...config, ...awsConfig(aws, rotator), "aws:secretKey": rotator.secretAccessKey };
    // JSON is YAML. The keys in it open nothing but this emulator.
    writeFileSync(FILE, `${JSON.stringify({ config: settings }, null, 2)}\n`, { mode: 0o600 });
    console.log(
        instructions(
            aws.endpoint,
            listed.map(({ user }) => user),
        ),
    );
    await new Promise<void>((resolve) => {
        process.once("SIGINT", resolve);
        process.once("SIGTERM", resolve);
    });
    rmSync(FILE, { force: true });
    await aws.close();
}

function instructions(endpoint: string, users: string[]): string {
    const { PATH = "", PULUMI_HOME } = process.env;
    const first = PATH.split(path.delimiter)[0];
    return `An emulated AWS runs at ${endpoint}, with the users ${users.join(", ")}. In another terminal:

  export PATH="${first}:$PATH"${PULUMI_HOME ? `\n  export PULUMI_HOME="${PULUMI_HOME}"` : ""}
  export PULUMI_BACKEND_URL="file://$(mktemp -d)" PULUMI_CONFIG_PASSPHRASE=emulator
  pulumi stack init emulator
  pulumi up
  pulumi config set rotation:now 2030-06-01T00:00:00Z   # travel in time, then pulumi up again

Pulumi.emulator.yaml holds its settings until ^C ends it.`;
}

main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
});
