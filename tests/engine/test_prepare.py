"""The engine's tables are filled by name."""

from __future__ import annotations

import pytest

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
