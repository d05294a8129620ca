"""The expressions of metric math, evaluated.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html ("Functions supported for metric math"): of those
the ones that are here; an alarm with another one is refused, because it would never be right.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .metric_trees import Array, Call, InvalidExpression, Negation, Node, Number, Operation, Reference, Word
from .metric_values import Series, Value, choose, combine, fill, negate, running_sum, summary

_SUMMARIES = ("SUM", "AVG", "MIN", "MAX", "DATAPOINT_COUNT")


@dataclass(frozen=True)
class Evaluation:
    """One evaluation of expressions that know each other's ids, each over `periods` periods."""

    metrics: Mapping[str, Series]
    expressions: Mapping[str, Node]
    periods: int

    def value(self, identifier: str, above: tuple[str, ...] = ()) -> Value:
        """What a metric or an expression is worth; `above` are those that asked for it. Raises `InvalidExpression`."""
        if identifier in self.metrics:
            return self.metrics[identifier]
        if identifier not in self.expressions:
            raise InvalidExpression(f"{identifier!r} is no id of this alarm")
        if identifier in above:
            raise InvalidExpression(f"{identifier!r} refers to itself")
        return self._of(self.expressions[identifier], (*above, identifier))

    def _of(self, node: Node, above: tuple[str, ...]) -> Value:
        match node:
            case Number(value):
                return value
            case Reference(identifier):
                return self.value(identifier, above)
            case Negation(operand):
                return negate(self._of(operand, above))
            case Operation(sign, left, right):
                return combine(sign, self._of(left, above), self._of(right, above))
            case Array(items):
                return self._array(items, above)
            case Call(function, arguments):
                return self._call(function, arguments, above)
            case Word(text):
                raise InvalidExpression(f"{text!r} cannot stand here")

    def _array(self, items: tuple[Node, ...], above: tuple[str, ...]) -> list[Series]:
        """An array in an array is part of it."""
        found: list[Series] = []
        for value in (self._of(item, above) for item in items):
            if isinstance(value, float) or value is None:
                raise InvalidExpression("an array is of time series")
            found += value if isinstance(value, list) else [value]
        return found

    def _call(self, function: str, arguments: tuple[Node, ...], above: tuple[str, ...]) -> Value:
        if function == "METRICS":
            return self._metrics(arguments)
        if function == "FILL":
            return self._fill(arguments, above)
        values = [self._of(argument, above) for argument in arguments]
        if function == "IF" and len(values) in (2, 3):
            return choose(values[0], values[1], values[2] if len(values) == 3 else None, len(values) == 3)
        if function in _SUMMARIES and len(values) == 1:
            return summary(function, values[0])
        if function == "RUNNING_SUM" and len(values) == 1:
            return _each(function, running_sum, values[0])
        if function == "TIME_SERIES" and len(values) == 1 and not isinstance(values[0], (tuple, list)):
            return (values[0],) * self.periods
        raise InvalidExpression(f"{function} with {len(values)} such arguments is no function of this local AWS")

    def _metrics(self, arguments: tuple[Node, ...]) -> list[Series]:
        match arguments:
            case ():
                return list(self.metrics.values())
            case (Word(part),):
                return [series for identifier, series in self.metrics.items() if part in identifier]
        raise InvalidExpression("METRICS takes nothing or a text")

    def _fill(self, arguments: tuple[Node, ...], above: tuple[str, ...]) -> Value:
        if len(arguments) != 2:
            raise InvalidExpression("FILL takes two arguments")
        second = arguments[1]
        filler = second.text if isinstance(second, Word) else self._of(second, above)
        if filler != "REPEAT" and isinstance(filler, (str, list)):
            raise InvalidExpression("FILL takes a number, a time series or REPEAT here")
        return _each("FILL", lambda series: fill(series, filler), self._of(arguments[0], above))


def _each(function: str, work: Callable[[Series], Series], value: Value) -> Value:
    if isinstance(value, tuple):
        return work(value)
    if isinstance(value, list):
        return [work(series) for series in value]
    raise InvalidExpression(f"{function} takes a time series or an array of them")
