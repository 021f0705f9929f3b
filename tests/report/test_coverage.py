"""Figures of a coverage study: what is drawn is what was worked out, and colours have their words."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from matplotlib.colors import to_hex
from scipy.optimize import brentq

from airdef.opportunity.sight import sensor
from airdef.physics.refraction import line_of_sight_range, slant_range_over_ground
from airdef.report.coverage import (
    LIMIT_COLOURS,
    _horizon,
    _over_ground,
    approach_figure,
    coverage_map,
    height_cut,
    metres,
)
from airdef.report.style import settings
from airdef.scenario import load
from airdef.studies.coverage.approach import LIMITS, Approach
from airdef.studies.coverage.question import Question
from airdef.studies.coverage.study import coverage

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@pytest.fixture(scope="module")
def study():
    return coverage(load("island"), Question((100.0, 3000.0), 1.0), radius=40e3, cell=2e3)


def drawn(figure: Figure) -> bytes:
    """Draw a figure for good: warnings are errors here, so that fonts, ticks and layouts all work out."""
    held = io.BytesIO()
    with settings():
        figure.savefig(held, format="png", dpi=40)
    return held.getvalue()


def words(figure: Figure) -> str:
    texts = [t.get_text() for legend in figure.legends for t in legend.get_texts()]
    return " | ".join(texts + [a.get_title(loc="left") for a in figure.axes])


def test_the_map_shows_each_node_at_the_lowest_height_that_covers_it(study) -> None:
    figure = coverage_map(study)
    assert drawn(figure).startswith(b"\x89PNG")
    told = words(figure)
    for text in ("published range", "from 100 m above ground up", "from 3 km above ground up", "1 m² is detected"):
        assert text in told
    arrays = [m.get_array() for m in figure.axes[1].collections if m.get_alpha() == 0.65]  # the relief is opaque
    shown = next(a for a in arrays if a is not None and a.shape == study.ground.shape)
    low, high = study.count() > 0
    assert np.array_equal(~np.ma.getmaskarray(shown), low | high)
    assert (np.asarray(shown)[low] == 0).all()
    assert (np.asarray(shown)[high & ~low] == 1).all()


def test_the_height_cut_has_four_winds_and_the_horizon(study) -> None:
    radar = study.scenario.systems[0].surveillance[0]
    s = sensor(radar, study.scenario.environment, ())
    figure = height_cut(study, radar, s)
    drawn(figure)
    assert [a.get_title(loc="left") for a in figure.axes] == [f"to the {w}" for w in ("north", "east", "south", "west")]
    away = np.linspace(20e3, 150e3, 40)
    horizon = _horizon(away, s, 5000.0)
    assert np.isfinite(horizon).all()
    # exact heights are a parabola's; drawn is the line between heights 25 m apart, off by a quarter of that at most
    exact = [brentq(lambda h, d=d: line_of_sight_range(s.height, h, s.earth_radius) - d, 0.0, 1e4)
             if line_of_sight_range(s.height, 0.0, s.earth_radius) < d else 0.0 for d in away]  # fmt: skip
    assert horizon == pytest.approx(np.array(exact), abs=7.0)


def test_slant_ranges_become_ground_ranges(study) -> None:
    s = sensor(study.scenario.systems[0].surveillance[0], study.scenario.environment, ())
    ground, heights = np.array([20e3, 80e3, 150e3]), np.array([500.0, 3000.0, 9000.0])
    slant = np.array(
        [slant_range_over_ground(g, s.height, h, s.earth_radius) for g, h in zip(ground, heights, strict=True)]
    )
    # 2,000 points over the longest range, linear between
    assert _over_ground(slant, heights, s) == pytest.approx(ground, abs=5.0)
    assert math.isnan(_over_ground(np.array([100.0, 1e5]), np.array([9000.0, 9000.0]), s)[0])  # straight up is farther


def approach(azimuth: float, **fields: object) -> Approach:
    usual = {"detection": 90e3, "track": 80e3, "first_intercept": 40e3, "last_intercept": 5e3, "engagements": 3,
             "detection_limit": "horizon", "engagement_limit": "envelope"}  # fmt: skip
    return Approach(azimuth=azimuth, **(usual | fields))  # type: ignore[arg-type]


def test_the_approach_has_a_bar_for_each_azimuth_in_the_colour_of_its_limit() -> None:
    nothing = {"first_intercept": math.nan, "last_intercept": math.nan, "engagements": 0, "engagement_limit": "sector"}
    found = [approach(0.0), approach(math.pi / 2, detection_limit="terrain"), approach(math.pi, **nothing)]
    figure = approach_figure(found, 100.0, "harbour")
    drawn(figure)
    bars = figure.axes[0].patches
    assert [b.get_height() for b in bars] == [90.0, 40.0, 90.0, 40.0, 90.0, 0.0]
    assert [to_hex(b.get_facecolor()) for b in bars[::2]] == [LIMIT_COLOURS[a.detection_limit] for a in found]
    told = words(figure)
    assert all(f"limited by {k}" in told for k in ("horizon", "terrain", "envelope", "sector"))
    assert "channel time" not in told


def test_every_limit_has_its_own_colour_and_heights_are_words() -> None:
    assert set(LIMIT_COLOURS) == set(LIMITS)
    assert len(set(LIMIT_COLOURS.values())) == len(LIMITS)
    assert (metres(50.0), metres(1500.0)) == ("50 m", "1.5 km")
