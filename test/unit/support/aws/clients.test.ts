import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { fresh, mint, withAws } from "./harness";

const PROGRAM = `
import json, sys
import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

settings = json.load(sys.stdin)

def client(service, secret=None):
    return boto3.client(
        service,
        endpoint_url=settings["endpoint"],
        region_name="us-east-1",
        aws_access_key_id=settings["accessKeyId"],
        aws_secret_access_key=secret or settings["secretAccessKey"],
        config=Config(retries={"total_max_attempts": 1}),
    )

def code(call, **arguments):
    try:
        call(**arguments)
        return "accepted"
    except ClientError as error:
        return error.response["Error"]["Code"]

print(json.dumps([
    client("sts").get_caller_identity()["Arn"],
    code(client("sts", "wrong").get_caller_identity),
    code(client("ssm", "wrong").get_parameter, Name="/a"),
    code(client("ssm").get_parameter, Name="/a b/?&=ü"),
    code(client("iam").create_access_key, UserName=settings["userName"]),
    code(client("secretsmanager").get_secret_value, SecretId="s"),
    code(client("cloudtrail").lookup_events, MaxResults=1),
]))
`;

withAws("boto3", (suite) => {
    it("is understood and refused like the JavaScript SDK", async () => {
        const userName = fresh("python");
        await suite.aws.createUser(userName);
        const key = await mint(suite.aws, userName);
        const running = promisify(execFile)(process.env.MOTO_PYTHON!, ["-c", PROGRAM], {
            env: { PATH: process.env.PATH, NO_PROXY: "*" },
        });
        const settings = { ...key, userName, endpoint: suite.aws.endpoint };
        running.child.stdin?.end(JSON.stringify(settings));
        const { stdout } = await running;
        assert.deepEqual(JSON.parse(stdout), [
            `arn:aws:iam::123456789012:user/${userName}`,
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "AccessDeniedException",
            "AccessDenied",
            "AccessDeniedException",
            "AccessDeniedException",
        ]);
    });
});
