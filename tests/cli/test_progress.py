import io
import sys

from numba import njit

from airdef.cli import progress
from airdef.cli.progress import CampaignBar, announce_compiling


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


def test_compiling_is_announced_once_and_only_when_it_happens(capsys):
    @njit
    def double(x):
        return 2 * x

    @njit
    def triple(x):
        return 3 * x

    with announce_compiling():
        assert capsys.readouterr().err == ""
        assert double(1) + triple(1) == 5
        assert capsys.readouterr().err.count("compiling the engine, once") == 1
        double(2)
        assert capsys.readouterr().err == ""
    double(1.5)  # a compile outside of the context is not announced
    assert capsys.readouterr().err == ""
