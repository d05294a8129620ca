"""Terraform on a copy of the configuration, so that no run of somebody else's meets this one's lock file."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .paths import ARTIFACTS, TERRAFORM


@dataclass
class Finished:
    status: int
    output: str


class Terraform:
    """One deployment: a folder with the configuration, its state and its logs."""

    def __init__(self, directory: Path, environment: dict[str, str], artifacts: Path = ARTIFACTS) -> None:
        self.directory = directory
        shutil.copytree(TERRAFORM, directory, ignore=shutil.ignore_patterns(
            ".terraform", ".terraform.lock.hcl", "terraform.tfvars", "*.tfstate*", "*.auto.tfvars*"))
        self._environment = {**environment, "TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "CHECKPOINT_DISABLE": "1",
                             "TF_DATA_DIR": str(directory / "data"), "TF_VAR_artifacts_directory": str(artifacts),
                             "TF_VAR_domain_file": str(artifacts / "domain.json")}
        self._environment.pop("TF_WORKSPACE", None)
        self._variables: list[str] = []
        self.shell_environment = {
            **environment, "CHECKPOINT_DISABLE": "1", "TF_DATA_DIR": str(directory / "data"), "TF_CLI_ARGS_apply": "-parallelism=30",
            **{name: value for name, value in self._environment.items() if name.startswith("TF_VAR_")}}
        """For whoever runs commands of a page in the folder."""

    def run(self, *arguments: str, accepted: tuple[int, ...] = (0,)) -> Finished:
        """Runs a command; a status that is not accepted fails the test with all that Terraform said."""
        finished = subprocess.run(["terraform", *arguments], cwd=self.directory, env=self._environment, text=True,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        (self.directory / f"{arguments[0]}.log").write_text(finished.stdout)
        assert finished.returncode in accepted, f"terraform {' '.join(arguments)}:\n{finished.stdout}"
        return Finished(finished.returncode, finished.stdout)

    def init(self) -> None:
        self.run("init", "-backend=false", "-no-color")

    def apply(self, **variables: object) -> None:
        """With the document's own variables, and those given on top of them."""
        self._variables = ["-var-file=terraform.tfvars.example",
                           *(f"-var={name}={_value(value)}" for name, value in variables.items())]
        self.run("apply", "-auto-approve", "-no-color", "-parallelism=30", *self._variables)

    def plan(self) -> Finished:
        """Status 0: nothing to change; 2: something is."""
        return self.run("plan", "-detailed-exitcode", "-no-color", *self._variables, accepted=(0, 2))

    def destroy(self) -> None:
        self.run("destroy", "-auto-approve", "-no-color", "-parallelism=30", *self._variables)

    def outputs(self) -> dict[str, object]:
        finished = self.run("output", "-json")
        return {name: output["value"] for name, output in json.loads(finished.output).items()}


def _value(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
