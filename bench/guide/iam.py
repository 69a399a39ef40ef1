"""Rotates the access key of one IAM user the way that operators do it by hand, with the calls and the wait of a runbook.

Usage: iam.py USER PREFIX WAIT. Endpoint and credentials come from the environment, as boto3 reads them. It makes a key,
writes two parameters, waits WAIT seconds for the key to be known everywhere, logs in with it once, and disables the older
one. A second run with WAIT 0 is not needed for the comparison: deleting the older key is left out on both sides.
"""

import sys
import time

import boto3


def main(user: str, prefix: str, wait: float) -> None:
    iam = boto3.client("iam")
    ssm = boto3.client("ssm")
    active = [key for key in iam.list_access_keys(UserName=user)["AccessKeyMetadata"] if key["Status"] == "Active"]
    if len(active) >= 2:
        raise SystemExit(f"{user} has two active keys: delete one first")
    key = iam.create_access_key(UserName=user)["AccessKey"]
    for name, value in (("aws_access_key_id", key["AccessKeyId"]), ("aws_secret_access_key", key["SecretAccessKey"])):
        ssm.put_parameter(Name=f"{prefix}/{name}", Value=value, Type="SecureString", Overwrite=True)
    time.sleep(wait)
    sts = boto3.client(
        "sts", aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"]
    )
    sts.get_caller_identity()
    for older in active:
        iam.update_access_key(UserName=user, AccessKeyId=older["AccessKeyId"], Status="Inactive")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
