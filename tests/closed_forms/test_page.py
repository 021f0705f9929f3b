"""The page shows every case that the tests assert, with the number that it must give."""

from __future__ import annotations

from . import cases, erlang
from .page import PATH, _number


def test_the_page_shows_every_case():
    text = PATH.read_text(encoding="utf-8")
    groups = (
        cases.SALVOS,
        cases.LOOKS,
        cases.ANNIHILATION,
        cases.DEPTH,
        cases.HUGHES,
        cases.ARMSTRONG,
        cases.UNCERTAIN,
    )
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| ")]
    shown = {(row[0].removeprefix("| "), row[2]) for row in rows if len(row) == 6}
    asserted = {(case.label, _number(check.expected)) for group in groups for case in group for check in case.checks}
    assert asserted == shown - {("case", "closed form")}
    for load, channels in erlang.SYSTEMS:
        assert text.count(f"\n| {load} | {channels} | ") == 2
