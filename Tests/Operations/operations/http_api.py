"""Signed calls of the HTTP API, through the execute-api endpoint that the local AWS serves for it."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from harness.local_aws import REGION
from harness.system import System


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: dict


@dataclass(frozen=True)
class API:
    """Calls by the path form of the endpoint: the name in `http_api_endpoint` leads to AWS."""

    endpoint: str
    identifier: str

    @property
    def address(self) -> str:
        return f"{self.endpoint}/_aws/execute-api/{self.identifier}/$default"

    def call(self, method: str, path: str, body: object = None, signed: bool = True, **headers: str) -> Reply:
        url = self.address + path
        data = None if body is None else (body if isinstance(body, str) else json.dumps(body)).encode()
        request = AWSRequest(method, url, data=data, headers={**({"Content-Type": "application/json"} if data else {}), **headers})
        if signed:
            SigV4Auth(Credentials("test", "test"), "execute-api", REGION).add_auth(request)
        plain = urllib.request.Request(url, data, dict(request.headers), method=method)
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(plain, timeout=120) as answer:
                return Reply(answer.status, _lower(answer.headers), json.loads(answer.read() or b"{}"))
        except urllib.error.HTTPError as error:
            return Reply(error.code, _lower(error.headers), json.loads(error.read() or b"{}"))


def _lower(headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def http_api(system: System) -> API:
    endpoint = str(system.outputs["http_api_endpoint"])
    return API(system.aws.endpoint, endpoint.removeprefix("https://").removeprefix("http://").split(".")[0])
