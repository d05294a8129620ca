"""Terraform on a copy of the configuration, so that no run meets another one's lock file or state."""

import json
import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

from .calls import calls
from .paths import DOMAIN, TERRAFORM

_NOT_OURS = ("AWS_", "TF_VAR_", "TF_CLI_ARGS", "TF_WORKSPACE", "TF_DATA_DIR", "TF_LOG")


@dataclass(frozen=True)
class Finished:
    status: int
    output: str

    @property
    def text(self) -> str:
        """The output as one line of words: Terraform breaks lines and draws boxes as it likes."""
        return " ".join(re.sub(r"[│╷╵├─]", " ", self.output).split())


def make_bundles(directory: Path, architecture: str = "x86_64") -> Path:
    """A folder with zip files that look like what the build makes; no function is ever started from them."""
    directory.mkdir(parents=True, exist_ok=True)
    for name in ("command", "projection", "query"):
        with zipfile.ZipFile(directory / f"{name}.zip", "w") as bundle:
            bundle.writestr("bootstrap", "#!/bin/sh\nexit 1\n")
    (directory / "architecture").write_text(architecture + "\n")
    return directory


CALL = "module.event_sourcing."
"""What the addresses of the root folder's resources begin with."""


class Workspace:
    """A copy of the configuration with a state of its own; Terraform runs in the root, or in a folder below it."""

    def __init__(
        self, directory: Path, environment: dict[str, str] | None = None, folder: str = ".", without: tuple[str, ...] = ()
    ) -> None:
        self.directory = directory / "terraform" / folder
        shutil.copytree(TERRAFORM, directory / "terraform", ignore=shutil.ignore_patterns(
            ".terraform", ".terraform.lock.hcl", "terraform.tfvars", "*.tfstate*", "*.auto.tfvars*", *without))
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_OURS)}
        if not Path(kept.get("TF_CLI_CONFIG_FILE", "/")).is_file():
            kept.pop("TF_CLI_CONFIG_FILE", None)
        self.bundles = make_bundles(directory / "dist")
        shutil.copy(DOMAIN, self.bundles / "domain.json")
        self._environment = {**kept, **(environment or {}), "TF_IN_AUTOMATION": "1", "TF_INPUT": "0",
                             "CHECKPOINT_DISABLE": "1", "TF_VAR_artifacts_directory": str(self.bundles),
                             "TF_VAR_domain_file": str(DOMAIN), "TF_LOG_PROVIDER": "DEBUG", "TF_LOG_PATH": str(directory / "calls.log")}
        self._log = directory / "calls.log"
        self.run("init", "-backend=false", "-no-color")

    def run(self, *arguments: str, accepted: tuple[int, ...] | None = (0,)) -> Finished:
        """Runs a command; a status that is not accepted fails the test with all that Terraform said."""
        finished = subprocess.run(["terraform", *arguments], cwd=self.directory, env=self._environment, text=True,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if accepted is not None:
            assert finished.returncode in accepted, f"terraform {' '.join(arguments)}:\n{finished.stdout}"
        return Finished(finished.returncode, finished.stdout)

    def apply(self, *options: str) -> Finished:
        return self.run("apply", "-auto-approve", "-no-color", "-parallelism=30", *options)

    def plan(self, *options: str, accepted: tuple[int, ...] | None = (0, 2)) -> Finished:
        """Status 0: nothing to change; 2: something is; 1: refused."""
        return self.run("plan", "-detailed-exitcode", "-no-color", *options, accepted=accepted)

    def destroy(self, *options: str, accepted: tuple[int, ...] | None = (0,)) -> Finished:
        return self.run("destroy", "-auto-approve", "-no-color", "-parallelism=30", *options, accepted=accepted)

    def planned(self, *options: str) -> dict[str, dict]:
        """What a plan would have: the values of each resource by its address in the module."""
        self.plan("-out=planned", *options)
        shown = json.loads(self.run("show", "-json", "planned").output)
        [module] = shown["planned_values"]["root_module"]["child_modules"]
        return {resource["address"].removeprefix(CALL): resource["values"] for resource in module["resources"]}

    def calls(self) -> dict[str, list[str]]:
        """The operations of each service that the provider has called so far."""
        return calls(self._log)

    def outputs(self) -> dict[str, object]:
        return {name: output["value"] for name, output in json.loads(self.run("output", "-json").output).items()}


def variables(**values: object) -> list[str]:
    """As options of the command line."""
    return [f"-var={name}={value if isinstance(value, str) else json.dumps(value)}" for name, value in values.items()]
