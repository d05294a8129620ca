"""Procedures of terraform/README.md on a deployment that is used, as printed: versions and keys. Tests/Procedures has those that make another."""

from collections.abc import Iterator

import pytest
from harness.deployment import Deployment
from harness.system import System, transaction
from operations.http_api import http_api
from operations.runbook import Runbook
from token_issuer import issuing


@pytest.fixture(scope="module")
def procedure(deployment: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runbook]:
    made = Runbook(deployment, tmp_path_factory.mktemp("procedures"), "procedure")
    yield made
    made.close()


def live(system: System, function: str) -> dict:
    return system.functions.get_alias(FunctionName=system.name(function), Name="live")


def newest(system: System, function: str) -> str:
    return system.functions.list_versions_by_function(FunctionName=system.name(function))["Versions"][-1]["Version"]


def test_the_version_before_goes_live_again(system: System, procedure: Runbook, account: str) -> None:
    """Callers get it at once, and the newest again when nothing is said any more. Versions of earlier tests had faults."""
    for function in ("command", "query"):
        system.recycle(system.name(function))
    before = {function: newest(system, function) for function in ("command", "query")}
    procedure.run("Deploy share by share, and roll back", 0)
    for function, version in before.items():
        assert int(live(system, function)["FunctionVersion"]) == int(version) - 1
    assert system.command(transaction(account, 1)).status == 200
    procedure.shell("terraform apply")
    assert {function: live(system, function)["FunctionVersion"] for function in before} == before


def test_a_new_version_for_a_tenth_of_the_callers(system: System, deployment: Deployment, procedure: Runbook) -> None:
    """What is new here is a setting, which makes a version as new code does."""
    file, version = deployment.directory / "terraform.tfvars", live(system, "command")["FunctionVersion"]
    before = file.read_text()
    file.write_text(before + 'log_level = "DEBUG"\n')
    procedure.run("Deploy share by share, and roll back", 1)
    alias = live(system, "command")
    assert alias["FunctionVersion"] == version
    assert alias["RoutingConfig"]["AdditionalVersionWeights"] == {newest(system, "command"): 0.1}
    file.write_text(before)
    procedure.shell("terraform apply")


def test_callers_with_tokens(system: System, procedure: Runbook, account: str) -> None:
    """Of an issuer, with the scope; signatures are what callers need again afterwards."""
    api = http_api(system)
    with issuing() as issuer:
        procedure.shell(f"""terraform apply -var 'http_api_jwt={{issuer="{issuer.address}",audience=["accounts"],scopes=["ledger/use"]}}'""")

        def asked(**claims: object) -> int:
            return api.call("GET", f"/accounts/{account}", signed=False, Authorization=f"Bearer {issuer.token(**claims)}").status

        assert asked(scope="ledger/use other") == 200
        assert (asked(), asked(scope="ledger/use", aud="others"), asked(scope="ledger/use", exp=1)) == (403, 401, 401)
        assert api.call("GET", f"/accounts/{account}").status == 401, "a signature is no token"
        procedure.shell("terraform apply")
    assert api.call("GET", f"/accounts/{account}").status == 200


def test_pages_of_a_browser(system: System, procedure: Runbook, account: str) -> None:
    api, origin = http_api(system), "https://app.example.com"
    procedure.shell(f"""terraform apply -var 'http_api_cors={{allow_origins=["{origin}"]}}'""")
    preflight = {"Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}
    allowed = api.call("OPTIONS", "/commands", signed=False, **preflight).headers
    assert allowed["access-control-allow-origin"] == origin and "POST" in allowed["access-control-allow-methods"]
    assert api.call("GET", f"/accounts/{account}", Origin=origin).headers["access-control-allow-origin"] == origin
    elsewhere = api.call("OPTIONS", "/commands", signed=False, **{**preflight, "Origin": "https://evil.example.com"})
    assert "access-control-allow-origin" not in elsewhere.headers
    procedure.shell("terraform apply")


def test_another_key(system: System, deployment: Deployment, procedure: Runbook, account: str) -> None:
    """The old key stays, enabled: nothing that it protects is cut off."""
    kms = system.aws.client("kms")
    old = system.outputs["kms_key_arn"]
    policy = kms.get_key_policy(KeyId=old, PolicyName="default")["Policy"]
    new = kms.create_key(Description="another", Policy=policy)["KeyMetadata"]["Arn"]
    procedure.run("Keys", 0, NEW_KEY=new)
    file = deployment.directory / "terraform.tfvars"
    file.write_text(file.read_text().replace("create_kms_key                 = true", f'kms_key_arn                    = "{new}"'))
    assert kms.describe_key(KeyId=old)["KeyMetadata"]["KeyState"] == "Enabled"
    assert deployment.outputs()["kms_key_arn"] == new
    table = system.dynamodb.describe_table(TableName=system.event_store)["Table"]
    assert table["SSEDescription"]["KMSMasterKeyArn"] == new
    assert system.command(transaction(account, 1)).status == 200
    system.projected(account, len(system.events(account)))
