"""Filter patterns for JSON log events.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax-for-Metric-Filters.html: `{ CONDITION }`, where a
condition compares a selector (`$.a.b`, `$.a[0]`) with a string (quoted or not, with `*` at its ends), a number or a regular
expression between percent signs, or asks `IS NULL`, `IS TRUE`, `IS FALSE` or `NOT EXISTS`; `&&` binds closer than `||`. An event
that is no JSON matches none; a comparison with what is not there is false. A pattern that cannot be read is refused with
InvalidParameterException. MiniStack takes all events for such a pattern.
"""

import json
import re
from collections.abc import Callable

from ministack.core.responses import error_response_json
from ministack.services import cloudwatch_logs

from .patching import replace

_TOKEN = re.compile(r"""\s*(?:
    (?P<selector>\$(?:\.[\w-]+|\[\d+\]|\["[^"]+"\])+)|(?P<operator>&&|\|\||!=|<=|>=|=|<|>)|(?P<bracket>[()])
    |(?P<text>"(?:[^"\\]|\\.)*")|(?P<regex>%[^%]+%)|(?P<word>[^\s()&|=<>!"%]+))""", re.VERBOSE)
_STEP = re.compile(r'\.([\w-]+)|\[(\d+)\]|\["([^"]+)"\]')
_MISSING = object()

Condition = Callable[[object], bool]


class _Unreadable(Exception):
    pass


def condition(pattern: str) -> Condition:
    """What an event's JSON must fulfil."""
    text = pattern.strip()
    if not (text.startswith("{") and text.endswith("}")):
        raise _Unreadable(pattern)
    parser = _Parser(_tokens(text[1:-1]))
    found = parser.any_of()
    if parser.left():
        raise _Unreadable(pattern)
    return found


def _tokens(text: str) -> list[tuple[str, str]]:
    found, position, text = [], 0, text.rstrip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise _Unreadable(text)
        found.append((match.lastgroup, match[match.lastgroup]))
        position = match.end()
    return found


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens

    def left(self) -> bool:
        return bool(self._tokens)

    def any_of(self) -> Condition:
        parts = [self._all_of()]
        while self._takes("||"):
            parts.append(self._all_of())
        return lambda event: any(part(event) for part in parts)

    def _all_of(self) -> Condition:
        parts = [self._one()]
        while self._takes("&&"):
            parts.append(self._one())
        return lambda event: all(part(event) for part in parts)

    def _one(self) -> Condition:
        if self._takes("("):
            inner = self.any_of()
            if not self._takes(")"):
                raise _Unreadable("a bracket is not closed")
            return inner
        selector = self._next("selector")
        kind, word = self._tokens.pop(0) if self._tokens else ("", "")
        if kind == "operator":
            return _comparison(selector, word, *self._value())
        return _question(selector, word, self._next("word"))

    def _value(self) -> tuple[str, str]:
        if not self._tokens or self._tokens[0][0] not in ("text", "regex", "word"):
            raise _Unreadable("a comparison without a value")
        return self._tokens.pop(0)

    def _next(self, kind: str) -> str:
        if not self._tokens or self._tokens[0][0] != kind:
            raise _Unreadable(f"a {kind} is missing")
        return self._tokens.pop(0)[1]

    def _takes(self, word: str) -> bool:
        if self._tokens and self._tokens[0][0] in ("operator", "bracket") and self._tokens[0][1] == word:
            self._tokens.pop(0)
            return True
        return False


def _select(event: object, selector: str) -> object:
    for name, index, quoted in _STEP.findall(selector):
        key: str | int = int(index) if index else name or quoted
        try:
            event = event[key]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            return _MISSING
    return event


def _question(selector: str, word: str, what: str) -> Condition:
    answers: dict[tuple[str, str], Condition] = {
        ("IS", "NULL"): lambda found: found is None, ("IS", "TRUE"): lambda found: found is True,
        ("IS", "FALSE"): lambda found: found is False, ("NOT", "EXISTS"): lambda found: found is _MISSING}
    if (word, what) not in answers:
        raise _Unreadable(f"{word} {what}")
    return lambda event: answers[word, what](_select(event, selector))


def _comparison(selector: str, operator: str, kind: str, value: str) -> Condition:
    is_equal = _equality(kind, value)
    if operator in ("=", "!="):
        return lambda event: (found := _select(event, selector)) is not _MISSING and is_equal(found) == (operator == "=")
    if operator in ("&&", "||") or kind != "word":
        raise _Unreadable(f"{operator} {value}")
    try:
        limit = float(value)
    except ValueError:
        raise _Unreadable(f"{operator} {value}") from None
    holds: dict[str, Callable[[float], bool]] = {
        "<": lambda number: number < limit, "<=": lambda number: number <= limit,
        ">": lambda number: number > limit, ">=": lambda number: number >= limit}
    return lambda event: _is_number(found := _select(event, selector)) and holds[operator](found)  # type: ignore[arg-type]


def _equality(kind: str, value: str) -> Callable[[object], bool]:
    if kind == "regex":
        wanted = re.compile(value[1:-1])
        return lambda found: isinstance(found, str) and wanted.search(found) is not None
    text = json.loads(value) if kind == "text" else value
    shape = re.compile(".*".join(re.escape(part) for part in text.split("*")), re.DOTALL)
    try:
        number = float(text) if kind == "word" else None
    except ValueError:
        number = None
    return lambda found: found == number if _is_number(found) else isinstance(found, str) and shape.fullmatch(found) is not None


def _is_number(found: object) -> bool:
    return isinstance(found, (int, float)) and not isinstance(found, bool)


def _compiled(original: Callable) -> Callable:
    def compile_pattern(raw: str) -> Callable[[str], bool]:
        if not raw.strip().startswith("{"):
            return original(raw)
        holds = condition(raw)

        def matches(message: str) -> bool:
            try:
                return holds(json.loads(message))
            except ValueError:
                return False

        return matches

    return compile_pattern


def _checked(original: Callable) -> Callable:
    def filter_events(data: dict) -> tuple:
        try:
            return original(data)
        except _Unreadable:
            return error_response_json("InvalidParameterException", "Invalid filter pattern", 400)

    return filter_events


def install() -> None:
    replace(cloudwatch_logs, "_compile_filter_pattern", _compiled)
    replace(cloudwatch_logs, "_filter_log_events", _checked)
