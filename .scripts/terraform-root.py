#!/usr/bin/env python3
"""Writes the root folder's variables, outputs and call of the module: the same as the module's, each handed on.

    .scripts/terraform-root.py          writes them
    .scripts/terraform-root.py --check  exits with 1 if they differ from the module
"""

import sys
from pathlib import Path

from terraform_blocks import TERRAFORM, is_path_of_root, keep, outputs, root_variables, variable_files

_MADE = "# Made by .scripts/terraform-root.py from modules/event-sourcing."


def block(head: str, arguments: list[tuple[str, str]]) -> str:
    """A block as `terraform fmt` writes it: what stands on lines next to each other is aligned."""
    lines, group = [], []

    def aligned() -> list[str]:
        width = max((len(name) for name, _ in group), default=0)
        return [f"  {name:{width}} = {text}" for name, text in group]

    for name, text in arguments:
        if "\n" in text:
            lines += [*aligned(), f"  {name} = {text}"]
            group = []
        else:
            group.append((name, text))
    return "\n".join([head + " {", *lines, *aligned(), "}"])


def variables_file() -> str:
    parts = [_MADE + " The limits of the values are there."]
    for path in variable_files():
        for name, arguments in root_variables(path):
            chosen = [(key, arguments[key]) for key in ("description", "type", "default", "nullable") if key in arguments]
            parts.append(block(f'variable "{name}"', chosen))
    return "\n\n".join(parts) + "\n"


def module_file() -> str:
    values = []
    for path in variable_files():
        for name, _ in root_variables(path):
            relative = f'startswith(var.{name}, "/") ? var.{name} : "${{path.module}}/${{var.{name}}}"'
            values.append((name, relative if is_path_of_root(name) else f"var.{name}"))
    width = max(len(name) for name, _ in values)
    call = [f"  {name:{width}} = {value}" for name, value in values]
    return "\n".join([_MADE, 'module "event_sourcing" {', '  source = "./modules/event-sourcing"', "", *call, "}"]) + "\n"


def outputs_file() -> str:
    parts = [block(f'output "{name}"', [("description", arguments["description"]), ("value", f"module.event_sourcing.{name}")])
             for name, arguments in outputs()]
    return "\n\n".join([_MADE, *parts]) + "\n"


def files() -> dict[Path, str]:
    return {TERRAFORM / "main.tf": module_file(), TERRAFORM / "variables.tf": variables_file(), TERRAFORM / "outputs.tf": outputs_file()}


if __name__ == "__main__":
    sys.exit(keep(files(), Path(__file__).name))
