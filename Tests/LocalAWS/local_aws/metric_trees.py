"""The tree of an expression of metric math."""

from dataclasses import dataclass


class InvalidExpression(Exception):
    """An expression that cannot be read, or whose parts do not fit together; the message says why."""


@dataclass(frozen=True)
class Number:
    value: float


@dataclass(frozen=True)
class Reference:
    """The id of a metric or of another expression."""

    id: str


@dataclass(frozen=True)
class Word:
    """What only stands as an argument: a text in quotes, or REPEAT."""

    text: str


@dataclass(frozen=True)
class Array:
    items: tuple["Node", ...]


@dataclass(frozen=True)
class Negation:
    operand: "Node"


@dataclass(frozen=True)
class Operation:
    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True)
class Call:
    function: str
    arguments: tuple["Node", ...]


Node = Number | Reference | Word | Array | Negation | Operation | Call
