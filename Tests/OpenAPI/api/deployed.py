"""The HTTP API that Terraform made."""

from dataclasses import dataclass
from functools import cached_property

from harness.local_aws import LocalAWS


@dataclass
class DeployedAPI:
    aws: LocalAWS
    endpoint: str

    @property
    def identifier(self) -> str:
        return self.endpoint.removeprefix("https://").removeprefix("http://").split(".")[0]

    @property
    def url(self) -> str:
        """The path form of the endpoint, which the local AWS serves: the name in `endpoint` leads to AWS."""
        return f"{self.aws.endpoint}/_aws/execute-api/{self.identifier}/$default"

    @cached_property
    def routes(self) -> set[tuple[str, str]]:
        """Method and path of each."""
        found = self.aws.client("apigatewayv2").get_routes(ApiId=self.identifier, MaxResults="500")["Items"]
        return {tuple(route["RouteKey"].split(" ", 1)) for route in found}
