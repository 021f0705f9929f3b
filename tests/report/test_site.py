"""The map of a siting: a panel a height, what is covered and what is not, before and after."""

from __future__ import annotations

import io

import numpy as np
import pytest

from airdef.report.site import MOST_MAPS, site_map
from airdef.report.style import settings
from airdef.scenario import load
from airdef.studies.coverage.question import Question
from airdef.studies.siting.study import Search, sited


@pytest.fixture(scope="module")
def found():
    question = Question((50.0, 100.0, 300.0, 1000.0, 3000.0), 1.0, "engagement")
    return sited(load("island"), Search(question, grid=9e3, radius=22e3, azimuths=8, keep=("S-300PMU-2/south",)))


def test_panels_marks_and_words(found) -> None:
    figure = site_map(found)
    with settings():
        figure.savefig(io.BytesIO(), format="png", dpi=40)
    panels = [a for a in figure.axes if a.get_visible()]
    assert len(panels) == MOST_MAPS
    count = found.choosing.covered(found.best.options).reshape(5, -1)
    for k, axes in enumerate(panels):
        held, lacking = (c for c in axes.collections if c.get_offsets().shape[1] == 2 and len(c.get_paths()) == 1)
        assert len(held.get_offsets()) == (count[k] >= 1).sum()
        assert len(held.get_offsets()) + len(lacking.get_offsets()) == found.demand.weight.size
        share = (count[k] >= 1).mean()
        assert f"{100 * share:.0f} % of the value" in axes.get_title(loc="left")
    legend = " | ".join(t.get_text() for t in figure.legends[0].get_texts())
    for text in ("chosen place", "where it stands now", "candidate", "not covered", "asset", "stays"):
        assert text in legend
    marks = [t.get_text() for t in panels[0].texts]
    assert marks == ["north"]


def test_distances_on_the_map_are_true(found) -> None:
    axes = site_map(found).axes[0]
    star = next(line for line in axes.lines if line.get_marker() == "*")
    ring = np.concatenate([c.get_offsets() for c in axes.collections if len(c.get_paths()) == 1])
    away = np.hypot(*(np.asarray(ring) - [star.get_xdata()[0], star.get_ydata()[0]]).T)
    # near the equator a kilometre is a kilometre on the sphere of mean radius to 0.7 %
    assert np.allclose(np.sort(away)[::8], [10.0, 20.0, 30.0], rtol=0.01)
