"""A deployment as the reader of the pages has it."""

from pathlib import Path

from .terraform import Terraform


class Deployment(Terraform):
    """Terraform's folder with variables in a file, where printed commands find them, and state beside the configuration."""

    def __init__(self, directory: Path, environment: dict[str, str], variables: str) -> None:
        super().__init__(directory, environment)
        (directory / "terraform.tfvars").write_text(variables)

    def apply_file(self) -> None:
        self.run("apply", "-auto-approve", "-no-color", "-parallelism=30")
