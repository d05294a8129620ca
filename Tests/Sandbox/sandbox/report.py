"""The report: what was run, and one section for each question."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Answer:
    done: str
    answered: str
    """In AWS's own words and numbers."""
    verdict: str


QUESTIONS = {
    "decimals": "Does the bus carry decimals exactly?",
    "order": "In which order are items with equal keys of EventType-Timestamp-index?",
    "timestamps": "How far apart are the events of one command of 50?",
    "archive": "Does update-archive --kms-key-identifier work with the statement of the key that is made here?",
    "replica": "Can a replica be added under the policy that denies changes of events?",
    "killed": "What does filter-log-events show of a function that its time-out has killed?",
    "platform": "What is in the line platform.report of a time-out?",
    "fill": "What does FILL make of a metric that was never written?",
    "source": "Does the bus's condition events:source deny an administrator's PutEvents?",
}


@dataclass
class Report:
    """Written anew after each change, so that nothing is lost where a run ends early."""

    file: Path
    title: str
    steps: list[tuple[str, str]] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)

    def step(self, name: str, outcome: str) -> None:
        self.steps.append((name, outcome))
        self._write()

    def answer(self, question: str, answer: Answer) -> None:
        assert question in QUESTIONS
        self.answers[question] = answer
        self._write()

    def _write(self) -> None:
        lines = [f"# {self.title}", ""]
        for question, text in QUESTIONS.items():
            lines += [f"## {text}", "", *self._section(self.answers.get(question)), ""]
        lines += ["## Steps", "", "| step | outcome |", "| --- | --- |"]
        lines += [f"| {name} | {outcome} |" for name, outcome in self.steps]
        self.file.write_text("\n".join(lines) + "\n")

    @staticmethod
    def _section(answer: Answer | None) -> list[str]:
        if answer is None:
            return ["Not asked: the run had not come so far."]
        return [f"**Done:** {answer.done}", "", "**Answered:**", "", "```", answer.answered.strip(), "```", "", f"**Verdict:** {answer.verdict}"]
