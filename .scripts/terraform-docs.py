#!/usr/bin/env python3
"""Keeps the tables of inputs, outputs and deployers' rights in terraform/README.md true.

    .scripts/terraform-docs.py          writes them
    .scripts/terraform-docs.py --check  exits with 1 if they differ from the configuration
"""

import json
import re
import sys
from pathlib import Path

from terraform_blocks import TERRAFORM, blocks, keep, outputs, root_variables, variable_files

README = TERRAFORM / "README.md"
CALLS = Path(__file__).parent / "deployer_calls.json"
"""The operations of each service that an apply, a plan and a destroy call; Tests/Terraform counts them."""

_PREFIXES = {"ApiGatewayV2": "apigateway", "CloudWatch": "cloudwatch", "CloudWatch Logs": "logs", "DynamoDB": "dynamodb", "EventBridge": "events",
             "IAM": "iam", "KMS": "kms", "Lambda": "lambda", "SNS": "sns", "SQS": "sqs"}
_METHODS = {"Create": "POST", "Get": "GET", "Update": "PATCH", "Delete": "DELETE", "Tag": "TagResource", "Untag": "UntagResource"}
"""API Gateway's actions are those of HTTP."""


def headline(path: Path) -> str:
    """The comment that a file starts with: what its variables are about."""
    first = path.read_text().split("\n", 1)[0]
    return first.lstrip("# ").rstrip(".") if first.startswith("#") else path.stem


def unquoted(text: str) -> str:
    """The text of a quoted description, fit for a table cell."""
    text = text.strip('"').replace('\\"', '"').replace("<", "&lt;")
    return re.sub(r"([|*])", r"\\\1", text)


def code(text: str) -> str:
    """A type or a default on one line."""
    return "`" + re.sub(r"\s+", " ", text).replace("|", "\\|") + "`"


def input_tables() -> str:
    """One table for each file of variables, under the file's headline."""
    found = [(TERRAFORM / "provider.tf", blocks(TERRAFORM / "provider.tf", "variable"))]
    found += [(path, root_variables(path)) for path in variable_files()]
    parts = []
    for path, variables in found:
        rows = ["| name | what it is | type | default |", "| --- | --- | --- | --- |"]
        for name, arguments in variables:
            kind = re.sub(r"object\(\{.*\}\)", "object", arguments["type"], flags=re.DOTALL)
            rows.append(f"| `{name}` | {unquoted(arguments['description'])} | {code(kind)} "
                        f"| {code(arguments['default']) if 'default' in arguments else 'required'} |")
        parts.append(f"**{headline(path)}** (`{path.name}`)\n\n" + "\n".join(rows))
    return "\n\n".join(parts)


def output_table() -> str:
    rows = ["| name | what it is |", "| --- | --- |"]
    rows += [f"| `{name}` | {unquoted(arguments['description'])} |" for name, arguments in outputs()]
    return "\n".join(rows)


def action(service: str, operation: str) -> str:
    """The IAM action of an operation."""
    if service == "ApiGatewayV2":
        operation = next(method for verb, method in _METHODS.items() if operation.startswith(verb))
    return operation


def rights_table() -> str:
    rows = ["| service | actions |", "| --- | --- |"]
    for service, operations in sorted(json.loads(CALLS.read_text()).items()):
        if service in _PREFIXES:
            actions = sorted({action(service, operation) for operation in operations})
            rows.append(f"| `{_PREFIXES[service]}:` | {' '.join(actions)} |")
    return "\n".join(rows)


def render(text: str) -> str:
    """The README with both tables in their places."""
    for name, table in (("inputs", input_tables()), ("outputs", output_table()), ("rights", rights_table())):
        begin, end = f"<!-- {name}: begin, made by .scripts/terraform-docs.py -->", f"<!-- {name}: end -->"
        if text.count(begin) != 1 or text.count(end) != 1:
            raise SystemExit(f"{README} must hold exactly one '{begin}' and one '{end}'")
        head, rest = text.split(begin)
        text = f"{head}{begin}\n\n{table}\n\n{end}{rest.split(end)[1]}"
    return text


if __name__ == "__main__":
    sys.exit(keep({README: render(README.read_text())}, Path(__file__).name))
