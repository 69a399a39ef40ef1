import * as path from "node:path";
import { startAws } from "../test/support/aws";
import { rotateAll } from "./compare";
import type { PolicyDocument } from "../test/support/aws/policy/document";
import { measure } from "./process";
import { type Kept, withProject } from "./played";

/** What the runbook waits for each key to be known everywhere, in seconds. */
export const GUIDE_WAIT_SECONDS = 15;

/** How long the emulated AWS takes to know a key, in milliseconds; in life it takes 3 to 15 s. */
export const PROPAGATION_MS = 8000;

/** So many steps at once, as docs/performance.md advises: most of a step is waiting. The engine's default is 4 for each processor. */
export const PARALLEL = 64;

/** Each user has a key before, which the script disables. */
const LOGIN_ONLY: PolicyDocument = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:GetCallerIdentity", Resource: "*" }],
};

/** Both ways of rotating so many keys. */
export interface GuideFigures {
    credentials: number;
    guideSeconds: number;
    /** Whether the script really slept, or its waits were added to what its calls took. */
    waits: "slept" | "counted";
    /** One `up` with the state in a service, and in files. */
    serviceSeconds: number;
    filesSeconds: number;
    /** Of the service. */
    speedup: number;
    speedupOnFiles: number;
}

/** Rotates so many keys one after the other with the runbook's script, and all of them in one `up` with the package. */
export async function againstGuide(credentials: number, realWaits: boolean): Promise<GuideFigures> {
    const guideSeconds = await byScript(credentials, realWaits);
    const serviceSeconds = await byPackage(credentials, "service");
    const filesSeconds = await byPackage(credentials, "files");
    const waits = realWaits ? "slept" : "counted";
    const [speedup, speedupOnFiles] = [guideSeconds / serviceSeconds, guideSeconds / filesSeconds];
    return { credentials, guideSeconds, waits, serviceSeconds, filesSeconds, speedup, speedupOnFiles };
}

async function byScript(credentials: number, realWaits: boolean): Promise<number> {
    const aws = await startAws({ python: process.env.MOTO_PYTHON ?? "python3", now: () => new Date("2030-01-10") });
    try {
        for (let i = 0; i < credentials; i++) await aws.addPrincipal(`guide${i}`, LOGIN_ONLY);
        // A wait that is only counted must not be needed.
        if (realWaits) aws.setDelays({ activationDelayMs: PROPAGATION_MS });
        const env = {
            PATH: process.env.PATH,
            AWS_ENDPOINT_URL: aws.endpoint,
            AWS_REGION: aws.region,
            AWS_DEFAULT_REGION: aws.region,
            AWS_ACCESS_KEY_ID: aws.admin.accessKeyId,
            AWS_SECRET_ACCESS_KEY: aws.admin.secretAccessKey,
            AWS_EC2_METADATA_DISABLED: "true",
        };
        let seconds = 0;
        for (let i = 0; i < credentials; i++) {
            const args = [path.join(__dirname, "guide", "iam.py"), `guide${i}`, `/guide${i}`];
            const wait = realWaits ? GUIDE_WAIT_SECONDS : 0;
            const ran = await measure(process.env.MOTO_PYTHON ?? "python3", [...args, String(wait)], __dirname, env);
            if (ran.code !== 0) throw new Error(`the runbook's script failed:\n${ran.output}`);
            seconds += ran.seconds + (realWaits ? 0 : GUIDE_WAIT_SECONDS);
        }
        return seconds;
    } finally {
        await aws.close();
    }
}

function byPackage(credentials: number, kept: Kept): Promise<number> {
    return withProject("rotated", credentials, kept, async ({ project, aws }) => {
        const first = await project.pulumi("up", "--yes");
        if (first.code !== 0) throw new Error(`first up failed:\n${first.output.slice(-4000)}`);
        aws.setDelays({ activationDelayMs: PROPAGATION_MS });
        const more = ["--parallel", String(PARALLEL)];
        return (await rotateAll(project, aws, () => undefined, more)).rotateAllSeconds;
    });
}
