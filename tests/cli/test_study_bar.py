"""The bar of studies: silent where nobody looks, one bar a stage where somebody does."""

import sys

import pytest

from airdef.cli import study_bar
from airdef.cli.study_bar import StudyBar


def test_nothing_is_shown_where_stderr_is_no_terminal(capsys, monkeypatch):
    monkeypatch.setattr(study_bar, "QUIET_S", 0.0)
    with StudyBar() as bar:
        bar("states", 1, 2)
        bar.of("points")(2, 2)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("quiet", [0.0, 60.0])
def test_stages_are_shown_after_a_while(monkeypatch, quiet):
    monkeypatch.setattr(study_bar, "QUIET_S", quiet)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with StudyBar() as bar:
        bar("screening", 1, 4)
        bar("indices", 3, 9)
        shown = [] if bar._bar is None else [(t.description, t.completed, t.total) for t in bar._bar.tasks]
    assert shown == ([] if quiet else [("screening", 1, 4), ("indices", 3, 9)])
