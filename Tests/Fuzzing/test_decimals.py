"""Numbers as the product reads them, held against Python's `decimal` behind the grammar of RFC 8259."""

import random
import re
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal

import pytest
from inputs import committed, spoiled

GRAMMAR = re.compile(rb"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
EXACT = Context(prec=100_000, Emax=MAX_EMAX, Emin=MIN_EMIN)
ALPHABET = b"0123456789.-+eE 00"
DIGITS, MAGNITUDES = 38, range(-130, 126)
"""What DynamoDB keeps."""
MONEY_PLACES, MONEY_DIGITS = 4, 37
AMOUNT = Decimal("999999999999999.9999")


def expected(text: bytes) -> str:
    """The exact value in plain digits, as a whole number of 64 bits, as money, and as an amount; `none` for what it is not."""
    if not GRAMMAR.fullmatch(text):
        return "refused"
    value = normal(text.decode())
    kept = fits(value)
    return " ".join([
        plain(value) if kept else "none",
        plain(value) if is_whole(value) else "none",
        plain(value) if kept and is_money(value) else "none",
        plain(value) if kept and is_money(value) and 0 < abs(value) <= AMOUNT else "none",
    ])


def normal(text: str) -> Decimal:
    """Without outer zeros; beyond the exponents that Python keeps, as far out as anything else."""
    mantissa, _, exponent = text.lower().partition("e")
    digits = EXACT.normalize(Decimal(mantissa))
    if digits.is_zero():
        return Decimal(0)
    return digits.scaleb(max(-10**6, min(10**6, int(exponent or 0))), EXACT)


def fits(value: Decimal) -> bool:
    return value.is_zero() or (len(value.as_tuple().digits) <= DIGITS and value.adjusted() in MAGNITUDES)


def is_whole(value: Decimal) -> bool:
    return value.adjusted() <= 18 and int(value.as_tuple().exponent) >= 0 and -2**63 <= value < 2**63


def is_money(value: Decimal) -> bool:
    places = int(value.as_tuple().exponent) + MONEY_PLACES
    return value.is_zero() or (places >= 0 and len(value.as_tuple().digits) + places <= MONEY_DIGITS)


def plain(value: Decimal) -> str:
    return format(value, "f")


def made(chance: random.Random) -> bytes:
    """A text of the grammar, often at an edge of what is kept."""
    sign, whole = chance.choice(["", "-"]), chance.choice(["0", "1", "9" * 15, "9" * 33, str(chance.randint(0, 10**20))])
    edges = [2**63 - 1, 2**63, 2**63 + 1, 10**15, 10**33, 10**37, 10**38]
    if chance.random() < 0.3:
        whole = str(chance.choice(edges))
    fraction = chance.choice(["", ".0", ".5", ".0001", ".00001", ".99990", "." + "0" * chance.randint(0, 130) + "1"])
    exponent = chance.choice(["", "", "e0", "E+2", "e-4", "e125", "e126", "e-130", "e-131", f"e{chance.randint(-140, 140)}"])
    return f"{sign}{whole}{fraction}{exponent}".encode()


@pytest.mark.parametrize("seed", range(4))
def test_both_read_the_same(answers, seed: int) -> None:
    chance = random.Random(seed)
    texts = committed("decimals") + [made(chance) for _ in range(3_000)]
    texts += spoiled(texts, ALPHABET, 2_000, seed)
    found = answers("decimals", texts)
    assert {text: (answer, expected(text)) for text, answer in found.items() if answer != expected(text)} == {}
    for place in range(4):
        kinds = [answer.split()[place] != "none" for answer in found.values() if answer != "refused"]
        assert 100 < sum(kinds) < len(kinds) - 100, "both kinds are there"
