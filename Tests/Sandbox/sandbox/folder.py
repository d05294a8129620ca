"""The folder of the deployment: a copy of the configuration, with a state and variables of its own."""

import json
import os
import subprocess
from pathlib import Path


class Folder:
    """What `.scripts/sandbox.sh` has made in `<sandbox>/checkout`."""

    def __init__(self, sandbox: Path) -> None:
        self.checkout = sandbox / "checkout"
        self.directory = self.checkout / "terraform"
        self._variables = self.directory / "sandbox.auto.tfvars.json"
        caller = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        # Nobody is there to type the yes that Terraform asks for.
        self.shell_environment = {**caller, "TF_CLI_ARGS_apply": "-auto-approve -no-color", "TF_CLI_ARGS_destroy": "-auto-approve -no-color"}

    @property
    def suffix(self) -> str:
        """Every name ends in it, or has it in the middle."""
        return str(self.variables()["resource_suffix"])

    @property
    def region(self) -> str:
        return str(self.variables()["aws_region"])

    def variables(self) -> dict[str, object]:
        return json.loads(self._variables.read_text())

    def set(self, **changes: object) -> None:
        """Variables of every later plan."""
        self._variables.write_text(json.dumps({**self.variables(), **changes}, indent=2) + "\n")

    def outputs(self) -> dict[str, object]:
        finished = subprocess.run(["terraform", "output", "-json"], cwd=self.directory, env=self.shell_environment, text=True,
                                  check=True, stdout=subprocess.PIPE)
        return {name: output["value"] for name, output in json.loads(finished.stdout).items()}
