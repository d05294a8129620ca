"""JSON as the product reads it, held against Python's `json`, which is made as strict as RFC 8259."""

import json
import random
import sys

import pytest
from inputs import committed, spoiled

DEPTH = 512
"""Nested deeper, a text is refused."""
ALPHABET = bytes(range(0x20, 0x7F)) + b'{}[]:,"\\0123456789.eE+-\t\n\r\x00\x1f\x7f\x80\xbf\xc3\xed\xf0\xff'


def strict(text: bytes) -> object:
    """The value, with numbers as their texts.

    Raises ValueError for what is no JSON: unlike Python, RFC 8259 knows no NaN, and half a surrogate pair is no character.
    """
    sys.setrecursionlimit(20_000)
    return checked(json.loads(
        text.decode(), parse_float=Number, parse_int=Number, parse_constant=refuse, object_pairs_hook=Members), 0)


class Members(tuple):
    """The members of an object as they stand there, so that those are looked at as well which later ones replace."""

    __slots__ = ()


class Number(str):
    """A number's text, which equals no string."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Number) and str(self) == str(other)

    __hash__ = str.__hash__


def refuse(name: str) -> object:
    raise ValueError(name)


def checked(value: object, depth: int) -> object:
    if isinstance(value, (list, Members)) and depth == DEPTH:
        raise ValueError("too deep")
    match value:
        case str():
            value.encode()
            return value
        case Members(): return {checked(name, depth + 1): checked(member, depth + 1) for name, member in value}
        case list(): return [checked(element, depth + 1) for element in value]
        case _: return value


def expected(text: bytes) -> object:
    try:
        return strict(text)
    except ValueError:
        return "refused"


def made(chance: random.Random, depth: int = 0) -> str:
    """A text of the grammar, with its white space and escapes."""
    space = chance.choice(["", "", " ", "\n\t\r "])
    match chance.randrange(4 if depth > 5 else 6):
        case 0: text = chance.choice(["true", "false", "null", "0", "-0", "1e5", "-0.50E-07", "12345678901234567890.5"])
        case 1: text = json.dumps("".join(chance.choices("a\"\\/\b\n\x00\x1f é\u2028\ud7ff\ue000😀", k=chance.randint(0, 9))))
        case 2: text = '"' + "".join(chance.choices(["\\u00e9", "\\uD83D\\ude00", "\\/", "é", "x" * 9], k=4)) + '"'
        case 3: text = str(chance.randint(-10**20, 10**20))
        case 4: text = "[" + ",".join(made(chance, depth + 1) for _ in range(chance.randint(0, 4))) + "]"
        case _:
            names = [json.dumps(chance.choice(["a", "b", "é", "", "a b"])) for _ in range(chance.randint(0, 4))]
            text = "{" + ",".join(f"{space}{name}{space}:{made(chance, depth + 1)}" for name in names) + "}"
    return space + text + space


@pytest.mark.parametrize("seed", range(4))
def test_both_read_the_same(answers, seed: int) -> None:
    chance = random.Random(seed)
    texts = committed("json") + [made(chance).encode() for _ in range(1_000)]
    texts += [b"[" * depth + b"]" * depth for depth in (DEPTH - 1, DEPTH, DEPTH + 1)]
    texts += spoiled(texts, ALPHABET, 3_000, seed)
    found = answers("json", texts)
    outcomes = {text: expected(text) for text in found}
    differing = {text: (answer, outcomes[text]) for text, answer in found.items()
                 if ("refused" if answer == "refused" else strict(answer.encode())) != outcomes[text]}
    assert differing == {}
    refused = sum(answer == "refused" for answer in found.values())
    assert 500 < refused < len(found) - 1_000, "both kinds are there"
