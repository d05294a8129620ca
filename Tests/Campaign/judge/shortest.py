"""The shortest history of one aggregate that still shows what is wrong with it."""

from .evidence import Evidence
from .judgement import judge_aggregate, lines_of
from .verdict import Fault, Verdict


def shortest(evidence: Evidence, fault: Fault) -> list[dict]:
    """Lines of the history, with none left that the fault does not need; all of them where it is not the history's."""
    lines = sorted(lines_of(evidence).get(fault.aggregate or "", []), key=lambda line: line["begin"])
    if fault.aggregate is None or not _shows(evidence, fault, lines):
        return lines
    piece = max(1, len(lines) // 2)
    while True:
        place = 0
        while place < len(lines):
            fewer = lines[:place] + lines[place + piece:]
            if _shows(evidence, fault, fewer):
                lines = fewer
            else:
                place += piece
        if piece == 1:
            return lines
        piece //= 2


def _shows(evidence: Evidence, fault: Fault, lines: list[dict]) -> bool:
    """Whether the same rule is broken in the same words; what only lacks the lines that were left out counts for nothing."""
    verdict, name = Verdict(), fault.aggregate or ""
    judge_aggregate(name, evidence.logs.get(name, []), lines, evidence.of_kind("act"), verdict)
    return any(found.check == fault.check and found.words[:60] == fault.words[:60] for found in verdict.faults)
