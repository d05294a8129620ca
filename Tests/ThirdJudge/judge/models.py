"""AWS's own API models of the services that the bundles call, as botocore brings them."""

import re
from functools import cache
from pathlib import Path

from botocore.loaders import Loader
from botocore.model import OperationModel, ServiceModel

# The folder of each client in Sources and the name of its service in botocore.
CLIENTS = {"DynamoDB": "dynamodb", "EventBridge": "events", "SQS": "sqs"}


@cache
def services() -> dict[str, ServiceModel]:
    """The models by what stands before the operation in `X-Amz-Target`."""
    loader = Loader()
    models = [ServiceModel(loader.load_service_model(name, "service-2"), name) for name in CLIENTS.values()]
    return {model.metadata["targetPrefix"]: model for model in models}


def operation(target: str) -> OperationModel | None:
    """The operation that a request's `X-Amz-Target` names, if there is such a one."""
    prefix, _, name = target.partition(".")
    service = services().get(prefix)
    return service.operation_model(name) if service and name in service.operation_names else None


def content_type(model: OperationModel) -> str:
    return f"application/x-amz-json-{model.service_model.metadata['jsonVersion']}"


def operations_in(sources: Path) -> set[str]:
    """The targets of the operations that the clients' sources name."""
    found = set()
    for folder, name in CLIENTS.items():
        (model,) = (model for model in services().values() if model.service_name == name)
        text = "".join(file.read_text() for file in sources.glob(f"*/{folder}/**/*.swift"))
        names = set(re.findall(r'"(\w+)"', text)) & set(model.operation_names)
        found |= {f"{model.metadata['targetPrefix']}.{operation}" for operation in names}
    return found
