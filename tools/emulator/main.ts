/** Keeps an emulated AWS, doubles of the vendors, a PostgreSQL and a Vault running, and writes a stack file that points at them; ^C ends and removes all. */
import { existsSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { VaultKv, vaultRotatorPolicy } from "pulumi-credential-rotation";
import type { Entry } from "../../stack/schema";
import { startAws } from "../../test/support/aws";
import { awsConfig, rotatorFor, storesIn } from "../../test/support/harness/rotator";
import { encrypterFor } from "../../test/support/harness/secrets";
import { House } from "../demo/stage/house";
import { isLate, isReady } from "../demo/stage/latecomers";
import { readStackFile } from "../demo/stage/listed";
import { configOf, settle } from "../demo/tenants";
import type { Tenant } from "../demo/tenants/tenant";
import { vaultConfig } from "../demo/tenants/vaultShelf";

const REPOSITORY = path.resolve(__dirname, "../..");
const FILE = path.join(REPOSITORY, "Pulumi.emulator.yaml");

/** As long as Vault lets a token live without a renewal. */
const TOKEN_TTL = "768h";

/** No secret: what it encrypts opens nothing but these emulators. */
const PASSPHRASE = "emulator";

async function main(): Promise<void> {
    if (existsSync(FILE)) {
        throw new Error("Pulumi.emulator.yaml exists: another emulator is running, or one was killed; remove the file");
    }
    const { config, entries: all } = readStackFile(REPOSITORY);
    const entries = isReady(process.env) ? all : all.filter((entry) => !isLate(entry));
    const leftOut = all.filter((entry) => !entries.includes(entry)).map(({ name }) => name);
    const aws = await startAws({ python: process.env.MOTO_PYTHON ?? "python3", activationDelayMs: 1_500 });
    const house = new House(aws);
    const tenants = await settle(entries, house);
    const played = tenants.map(({ entry }) => entry);
    const rotator = await rotatorFor(aws, played);
    const settings = {
        ...{ ...config, ...configOf(tenants), ...(await inVault(played, house)), ...awsConfig(aws, rotator) },
        "rotation:credentials": played,
    };
    const { salt, encrypt } = await encrypterFor(PASSPHRASE);
    const seal = (_: string, value: unknown): unknown => (isSecret(value) ? { secure: encrypt(value.secret) } : value);
    // JSON is YAML.
    const text = JSON.stringify({ encryptionsalt: salt, config: settings }, seal, 2);
    writeFileSync(FILE, `${text}\n`, { mode: 0o600 });
    console.log(instructions(aws.endpoint, tenants, leftOut));
    await new Promise<void>((resolve) => {
        process.once("SIGINT", resolve);
        process.once("SIGTERM", resolve);
    });
    rmSync(FILE, { force: true });
    await Promise.all(tenants.map((tenant) => tenant.close?.()));
    await house.close();
}

/** The configuration of the real Vault that some are published in, with a token that may do just that. */
async function inVault(played: Entry[], house: House): Promise<Record<string, unknown>> {
    const there = played.filter(({ stores }) => stores.some(({ vaultKv }) => vaultKv !== undefined));
    if (there.length === 0) return {};
    const vault = await house.vault();
    const stores = storesIn(there).filter((store) => store instanceof VaultKv);
    return vaultConfig(vault, await vault.tokenWith("rotator", vaultRotatorPolicy({ stores }), TOKEN_TTL));
}

function isSecret(value: unknown): value is { secret: string } {
    return typeof value === "object" && value !== null && typeof (value as { secret?: unknown }).secret === "string";
}

function instructions(endpoint: string, tenants: Tenant[], leftOut: string[]): string {
    const { PATH = "", PULUMI_HOME } = process.env;
    const first = PATH.split(path.delimiter)[0];
    const names = tenants.map(({ entry, vendor }) => `${entry.name} (${vendor})`).join(", ");
    const lacking =
        leftOut.length === 0
            ? ""
            : `\nLeft out: ${leftOut.join(", ")}; node tools/engine/get.mjs --with vault gets what is needed for it.\n`;
    return `An emulated AWS runs at ${endpoint}, and what else is needed for ${names}.
${lacking}
In another terminal:

  export PATH="${first}:$PATH"${PULUMI_HOME ? `\n  export PULUMI_HOME="${PULUMI_HOME}"` : ""}
  export AWS_ENDPOINT_URL_CLOUDTRAIL="${endpoint}"
  export PULUMI_BACKEND_URL="file://$(mktemp -d)" PULUMI_CONFIG_PASSPHRASE=${PASSPHRASE}
  pulumi stack init emulator
  pulumi up
  pulumi config set rotation:now 2030-06-01T00:00:00Z   # travel in time, then pulumi up again

Pulumi.emulator.yaml holds its settings until ^C ends it.`;
}

main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
});
