import json
import math

import pytest

from airdef.cli.output import interval, number, print_json, table


def test_json_has_no_nan(capsys):
    print_json({"a": math.nan, "b": [1.5, math.inf, None], "c": {"d": (2, "é")}})
    assert json.loads(capsys.readouterr().out) == {"a": None, "b": [1.5, None, None], "c": {"d": [2, "é"]}}


@pytest.mark.parametrize(
    ("value", "half", "text"),
    [
        (3.14159, 0.021, "3.142"),
        (3.14159, 0.21, "3.14"),
        (3.14159, 2.1, "3.1"),
        (314.159, 21.0, "314"),
        (0.00012345, 0.000012, "0.000123"),
        (12.5, math.nan, "12.5"),
        (123456.0, math.nan, "1.235e+05"),
        (math.nan, 0.1, "-"),
    ],
)
def test_digits_are_those_the_interval_bears_out(value, half, text):
    assert number(value, half) == text


def test_unknown_interval_is_a_dash():
    assert interval(math.nan, math.nan, math.nan) == "-"
    assert interval(1.0, 2.0, 0.5) == "1.00 to 2.00"


def test_brackets_in_names_are_kept(capsys):
    from airdef.cli.output import console

    console().print(table(("Name", "value"), [("[red]1", "[2]")]))
    assert "[red]1" in capsys.readouterr().out
