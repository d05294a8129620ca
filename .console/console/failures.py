"""What keeps a panel from its answer, in words: a right that is missing, AWS that cannot be reached, a function that failed."""

from botocore.exceptions import (BotoCoreError, ClientError, ConnectionError, CredentialRetrievalError, HTTPClientError,
                                 NoCredentialsError, PartialCredentialsError, SSOError)

_FORBIDDEN = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError"}
_CREDENTIALS = {"ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch",
                "InvalidSignatureException", "MissingAuthenticationToken", "IncompleteSignature"}
_ABSENT = {"ResourceNotFoundException", "AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"}
_NO_CREDENTIALS = (NoCredentialsError, PartialCredentialsError, CredentialRetrievalError, SSOError)
_OTHER_NAMES = {"lambda:Invoke": "lambda:InvokeFunction", "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility"}
"""Rights that are called otherwise than the operation that asks for them."""


class Failure(Exception):
    """Answered to the page as `{"failure": {"kind", "message", ...}}`."""

    def __init__(self, status: int, kind: str, message: str, **details: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"failure": {"kind": kind, "message": message, **details}}


class Forbidden(Failure):
    def __init__(self, right: str, resource: str, message: str) -> None:
        super().__init__(403, "forbidden", message, right=right, resource=resource)


class Absent(Failure):
    def __init__(self, resource: str, message: str) -> None:
        super().__init__(404, "absent", message, resource=resource)


def of_client(error: ClientError, service: str, resource: str) -> Failure:
    """What AWS answered to a call of a service about a resource."""
    code, message = error.response["Error"].get("Code", ""), error.response["Error"].get("Message", "")
    if code in _FORBIDDEN:
        right = f"{service}:{error.operation_name}"
        return Forbidden(_OTHER_NAMES.get(right, right), resource, message)
    if code in _ABSENT:
        return Absent(resource, f"There is no {resource}: {message}")
    if code in _CREDENTIALS:
        return Failure(502, "credentials", f"AWS does not take the credentials of the console ({code}): {message}")
    return Failure(502, "aws", f"{error.operation_name} of {resource}: {code}: {message}")


def of_botocore(error: BotoCoreError, resource: str) -> Failure:
    """What kept a call from AWS's answer."""
    if isinstance(error, _NO_CREDENTIALS):
        return Failure(502, "credentials", f"The console has no credentials: {error}")
    if isinstance(error, (ConnectionError, HTTPClientError)):
        return Failure(502, "unreachable", str(error), resource=resource)
    return Failure(502, "aws", f"{type(error).__name__} about {resource}: {error}")
