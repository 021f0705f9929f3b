import io
import re
import sys

import pytest
from numba import njit

from airdef.cli import ending, progress
from airdef.cli.progress import COMPILING, CampaignBar, CompileBar, announce_compiling
from airdef.jit import Compiling


class Terminal(io.StringIO):
    """A stderr that says it is a terminal."""

    def isatty(self):
        return True


def terminal(monkeypatch):
    """Put a terminal in the place of stderr (not by a fixture: pytest takes stderr back after the set-up)."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    return screen


def test_a_long_campaign_shows_a_bar(monkeypatch):
    screen = terminal(monkeypatch)
    monkeypatch.setattr(progress, "QUIET_S", 0.0)
    with CampaignBar() as bar:
        bar(1024, 4096)
        bar(2048, 4096)
    assert "2048/4096" in screen.getvalue()


def test_a_short_campaign_shows_nothing(monkeypatch):
    screen = terminal(monkeypatch)
    with CampaignBar() as bar:
        bar(1024, 4096)
    assert screen.getvalue() == ""


def test_without_a_terminal_nothing_is_shown(monkeypatch, capsys):
    monkeypatch.setattr(progress, "QUIET_S", 0.0)
    with CampaignBar() as bar:
        bar(1024, 4096)
    assert capsys.readouterr().err == ""


@pytest.fixture
def command():
    """A command begins, of which nothing has been told."""
    return ending.begin()


def compile_something():
    @njit
    def double(x):
        return 2 * x

    assert double(1) == 2


def test_compiling_is_one_line_and_only_when_it_happens(capsys, command):
    with announce_compiling():
        assert capsys.readouterr().err == ""
        compile_something()
        assert capsys.readouterr().err == f"{COMPILING} for this version and processor\n"
        compile_something()
        assert capsys.readouterr().err == ""
    with announce_compiling():  # of the same command
        compile_something()
        assert capsys.readouterr().err == ""
    compile_something()  # outside of the context
    assert capsys.readouterr().err == ""


def test_no_time_is_promised():
    assert not any(character.isdigit() for character in COMPILING)


def test_on_a_terminal_it_is_a_bar_that_goes_away(monkeypatch, command):
    screen = terminal(monkeypatch)
    with announce_compiling():
        compile_something()
        assert command.compile_bar is not None
    shown = screen.getvalue()
    assert re.search(rf"{COMPILING} .*\d+/\d+.* functions .*0:00:0", shown)
    assert "\x1b[2K" in shown[shown.rindex("functions") :]  # the line is cleared


def test_a_bar_of_a_campaign_takes_its_place(monkeypatch, command):
    screen = terminal(monkeypatch)
    monkeypatch.setattr(progress, "QUIET_S", 0.0)
    with announce_compiling():
        compile_something()
        with CampaignBar() as bar:
            bar(1024, 4096)
            begun = len(screen.getvalue())
            compile_something()
            bar(2048, 4096)
    assert COMPILING not in screen.getvalue()[begun:]


def test_under_a_bar_that_is_shown_compiling_is_a_line(monkeypatch, command):
    screen = terminal(monkeypatch)
    monkeypatch.setattr(progress, "QUIET_S", 0.0)
    with announce_compiling(), CampaignBar() as bar:
        bar(1024, 4096)
        compile_something()
        bar(2048, 4096)
    assert screen.getvalue().count(COMPILING) == 1
    assert "functions" not in screen.getvalue()


def test_the_last_line_knows_that_code_was_being_compiled(command):
    seen = Compiling(CompileBar())
    seen.in_background = True  # the other process compiles
    seen.there("of the engine")
    assert command.compiling
    seen.in_background = False
    seen.there("another")
    assert not command.compiling
