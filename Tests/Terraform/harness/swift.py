"""The Swift sources as text: the string constants in them, by module."""

import re
from functools import cache

from .paths import SOURCES

# A plain literal on one line; those with interpolation are no constants.
_LITERAL = re.compile(r'(?<![\\"#])"((?:[^"\\\n]|\\["\\nt])*)"(?!")')
_COMMENT = re.compile(r"(?:^|(?<=\s))//[^\n]*", re.MULTILINE)


@cache
def text(module: str) -> str:
    """All code of a module, without its comments."""
    files = sorted(SOURCES.glob(f"*/{module}/**/*.swift"))
    return "\n".join(_COMMENT.sub("", file.read_text()) for file in files)


@cache
def literals(*modules: str) -> frozenset[str]:
    """The constants of these modules, or of all of them."""
    chosen = modules or tuple(folder.name for folder in SOURCES.glob("*/*") if folder.is_dir())
    return frozenset(found for module in chosen for found in _LITERAL.findall(text(module)))


def has_code(module: str) -> bool:
    """Whether the module is more than the file that keeps its folder."""
    return len([line for line in text(module).splitlines() if line.strip()]) > 5
