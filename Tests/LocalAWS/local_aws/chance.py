"""Chance that can be repeated: what is drawn depends on the seed and on what it is drawn for, not on the order."""

import hashlib


class Chance:
    """Numbers drawn from a seed."""

    def __init__(self, seed: int) -> None:
        self._key = seed.to_bytes((seed.bit_length() + 7) // 8 or 1, "big")[:64]

    def fraction(self, *subject: object) -> float:
        """At least 0 and below 1; always the same for one subject."""
        return int.from_bytes(self.digest(*subject)[:6], "big") / 2**48

    def digest(self, *subject: object) -> bytes:
        """Sixteen bytes whose order among subjects is by chance."""
        return hashlib.blake2b(repr(subject).encode(), key=self._key, digest_size=16).digest()
