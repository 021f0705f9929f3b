"""The bars of the figures are the campaign's numbers."""

import numpy as np
import pytest

import airdef
from airdef.report.outcomes import by_class, distributions
from airdef.report.style import svg


def test_bars_by_class_are_the_means(campaign):
    left, right = by_class(campaign).axes
    came, leaked = ([bar.get_width() for bar in held] for held in (left.containers[0], left.containers[-1]))
    assert came == pytest.approx([c.threats for c in campaign.by_class.values()])
    assert leaked == pytest.approx([c.leakers for c in campaign.by_class.values()])
    assert [bar.get_width() for bar in right.containers[-1]] == pytest.approx(list(campaign.leak_reasons.values()))


def test_distributions_sum_to_all_replications(campaign):
    for axes in distributions(campaign).axes:
        heights = [bar.get_height() for bar in axes.patches]
        assert sum(heights) == pytest.approx(100.0)  # per cent; rounding only
    leakers = distributions(campaign).axes[0].patches
    mean = sum((b.get_x() + b.get_width() / 2) * b.get_height() for b in leakers) / 100.0
    assert mean == pytest.approx(campaign.measures["leakers"].mean)


def test_no_intercept_at_all_is_said():
    nobody = airdef.run(airdef.load("ideal-salvo", {"defence.0.overrides.missile.max_range": "10 m"}), 16)
    assert np.isnan(nobody.measures["first_intercept_range_km"].mean)
    assert "<!-- no intercept in any replication -->" in svg(distributions(nobody), "f", "nothing")
