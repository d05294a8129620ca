"""The expressions of metric math, read into a tree.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html ("Metric math syntax and functions"): names of
functions and words are in capitals, an id begins with a small letter. What binds closer is not told; it is as in most languages here.
"""

import re

from .metric_trees import Array, Call, InvalidExpression, Negation, Node, Number, Operation, Reference, Word

ID = re.compile(r"[a-z][a-zA-Z0-9_]*")
_TOKEN = re.compile(r"""\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z][A-Za-z0-9_]*)|(?P<text>"[^"]*"|'[^']*')"""
                    r"""|(?P<sign>&&|\|\||==|!=|<=|>=|[-+*/<>()\[\],]))""")
_LONGEST = 2048
_DEEPEST = 50
_WORDS = {"AND": "&&", "OR": "||"}
_BINDING = (("||",), ("&&",), ("==", "!=", "<", "<=", ">", ">="), ("+", "-"), ("*", "/"))
"""The operators, what binds loosest first."""


def parse(text: str) -> Node:
    """Raises `InvalidExpression`."""
    if not 1 <= len(text) <= _LONGEST:
        raise InvalidExpression(f"an expression has 1 to {_LONGEST} characters")
    parser = _Parser(_tokens(text))
    tree = parser.operation(0)
    parser.end()
    return tree


def _tokens(text: str) -> list[tuple[str, str]]:
    """The kind and the text of each token; a word of logic is its sign."""
    text, tokens, position = text.rstrip(), [], 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None or found.lastgroup is None:
            raise InvalidExpression(f"unexpected {text[position:].lstrip()[:1]!r} at {position}")
        token = found[found.lastgroup]
        tokens.append(("sign", _WORDS[token]) if token in _WORDS else (found.lastgroup, token))
        position = found.end()
    return tokens


class _Parser:
    """Recursive descent, one method for each kind of thing that can stand somewhere."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._depth = 0

    def operation(self, level: int) -> Node:
        if level == len(_BINDING):
            return self._operand()
        tree = self.operation(level + 1)
        while self._sign() in _BINDING[level]:
            tree = Operation(self._take()[1], tree, self.operation(level + 1))
        return tree

    def end(self) -> None:
        if self._tokens:
            raise InvalidExpression(f"unexpected {self._tokens[0][1]!r}")

    def _operand(self) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise InvalidExpression(f"nested deeper than {_DEEPEST}")
        try:
            return self._one()
        finally:
            self._depth -= 1

    def _one(self) -> Node:
        kind, token = self._take()
        if kind == "number":
            return Number(float(token))
        if kind == "text":
            return Word(token[1:-1])
        if kind == "name":
            return self._named(token)
        if token == "-":
            return Negation(self._operand())
        if token == "(":
            tree = self.operation(0)
            self._expect(")")
            return tree
        if token == "[":
            return Array(self._list("]"))
        raise InvalidExpression(f"unexpected {token!r}")

    def _named(self, name: str) -> Node:
        if self._sign() == "(":
            self._take()
            return Call(name, self._list(")"))
        return Reference(name) if ID.fullmatch(name) else Word(name)

    def _list(self, close: str) -> tuple[Node, ...]:
        if self._sign() == close:
            self._take()
            return ()
        items = [self.operation(0)]
        while self._sign() == ",":
            self._take()
            items.append(self.operation(0))
        self._expect(close)
        return tuple(items)

    def _sign(self) -> str | None:
        return self._tokens[0][1] if self._tokens and self._tokens[0][0] == "sign" else None

    def _take(self) -> tuple[str, str]:
        if not self._tokens:
            raise InvalidExpression("unexpected end")
        return self._tokens.pop(0)

    def _expect(self, sign: str) -> None:
        if self._sign() != sign:
            raise InvalidExpression(f"{sign!r} expected")
        self._take()
