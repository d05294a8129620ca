"""The targets as a whole: each has a corpus, a small one, and a broken property stops the process."""

import re

from conftest import CORPUS, run

LARGEST_CORPUS, LARGEST_INPUT = 40_000, 4_096
"""In bytes."""


def test_every_target_has_a_corpus_of_its_name() -> None:
    ran = run("none")
    names = re.search(r"FUZZ_TARGET must be one of (.+)", ran.stderr)
    assert ran.returncode != 0 and names
    assert names[1].split(", ") == sorted(folder.name for folder in CORPUS.iterdir())


def test_corpora_are_small() -> None:
    for folder in CORPUS.iterdir():
        sizes = [file.stat().st_size for file in folder.iterdir()]
        assert 0 < len(sizes) and sum(sizes) <= LARGEST_CORPUS and max(sizes) <= LARGEST_INPUT, folder.name
