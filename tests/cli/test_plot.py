"""`airdef plot`."""

from __future__ import annotations

import pytest

from airdef.cli import main


@pytest.mark.parametrize(
    "arguments",
    [
        ("detection", "64N6E2", "--rcs", "1 m2", "--rcs", "10 m2"),
        ("blake", "30N6E2", "--rcs", "2 m2", "--top", "20 km"),
        ("lowest-visible", "S-300PMU-2/north/radar", "--scenario", "island", "--azimuth", "200 deg"),
    ],
)
def test_a_picture_is_drawn(tmp_path, capsys, arguments):
    out = tmp_path / "picture.svg"
    assert main(["plot", *arguments, "--out", str(out)]) == 0
    assert str(out) in capsys.readouterr().out
    assert out.read_text(encoding="utf-8").count("<path") > 20


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("detection", "64N6E2", "--rcs", "1 km"), "--rcs"),
        (("blake", "64N6E3"), "did you mean"),
        (("detection", "64N6E2", "--out", "nowhere/x.png"), "--out"),
    ],
)
def test_bad_input_is_one_message_and_code_2(capsys, arguments, words):
    assert main(["plot", *arguments]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert words in err
