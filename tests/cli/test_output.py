import json
import math

from airdef.cli.output import print_json, table


def test_json_has_no_nan(capsys):
    print_json({"a": math.nan, "b": [1.5, math.inf, None], "c": {"d": (2, "é")}})
    assert json.loads(capsys.readouterr().out) == {"a": None, "b": [1.5, None, None], "c": {"d": [2, "é"]}}


def test_brackets_in_names_are_kept(capsys):
    from airdef.cli.output import console

    console().print(table(("Name", "value"), [("[red]1", "[2]")]))
    assert "[red]1" in capsys.readouterr().out
