"""Metric math by itself: how expressions are read, and what becomes of missing data points."""

import sys

import pytest
from running import ROOT

sys.path.insert(0, str(ROOT))
from local_aws.metric_expressions import parse  # noqa: E402
from local_aws.metric_math import Evaluation  # noqa: E402
from local_aws.metric_trees import InvalidExpression  # noqa: E402

METRICS = {
    "m1": (30.0, 20.0, 0.0, 0.0),
    "m2": (20.0, None, 20.0, None),
    "none": (None, None, None, None),
    "on": (1.0, 1.0, 0.0, None),
    "late": (None, 5.0, None, 7.0),
}


def value(expression: str, **others: str) -> object:
    trees = {name: parse(text) for name, text in {"e": expression, **others}.items()}
    return Evaluation(METRICS, trees, 4).value("e")


@pytest.mark.parametrize(("expression", "expected"), [
    ("1 + 2 * 3", 7.0),
    ("(1 + 2) * 3", 9.0),
    ("8 - 2 - 1", 5.0),
    ("8 / 4 / 2", 1.0),
    ("-2 * -3.5", 7.0),
    ("2 - -2", 4.0),
    ("1 < 2 == 1", 1.0),
    ("1 + 1 > 1 && 0 || 1", 1.0),
    ("1 OR 1 AND 0", 1.0),
    ("(1 OR 1) AND 0", 0.0),
    ("2 != 2", 0.0),
    ("2 >= 2", 1.0),
    ("2 <= 1", 0.0),
    ("SUM(m1)", 50.0),
    ("AVG(m2)", 20.0),
    ("MAX(m1) - MIN(late)", 25.0),
    ("DATAPOINT_COUNT(m2)", 2.0),
    ("SUM(none)", None),
])
def test_scalars(expression: str, expected: float | None) -> None:
    assert value(expression) == expected


@pytest.mark.parametrize(("expression", "expected"), [
    ("m1 + m2", (50.0, 20.0, 20.0, 0.0)),
    ("m2 - late", (20.0, -5.0, 20.0, -7.0)),
    ("none + none", (None,) * 4),
    ("m1 / m2", (1.5, None, 0.0, None)),
    ("100 / m1", (100 / 30, 5.0, None, None)),
    ("m2 + 1", (21.0, None, 21.0, None)),
    ("-late", (None, -5.0, None, -7.0)),
    ("m1 * SUM(none)", (None,) * 4),
    ("m1 < m2", (0.0, 0.0, 1.0, 0.0)),
    ("m1 >= 30", (1.0, 0.0, 0.0, 0.0)),
    ("m1 > 15 AND m2 > 15", (1.0, 0.0, 0.0, 0.0)),
    ("none == 0", (None,) * 4),
    ("m1 > none", (1.0, 1.0, 0.0, 0.0)),
    ("FILL(m2, 3)", (20.0, 3.0, 20.0, 3.0)),
    ("FILL(m2, m1)", (20.0, 20.0, 20.0, 0.0)),
    ("FILL(late, REPEAT)", (None, 5.0, 5.0, 7.0)),
    ("FILL(none, 0)", (None,) * 4),
    ("FILL(none, m1)", (None,) * 4),
    ("IF(on, late, m1)", (0.0, 5.0, 0.0, None)),
    ("IF(on, late)", (0.0, 5.0, None, None)),
    ("IF(on, 5, m2)", (5.0, 5.0, 20.0, None)),
    ("IF(on, m1, 5)", (30.0, 20.0, 5.0, None)),
    ("IF(on, 2, 1)", (2.0, 2.0, 1.0, None)),
    ("IF(m1 > 15, m1)", (30.0, 20.0, None, None)),
    ("IF(1, m1, m2)", METRICS["m1"]),
    ("IF(0, m1, m2)", METRICS["m2"]),
    ("IF(0, m1)", (None,) * 4),
    ("IF(AVG(none), m1, m2)", (None,) * 4),
    ("SUM([m1, m2])", (50.0, 20.0, 20.0, 0.0)),
    ("AVG([m1, m2])", (25.0, 10.0, 10.0, 0.0)),
    ("MIN([m2, late])", (20.0, 5.0, 20.0, 7.0)),
    ("MAX(METRICS())", (30.0, 20.0, 20.0, 7.0)),
    ("SUM(METRICS('m'))", (50.0, 20.0, 20.0, 0.0)),
    ("SUM([METRICS(\"m1\"), METRICS(\"late\")])", (30.0, 25.0, 0.0, 7.0)),
    ("SUM(2 * [m1, m2])", (100.0, 40.0, 40.0, 0.0)),
    ("SUM([m1, m2] / m1)", (1.0 + 20 / 30, 1.0, None, None)),
    ("SUM(-[m1, m2])", (-50.0, -20.0, -20.0, 0.0)),
    ("SUM(FILL([m2, late], 1))", (21.0, 6.0, 21.0, 8.0)),
    ("DATAPOINT_COUNT([m1, m2])", (2.0, 1.0, 2.0, 1.0)),
    ("RUNNING_SUM(m2)", (20.0, None, 40.0, None)),
    ("TIME_SERIES(MAX(m1))", (30.0,) * 4),
    ("m1 - AVG(m1)", (17.5, 7.5, -12.5, -12.5)),
    ("IF(FILL(m2, 0) > 0 AND FILL(on, 0) == 0, 1, 0)", (0.0, 0.0, 1.0, 0.0)),
])
def test_series(expression: str, expected: tuple) -> None:
    assert value(expression) == pytest.approx(expected)


def test_expressions_use_each_other() -> None:
    assert value("sum * 2", sum="m1 + part", part="FILL(m2, 1)") == (100.0, 42.0, 40.0, 2.0)


@pytest.mark.parametrize("expression", [
    "", " ", "m1 +", "m1 m2", "(m1", "m1)", "[m1", "1.", ".5", "m1 ^ 2", "m1 & m2", "m1 = m2", "m1 and m2", "'text", "x" * 2049,
    "(" * 60 + "m1" + ")" * 60, "-" * 60 + "m1",
    "missing", "Missing", "REPEAT", "'m1'", "sum(m1)", "ABS(m1)", "SUM()", "SUM(1)", "SUM(m1, m2)", "METRICS(m1)", "SUM(METRICS('x'))",
    "FILL(m1)", "FILL(1, 0)", "FILL(m1, LATEST)", "FILL(m1, METRICS())", "TIME_SERIES(m1)", "RUNNING_SUM(1)",
    "IF(m1)", "IF(1, 1, 0)", "IF(1, m1, 0)", "IF(METRICS(), m1, m2)", "[m1, 1]", "METRICS() > 1", "METRICS() + [m1]",
])
def test_what_cannot_be_read_or_does_not_fit_together(expression: str) -> None:
    with pytest.raises(InvalidExpression):
        value(expression)


def test_an_expression_that_refers_to_itself() -> None:
    with pytest.raises(InvalidExpression, match="refers to itself"):
        value("other", other="e + 1")
