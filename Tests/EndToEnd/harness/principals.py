"""Who may write where the tables' and the bus's own policies let nobody else: for tests that forge or damage something."""

import json

from botocore.exceptions import ClientError

from .local_aws import LocalAWS

_REPLICATION = ("/aws-service-role/replication.dynamodb.amazonaws.com/", "AWSServiceRoleForDynamoDBReplication")


def replication(aws: LocalAWS) -> dict[str, str]:
    """Credentials of the role with which DynamoDB itself writes what another region has accepted."""
    iam, (path, name) = aws.client("iam"), _REPLICATION
    try:
        iam.create_role(Path=path, RoleName=name, AssumeRolePolicyDocument=_trust())
        iam.put_role_policy(RoleName=name, PolicyName="replication", PolicyDocument=json.dumps({
            "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "dynamodb:*", "Resource": "*"}]}))
    except ClientError as error:
        if error.response["Error"]["Code"] != "EntityAlreadyExists":
            raise
    return _session(aws, name)


def role(aws: LocalAWS, arn: str) -> dict[str, str]:
    """Credentials of a function's role. The local AWS gives them to the administrator, whomever the role trusts."""
    return _session(aws, arn.rpartition("/")[2])


def _trust() -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:root"}, "Action": "sts:AssumeRole"}]})


def _session(aws: LocalAWS, name: str) -> dict[str, str]:
    arn = aws.client("iam").get_role(RoleName=name)["Role"]["Arn"]
    session = aws.client("sts").assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"]
    return {"key": session["AccessKeyId"], "secret": session["SecretAccessKey"], "token": session["SessionToken"]}
