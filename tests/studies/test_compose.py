"""Scenarios put together from others."""

import numpy as np
import pytest

from airdef.scenario.plan import AssetPlan, Place
from airdef.studies.uncertainty.samples import Model
from airdef.studies.variants.compose import Touch, composed, differing
from airdef.studies.variants.runner import VariantRunner
from airdef.studies.variants.uncertain_inputs import uncertain_inputs


def test_places_are_the_smallest_parts_that_differ():
    a = AssetPlan("x", Place(0.0, 0.0), 1.0, 2.0, 3)
    b = AssetPlan("x", Place(0.0, 0.1), 1.0, 5.0, 3)
    assert differing((a, a), (a, b)) == {(1, "place", "longitude"), (1, "value")}
    assert differing((a,), (a, b)) == {()}
    assert composed((a, a), (a, b), [(1, "value")])[1] == AssetPlan("x", Place(0.0, 0.0), 1.0, 5.0, 3)
    assert composed((a, a), (a, b), differing((a, a), (a, b))) == (a, b)
    assert composed(a, b, []) is a


def test_what_is_touched_in_common_does_not_stand_alone():
    touch = Touch.of([{("a", 0)}, {("b",)}, {("a", 0, "x")}, {("c",), ("d",)}, {("d",)}, set()])
    assert touch.alone == (False, True, False, False, False, True)


# Every uncertain input of the smaller scenario would take a quarter of a minute; these steps meet all kinds of entry.
@pytest.mark.parametrize(("name", "step"), [("ballistic", 3), ("s400", 25)])
def test_composed_is_what_would_be_resolved(name, step):
    runner = VariantRunner(name)
    model = Model(runner, uncertain_inputs(runner.scenario(), runner.catalogue)[::step], "leakers", 1, 10)
    rng = np.random.Generator(np.random.Philox(1))
    a, b = rng.random((2, len(model.uncertain_inputs)))
    first, last = model.scenario(a), model.scenario(b)
    assert sum(model.touch.alone) > len(model.uncertain_inputs) / 2
    for k in np.flatnonzero(model.touch.alone):
        point = a.copy()
        point[k] = b[k]
        assert differing(composed(first, last, model.touch.places[k]), model.scenario(point)) == set()
