"""An HTTP API for the tests, and what it answers."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass

from conftest import ACCOUNT, REGION, Stage, unique


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    """By their names in small letters."""
    body: dict | None


class API:
    """An API with a `$default` stage whose routes lead to one function."""

    def __init__(self, stage: Stage, arn: str, permitted: bool = True, timeout: int = 30_000, settings: dict | None = None,
                 **options: object) -> None:
        self.endpoint, self._stage = stage.aws.endpoint, stage
        self.gateway = stage.aws.client("apigatewayv2")
        self.identifier = self.gateway.create_api(Name=unique("api"), ProtocolType="HTTP", **options)["ApiId"]
        self.integration = self.gateway.create_integration(
            ApiId=self.identifier, IntegrationType="AWS_PROXY", IntegrationUri=arn, PayloadFormatVersion="2.0",
            TimeoutInMillis=timeout)["IntegrationId"]
        self.gateway.create_stage(ApiId=self.identifier, StageName="$default", AutoDeploy=True,
                                  **({"DefaultRouteSettings": settings} if settings else {}))
        if permitted:
            self.permit(arn, f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{self.identifier}/*/*")

    def permit(self, arn: str, source: str) -> None:
        name, *qualifier = arn.split(":function:")[1].split(":")
        self._stage.functions.add_permission(
            FunctionName=name, StatementId=unique("s"), Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com",
            SourceArn=source, **({"Qualifier": qualifier[0]} if qualifier else {}))

    def route(self, key: str, **options: object) -> None:
        self.gateway.create_route(ApiId=self.identifier, RouteKey=key, Target=f"integrations/{self.integration}", **options)

    def authorizer(self, issuer: str, audience: str = "accounts") -> str:
        return self.gateway.create_authorizer(
            ApiId=self.identifier, Name=unique("authorizer"), AuthorizerType="JWT",
            IdentitySource=["$request.header.Authorization"],
            JwtConfiguration={"Issuer": issuer, "Audience": [audience]})["AuthorizerId"]

    def call(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Reply:
        """Names of headers are written with `_` for `-`."""
        request = urllib.request.Request(f"{self.endpoint}/_aws/execute-api/{self.identifier}/$default{path}", body, method=method,
                                         headers={name.replace("_", "-"): value for name, value in headers.items()})
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=300) as answer:
                return _reply(answer.status, answer)
        except urllib.error.HTTPError as error:
            return _reply(error.code, error)


def _reply(status: int, answer) -> Reply:
    text = answer.read()
    return Reply(status, {name.lower(): value for name, value in answer.headers.items()}, json.loads(text) if text else None)
