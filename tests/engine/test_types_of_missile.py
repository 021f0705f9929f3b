"""A unit out of one type of missile fires its others when their windows open, though nothing else happens then."""

from __future__ import annotations

import airdef
from airdef.scenario.library import loads

SLOW = """
name: slow
defence:
  - {system: Patriot, at: [0.0, 0.0], facing: 225 deg, doctrine: {policy: shoot-look-shoot}}
assets: [{name: port, at: [0, 0]}]
raid:
  - {threat: drone, name: slow, count: 20, from: [-0.4, -0.4], spacing: 0.1 s, altitude: 1 km, aims_at: port}
"""


def test_a_window_of_another_type_opens_when_nothing_else_happens() -> None:
    """16 GEM-T are used up while 20 drones are beyond the range of the MSE; nothing happens until they are in it."""
    campaign = airdef.run(loads(SLOW), 100, 1)
    # The slow engine has 34.4 missiles and 0.59 leakers over 400 replications; without the MSE it is 16 and 10.5.
    assert 33.0 < campaign.measures["missiles_used"].mean < 36.0
    assert campaign.measures["leakers"].mean < 1.0
    fired = [e.missile for e in airdef.replay(loads(SLOW), 1, 0).events if e.kind == "launch"]
    assert fired[:16] == ["PAC-2-GEM-T"] * 16
    assert set(fired[16:]) == {"PAC-3-MSE"}
