"""The committed inputs of a target, and others that are made of them by chance."""

import random

from conftest import CORPUS


def committed(target: str) -> list[bytes]:
    return [file.read_bytes() for file in sorted((CORPUS / target).iterdir())]


def spoiled(seeds: list[bytes], alphabet: bytes, count: int, seed: int) -> list[bytes]:
    """Seeds with a few bytes changed, left out, doubled, or exchanged for a part of another one."""
    chance = random.Random(seed)
    return [_spoiled(bytearray(chance.choice(seeds)), seeds, alphabet, chance) for _ in range(count)]


def _spoiled(value: bytearray, seeds: list[bytes], alphabet: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 3)):
        start = chance.randint(0, len(value))
        end = min(len(value), start + chance.randint(0, 4))
        other = chance.choice(seeds)
        begin = chance.randint(0, len(other))
        match chance.randrange(4):
            case 0: value[start:end] = bytes(chance.choices(alphabet, k=chance.randint(1, 3)))
            case 1: del value[start:end]
            case 2: value[start:start] = value[start:end]
            case _: value[start:end] = other[begin:begin + chance.randint(1, 12)]
    return bytes(value)
