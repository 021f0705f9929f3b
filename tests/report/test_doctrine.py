"""The picture of the front: every doctrine where its numbers are."""

import pytest

from airdef.report.doctrine import front_picture
from airdef.report.studyplots import save
from airdef.studies.doctrine.study import doctrine


@pytest.fixture(scope="module")
def found():
    return doctrine("ideal-salvo", ["doctrine.salvo.aircraft=1,2,3"], budget=300, replications=400)


def test_the_picture_holds_every_doctrine_and_names_the_front(found, tmp_path):
    figure = front_picture(found)
    axes, beside = figure.axes
    drawn = {(x, y) for line in axes.lines if line.get_marker() in ("o", "*", "D") for x, y in line.get_xydata()}
    assert {(o.missiles.mean, o.loss.mean) for o in found.options} <= drawn
    (text,) = [t.get_text() for t in beside.texts]
    for k, o in enumerate(found.front):
        assert f"{k + 1}  {o.label}" in text
    assert {"best", "declared"} <= {t.get_text() for t in axes.get_legend().get_texts()}
    for name in ("front.png", "front.svg"):
        save(figure, tmp_path / name)
        assert (tmp_path / name).stat().st_size > 5000


def test_the_line_of_equal_worth_runs_through_the_best(found):
    axes = front_picture(found).axes[0]
    (line,) = [x for x in axes.lines if x.get_label() == "as much per missile as the best"]
    (x0, x1), (y0, y1) = line.get_xdata(), line.get_ydata()
    at_best = y0 + (y1 - y0) * (found.best.missiles.mean - x0) / (x1 - x0)
    assert at_best == pytest.approx(found.best.loss.mean)
    assert y0 - (y1 - y0) / (x1 - x0) * x0 == pytest.approx(found.idle_loss)  # without missiles all is lost


def test_points_too_near_for_two_numbers_share_one(found):
    from dataclasses import replace

    twice = replace(found.front[0], best=False)
    doubled = replace(found, options=(found.options[0], twice, *found.options[1:]))
    texts = [t.get_text() for t in front_picture(doubled).axes[0].texts]
    assert "1, 2" in texts
