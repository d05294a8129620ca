"""What an expression of metric math works on, and where data points are missing.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html:

- "Basic arithmetic functions" and "Comparison and logical operators": where only one of two series has a data point the other
  one's is 0; where neither has, there is none; a division by zero has none.
- "Using IF expressions": a condition without a data point has no outcome; a missing true value is 0, a missing false one stays so.
- "FILL": AWS does not say what it makes of a series without any data point in the range that it has asked for. It stays empty here, so
  that no alarm depends on the kinder answer.
- "AVG": what is missing in an array counts as 0.
"""

import operator
from collections.abc import Callable, Iterable

from .metric_trees import InvalidExpression

Point = float | None
Series = tuple[Point, ...]
"""The data points of one metric by period, the oldest first; None where there is none."""
Value = Point | Series | list[Series]
"""A scalar, a series or an array of them. A scalar is None where there was nothing to take it from."""

_ARITHMETIC: dict[str, Callable[[float, float], Point]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul,
    "/": lambda left, right: left / right if right else None,
}
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "&&": lambda left, right: bool(left and right), "||": lambda left, right: bool(left or right),
}


def combine(sign: str, left: Value, right: Value) -> Value:
    """An operator on two values; an array stands only in arithmetic, and only on one side."""
    if isinstance(left, list) or isinstance(right, list):
        if sign not in _ARITHMETIC or isinstance(left, list) and isinstance(right, list):
            raise InvalidExpression(f"{sign!r} does not take these arrays")
        if isinstance(left, list):
            return [_series(combine(sign, each, right)) for each in left]
        return [_series(combine(sign, left, each)) for each in right]
    compute = _ARITHMETIC.get(sign) or (lambda one, other: float(_COMPARISONS[sign](one, other)))
    if isinstance(left, tuple) and isinstance(right, tuple):
        return tuple(_both(compute, *pair) for pair in zip(left, right))
    if isinstance(left, tuple):
        return tuple(_known(compute, point, right) for point in left)
    if isinstance(right, tuple):
        return tuple(_known(compute, left, point) for point in right)
    return _known(compute, left, right)


def _both(compute: Callable[[float, float], Point], left: Point, right: Point) -> Point:
    return None if left is None and right is None else compute(left or 0.0, right or 0.0)


def _known(compute: Callable[[float, float], Point], left: Point, right: Point) -> Point:
    return None if left is None or right is None else compute(left, right)


def _series(value: Value) -> Series:
    if not isinstance(value, tuple):
        raise InvalidExpression("a time series is expected")
    return value


def negate(value: Value) -> Value:
    """Unary subtraction."""
    return combine("*", -1.0, value)


def choose(condition: Value, true: Value, false: Value | None, has_false: bool) -> Series:
    """IF; `has_false` says whether there is a third argument."""
    if isinstance(condition, list) or isinstance(true, list) or isinstance(false, list):
        raise InvalidExpression("IF does not take arrays")
    if isinstance(condition, tuple):
        return tuple(None if point is None else (_at(true, number) or 0.0) if point else _at(false, number)
                     for number, point in enumerate(condition))
    if not isinstance(true, tuple) or has_false and not isinstance(false, tuple):
        raise InvalidExpression("IF with a scalar condition takes time series")
    empty: Series = (None,) * len(true)
    if condition is None:
        return empty
    return true if condition else false if isinstance(false, tuple) else empty


def _at(value: Point | Series, number: int) -> Point:
    return value[number] if isinstance(value, tuple) else value


def fill(series: Series, filler: Point | Series | str) -> Series:
    """FILL with a number, a series, or the word REPEAT."""
    if all(point is None for point in series):
        return series
    if isinstance(filler, str):
        return tuple(_repeated(series))
    return tuple(_at(filler, number) if point is None else point for number, point in enumerate(series))


def _repeated(series: Series) -> Iterable[Point]:
    last: Point = None
    for point in series:
        last = last if point is None else point
        yield last


def running_sum(series: Series) -> Series:
    """RUNNING_SUM: the sum of a data point and of those before it."""
    total, sums = 0.0, []
    for point in series:
        total += point or 0.0
        sums.append(None if point is None else total)
    return tuple(sums)


def summary(function: str, value: Value) -> Point | Series:
    """SUM, AVG, MIN, MAX, DATAPOINT_COUNT: of one series a scalar, of an array a series."""
    if isinstance(value, tuple):
        return _summary(function, value, len([point for point in value if point is not None]))
    if not isinstance(value, list) or not value:
        raise InvalidExpression(f"{function} takes a time series or an array of them")
    return tuple(_summary(function, points, len(value)) for points in zip(*value))


def _summary(function: str, points: Series, count: int) -> Point:
    found = [point for point in points if point is not None]
    if function == "DATAPOINT_COUNT":
        return float(len(found))
    if not found:
        return None
    if function == "AVG":
        return sum(found) / count
    return {"SUM": sum, "MIN": min, "MAX": max}[function](found)
