import assert from "node:assert/strict";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { CreateAccessKeyCommand, IAMClient } from "@aws-sdk/client-iam";
import { SSMClient } from "@aws-sdk/client-ssm";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { type Aws, type AwsOptions, type Credentials, startAws } from "../../../support/aws";

/** What a suite gets: an emulator that is fresh for the suite, once `before` has run. */
export interface AwsSuite {
    aws: Aws;
}

/** A suite with an emulator of its own; skipped without Python, which in CI is a failure. */
export function withAws(
    title: string,
    define: (suite: AwsSuite) => void,
    options: Omit<AwsOptions, "python"> = {},
): void {
    describe(title, function () {
        this.timeout(30_000);
        const suite = {} as AwsSuite;
        before(async function () {
            const python = process.env.MOTO_PYTHON;
            if (!python && process.env.CI !== "true") return this.skip();
            assert.ok(python, "MOTO_PYTHON must name a Python that has moto[server]");
            suite.aws = await startAws({ python, ...options });
        });
        afterEach(() => {
            suite.aws.setDelays({});
            assert.deepEqual(suite.aws.unmatched.splice(0), [], "requests that are not emulated");
        });
        after(() => suite.aws?.close());
        define(suite);
    });
}

/** What every SDK client in these tests is set to: one attempt. */
export function settings(aws: Aws, credentials: Credentials = aws.admin) {
    return { endpoint: aws.endpoint, region: aws.region, credentials, maxAttempts: 1 };
}

export function iamOf(aws: Aws, credentials?: Credentials): IAMClient {
    return new IAMClient(settings(aws, credentials));
}

export function stsOf(aws: Aws, credentials?: Credentials): STSClient {
    return new STSClient(settings(aws, credentials));
}

export function ssmOf(aws: Aws, credentials?: Credentials): SSMClient {
    return new SSMClient(settings(aws, credentials));
}

export function secretsOf(aws: Aws, credentials?: Credentials): SecretsManagerClient {
    return new SecretsManagerClient(settings(aws, credentials));
}

/** Makes a key through the endpoint, as a rotation does. */
export async function mint(aws: Aws, UserName: string): Promise<Credentials> {
    const made = await iamOf(aws).send(new CreateAccessKeyCommand({ UserName }));
    return {
        accessKeyId: made.AccessKey!.AccessKeyId!,
        secretAccessKey: made.AccessKey!.SecretAccessKey!,
    };
}

/** Who a key is to STS. */
export async function whoIs(aws: Aws, credentials: Credentials): Promise<string | undefined> {
    return (await stsOf(aws, credentials).send(new GetCallerIdentityCommand({}))).Arn;
}

/** Name, HTTP status and message of an SDK's error. */
export interface Refusal {
    name: string;
    status: number | undefined;
    message: string;
}

/** The error that a call to AWS ends with; fails when it succeeds. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
    const error = await call.then(
        () => assert.fail("AWS would have refused this"),
        (reason: Error & { $metadata?: { httpStatusCode?: number } }) => reason,
    );
    return {
        name: error.name,
        status: error.$metadata?.httpStatusCode,
        message: error.message,
    };
}

/** Asserts that AWS refuses a call with that code and HTTP status. */
export async function refused(call: Promise<unknown>, name: string, status: number, message?: RegExp): Promise<void> {
    const refusal = await refusalOf(call);
    assert.deepEqual([refusal.name, refusal.status], [name, status], refusal.message);
    if (message) assert.match(refusal.message, message);
}

let names = 0;

/** A name that no other test uses. */
export function fresh(prefix: string): string {
    return `${prefix}-${++names}`;
}

export function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
}
