"""Times as the product reads them, held against Python's `datetime` behind the grammar of RFC 3339."""

import random
import re
from datetime import UTC, datetime, timedelta

import pytest
from inputs import committed, spoiled

GRAMMAR = re.compile(
    rb"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?"
    rb"(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CYCLE, CYCLE_SECONDS = 400, 146_097 * 86_400
"""The calendar repeats itself; Python knows no year 0, and nothing behind 9999."""
ALPHABET = b"0123456789-:.TtZz+ 9560"


def expected(text: bytes) -> str:
    found = GRAMMAR.fullmatch(text)
    if not found:
        return "refused"
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    east = timedelta(hours=int(found[9] or 0), minutes=int(found[10] or 0)) * (-1 if found[8] == b"-" else 1)
    if second > 60 or int(found[9] or 0) > 23 or int(found[10] or 0) > 59:
        return "refused"
    cycles = (year - 2000) // CYCLE
    try:
        instant = datetime(year - cycles * CYCLE, month, day, hour, minute, min(second, 59), tzinfo=UTC) - east
    except ValueError:
        return "refused"
    nanoseconds = int((found[7] or b"0")[:9].ljust(9, b"0"))
    if second == 60:
        following = instant + timedelta(seconds=1)
        if (following.day, following.hour, following.minute, following.second) != (1, 0, 0, 0):
            return "refused"
        nanoseconds = 999_999_000
    return written(instant, cycles, nanoseconds)


def written(instant: datetime, cycles: int, nanoseconds: int) -> str:
    year = instant.year + cycles * CYCLE
    if not 0 <= year <= 9999:
        return "refused"
    seconds = (instant - EPOCH) // timedelta(seconds=1) + cycles * CYCLE_SECONDS
    return f"{year:04}-{instant:%m-%dT%H:%M:%S}.{nanoseconds // 1_000:06}Z {seconds} {nanoseconds}"


def made(chance: random.Random) -> bytes:
    """A text of the grammar, often at an edge of it."""
    date = f"{chance.choice([0, 1, 1900, 2000, 2024, 9999, chance.randint(0, 9999)]):04}-{chance.randint(1, 12):02}-"
    date += f"{chance.choice([1, 28, 29, 30, 31, chance.randint(1, 31)]):02}"
    time = chance.choice(["00:00:00", "23:59:59", "23:59:60", "12:34:56", "00:29:60"])
    fraction = chance.choice(["", ".0", ".000001", ".9999999999", f".{chance.randint(0, 10**9)}"])
    offset = chance.choice(["Z", "z", "+00:00", "-00:00", "+23:59", "-23:59", "+00:30", f"-{chance.randint(0, 25):02}:30"])
    return f"{date}{chance.choice('TTt')}{time}{fraction}{offset}".encode()


@pytest.mark.parametrize("seed", range(4))
def test_both_read_the_same(answers, seed: int) -> None:
    chance = random.Random(seed)
    texts = committed("timestamps") + [made(chance) for _ in range(3_000)]
    texts += [f"{year}-{month:02}-{day}T23:59:60Z".encode() for year in (2023, 2024) for month in range(1, 13) for day in range(28, 32)]
    texts += spoiled(texts, ALPHABET, 2_000, seed)
    found = answers("timestamps", texts)
    assert {text: (answer, expected(text)) for text, answer in found.items() if answer != expected(text)} == {}
    refused = sum(answer == "refused" for answer in found.values())
    assert 500 < refused < len(found) - 1_000, "both kinds are there"
