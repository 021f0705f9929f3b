"""Names in figures are names: no mathematics, no missing letters that warn, no legend that leaves one out."""

from __future__ import annotations

import json

import pytest
from matplotlib.text import Text

import airdef
from airdef import report
from airdef.opportunity.sight import sensor
from airdef.report.coverage import approach_figure, coverage_map, height_cut
from airdef.report.studyplots import save, sweep_picture
from airdef.report.style import LACKING, drawable, end_labels, figure, settings, svg
from airdef.scenario import loads
from airdef.studies.coverage.approach import approaches
from airdef.studies.coverage.question import Question
from airdef.studies.coverage.study import coverage
from airdef.studies.sweep import sweep

from .test_page import Checker

NAME = "$x^$ _{a} 🚀 <b>&-->"
DRAWN = f"$x^$ _{{a}} {LACKING} <b>&-->"


@pytest.fixture(scope="module")
def scenario():
    raid = {
        "name": f"T {NAME}",
        "description": "d\u2003\n$y^$",
        "defence": [{"system": "S-300PMU-2", "name": f"S {NAME}", "at": [0.05, 0.1],
                     "fire_units": [{"name": f"U {NAME}"}]}],
        "assets": [{"name": f"A {NAME}", "at": [0.0, 0.0]}],
        "raid": [
            {"threat": "fighter", "name": f"_G {NAME}", "count": 2, "from": [-0.6, -0.6], "altitude": "8 km",
             "spacing": "3 s", "aims_at": f"A {NAME}"},
        ],
        "environment": {"time_step": "5 s"},
    }  # fmt: skip
    return loads(json.dumps(raid))


def texts(drawn) -> list[str]:
    return [t.get_text() for t in drawn.findobj(Text)]


def test_a_name_is_drawn_as_it_is() -> None:
    drawn = figure()
    with settings():
        axes = drawn.add_subplot()
        end_labels(axes, "$x^$", "a $ b", "\\$5")
    told = svg(drawn, "f", "a figure")  # mathematics that cannot be read would raise here, a missing letter warn
    assert {"$x^$", "a $ b", "\\$5"} <= set(texts(drawn))
    assert "<!-- $x^$ -->" in told


def test_what_the_font_lacks_is_a_box() -> None:
    assert drawable("a🚀b") == f"a{LACKING}b"
    assert drawable("é Ж α µ ² \n") == "é Ж α µ ² \n"
    assert drawable("_a").strip() == "_a"
    assert not drawable("_a").startswith("_")


def test_the_whole_report_is_made(scenario) -> None:
    page = report.render(airdef.run(scenario, 50))
    checker = Checker()
    checker.feed(page)
    checker.close()
    assert not checker.open
    assert "<b>&-->" not in page
    assert f"A {NAME}" in "".join(checker.text)


def test_the_source_in_a_report_shows_what_cannot_be_seen() -> None:
    text = "# a\u202e comment\nname: x\nraid: [{threat: fighter, from: [1, 1], to: [0, 0]}]\n"
    page = report.render(airdef.run(loads(text), 10))
    assert "\u202e" not in page
    assert "# a\\u202e comment" in page


def test_pictures_of_sweeps_are_drawn(scenario, tmp_path) -> None:
    source = tmp_path / "$x^$.yaml"
    source.write_text(scenario.text, encoding="utf-8")
    values = "'$a^$',_b,🚀"
    picture = sweep_picture(sweep(source, [f"raid.0.name={values}"], replications=4), "leakers")
    for ending in ("svg", "png", "pdf"):
        save(picture, tmp_path / f"a.{ending}")
    assert any("$x^$" in text and text.endswith(": leakers") for text in texts(picture))
    assert {"'$a^$'", " _b", LACKING} <= set(texts(picture))


def test_maps_and_cuts_are_drawn(scenario, tmp_path) -> None:
    study = coverage(scenario, Question((1000.0,), 1.0), radius=30e3, cell=3e3)
    ways = approaches(scenario, 1000.0, 1.0, azimuths=4)
    radar = scenario.systems[0].units[0].radar
    drawn = [
        coverage_map(study),
        height_cut(study, radar, sensor(radar, scenario.environment, ())),
        approach_figure(ways, 1000.0, f"A {NAME}"),
    ]
    for k, picture in enumerate(drawn):
        save(picture, tmp_path / f"{k}.svg")
        assert any(DRAWN in text for text in texts(picture))
