"""The page says what was compared, and lists by itself what was not."""

from __future__ import annotations

from .figures import draw
from .page import page, rules, write
from .record import compared

ROWS = [
    compared(
        "physics.atmosphere",
        [1.225, 0.4135],
        [1.225, 0.4135],
        law="density",
        against="ICAO Doc 7488",
        kind="print",
        rel=1e-6,
        figure="atmosphere",
        x=[0.0, 10e3],
    ),
    compared(
        "engine", [0.0], [0.0], law="case (Tracks, Why it leaked)", against="SimPy", kind="second engine", abs=0.0
    ),
]


def test_the_page_has_a_line_for_every_law_and_names_what_has_none():
    text = "\n".join(page(ROWS, {}))
    assert "| density | ICAO Doc 7488 | print | 2 | 0 | 1e-06 (relative) |" in text
    gaps = text[text.index("### Without any reference yet") :]
    assert "- physics.radar" in gaps
    assert "- physics.atmosphere" not in gaps
    assert "“Ready”" in gaps
    assert "“Tracks”" not in gaps


def test_the_rules_are_the_headings_of_their_page():
    assert {"Tracks", "Ready", "Decisions", "Why it leaked"} <= set(rules())


def test_page_and_figures_are_the_same_bytes_every_time(tmp_path):
    for name in ("first", "second"):
        write(tmp_path / name / "index.md", ROWS)
    for file in ("index.md", "figures/atmosphere.svg"):
        first, second = ((tmp_path / name / file).read_bytes() for name in ("first", "second"))
        assert first == second
    assert "figures/atmosphere.svg" in (tmp_path / "first" / "index.md").read_text()


def test_without_points_there_is_no_figure(tmp_path):
    assert draw(ROWS[1:], tmp_path) == {}
