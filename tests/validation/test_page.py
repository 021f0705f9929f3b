"""The page says what was compared, and lists by itself what was not."""

from __future__ import annotations

import pytest

from .figures import draw
from .inventory import public
from .page import page, rules, verdict, write
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
        functions=("physics.atmosphere.density",),
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


def test_what_has_no_check_is_listed_as_such_module_by_module_and_function_by_function():
    text = "\n".join(page(ROWS, {}))
    glance, laws = text[: text.index("## Every law")], text[text.index("## Every law") :]
    radar = next(line for line in glance.splitlines() if line.startswith("| physics.radar "))
    assert "**nothing yet**" in radar
    assert f"| 0 of {len(public('physics.radar'))} |" in radar
    air = next(line for line in glance.splitlines() if line.startswith("| physics.atmosphere "))
    assert "| 2 |" in air
    assert f"| 1 of {len(public('physics.atmosphere'))} |" in air
    assert "### physics.viewshed\nNothing yet." in laws
    rests = {line.split(" | ")[0]: line.split(" | ")[-1] for line in laws.splitlines() if line.startswith("| `")}
    assert rests["| `atmosphere.density`"] == "print |"
    assert rests["| `atmosphere.geopotential_altitude`"] == "through `atmosphere.density` |"
    assert rests["| `radar.snr`"] == "**nothing yet** |"


@pytest.mark.parametrize(
    ("coverage", "promised", "words"),
    [
        (0.95, None, "yes"),
        (0.98, None, "NO"),
        (0.999, 0.998, "more, as theory says"),
        (0.999, 0.96, "NO"),
        (0.921, 0.92, "less, as theory says"),
    ],
)
def test_a_coverage_outside_the_band_needs_theory(coverage, promised, words):
    data = {"band": (0.93, 0.97), "campaigns": 2000}
    assert verdict({"coverage": coverage, "promised": promised}, data) == words


def test_the_rules_are_the_headings_of_their_page():
    assert {"Tracks", "Ready", "Decisions", "Why it leaked"} <= set(rules())


def test_page_and_figures_are_the_same_bytes_every_time(tmp_path):
    for name in ("first", "second"):
        write(tmp_path / name / "index.md", ROWS)
    for file in ("index.md", "figures/atmosphere.svg", "results/comparisons.json"):
        first, second = ((tmp_path / name / file).read_bytes() for name in ("first", "second"))
        assert first == second
    assert "figures/atmosphere.svg" in (tmp_path / "first" / "index.md").read_text()


def test_without_points_there_is_no_figure(tmp_path):
    assert draw(ROWS[1:], tmp_path) == {}
