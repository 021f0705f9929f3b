"""`airdef envelope`."""

from __future__ import annotations

import json

import pytest

from airdef.cli import main


def test_the_table_says_what_limits_where(capsys):
    assert main(["envelope", "48N6E2", "--mast", "16 m", "--rcs", "1 m2"]) == 0
    out = capsys.readouterr().out
    assert "published 3 to 200 km of slant range, 10 m to 27 km of altitude." in out
    head = next(line for line in out.splitlines() if "reach" in line)
    assert "horizon, 16 m" in head
    assert "radar, 1 m2" in head
    lines = [line.split() for line in out.splitlines() if " km " in line and "published 3" not in line]
    assert [" ".join(line[:2]) for line in lines][:5] == ["10 m", "50 m", "200 m", "500 m", "1 km"]


def test_json_and_a_picture_side_by_side(capsys, tmp_path):
    picture = tmp_path / "reach.svg"
    assert main(["envelope", "48N6E2", "5V55K", "--json", "--picture", str(picture)]) == 0
    first, second = json.loads(capsys.readouterr().out)
    assert (first["missile"], second["missile"]) == ("48N6E2", "5V55K")
    assert len(first["altitude_m"]) == len(first["reach_m"]) == len(first["limited_by"])
    assert picture.read_text(encoding="utf-8").count("<svg") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("48N6X",), "did you mean"),
        (("48N6E2", "--mast", "40 kg"), "--mast"),
        (("48N6E2", "--set", "defence.0.overrides.missile.max_sped=1"), "max_speed"),
        (("48N6E2", "--picture", "nowhere/reach.png"), "--picture"),
    ],
)
def test_bad_input_is_one_message_and_code_2(capsys, arguments, words):
    assert main(["envelope", *arguments]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert words in err
    assert len(err.strip().splitlines()) <= 3
