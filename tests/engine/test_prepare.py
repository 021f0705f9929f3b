"""The engine's tables are filled by name."""

from __future__ import annotations

import numpy as np
import pytest

import airdef
from airdef import engine, opportunity
from airdef.engine.memory import layout
from airdef.engine.preparation.records import records


def test_tables_are_filled_by_name_and_nothing_is_forgotten():
    row = {"kind": 1, "index": 2, "hits": 3, "value": 0.5}
    (made,) = records(layout.TARGET, [row])
    assert {name: made[name] for name in row} == row
    with pytest.raises(ValueError, match=r"fields \['value'\] are in the row or in the record, and not in both"):
        records(layout.TARGET, [{k: v for k, v in row.items() if k != "value"}])
    with pytest.raises(ValueError, match=r"fields \['worth'\]"):
        records(layout.TARGET, [row | {"worth": 1.0}])


def test_a_node_ranks_by_marginal_value_where_units_have_further_positions():
    movement = {"positions": [{"name": "wood", "at": [-0.20, -0.20]}], "march": "6 min"}
    changes = {
        "command.0.allocation": "marginal-value",
        "defence.0.fire_units.0.movement": movement,
        "defence.0.fire_units.0.at": [0.05, 0.05],
    }
    scenario = airdef.load("command", changes)
    moving = engine.prepare(scenario, opportunity.compute_cached(scenario)).tables.rank
    still = airdef.load("command", {k: v for k, v in changes.items() if not k.endswith("movement")})
    assert np.array_equal(moving, engine.prepare(still, opportunity.compute_cached(still)).tables.rank)
    assert moving.min() < 0.0
