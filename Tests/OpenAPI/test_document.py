"""dist/openapi.json by the rules of OpenAPI 3.1, and beside what Terraform deploys."""

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from api.deployed import DeployedAPI
from conftest import read


def routes(document: dict) -> set[tuple[str, str]]:
    return {(method.upper(), path) for path, item in document["paths"].items() for method in item}


@pytest.mark.parametrize("name", ["openapi.json", "parcels/openapi.json"])
def test_the_document_is_valid(name: str) -> None:
    document = read(name)
    assert document["openapi"].startswith("3.1.")
    assert not [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in OpenAPIV31SpecValidator(document).iter_errors()]


def test_a_document_that_is_not_valid_is_found(document: dict) -> None:
    broken = {**document, "paths": {**document["paths"], "/commands": {"post": {"responses": {"200": {}}}}}}
    assert list(OpenAPIV31SpecValidator(broken).iter_errors())


def test_every_route_of_the_api_is_in_the_document(document: dict, api: DeployedAPI) -> None:
    assert len(api.routes) >= 8
    assert api.routes <= routes(document)
    # Health is for load balancers and function URLs, too, whether or not the API has a route to it.
    assert routes(document) - api.routes <= {("GET", "/health")}
