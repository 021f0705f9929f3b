"""A track that is never dropped, of a threat on which nobody can ever act, is one track and not endlessly many.

Simulated in a process of its own: compiled code in a loop without end cannot be stopped from within.
"""

from __future__ import annotations

import subprocess
import sys

from patience import PATIENCE_S

# Two ballistic missiles that end 63 km from the battery, outside the reach of its missiles against them: tracked
# until they arrive, never to be engaged.
SIMULATE = """
import airdef
from airdef import api, engine
settings = {"raid.aircraft.count": 0, "assets.base.at": [-0.402756, -0.402756]}
plan = api.load("claim-150km", settings)
kernel = api.prepare(plan)
rows = engine.simulate(kernel, 1, 0, 64)
events = engine.replay(kernel, 1, 0)[1]
firm = sum(e.kind == "firm" for e in events)
print(len(plan.threats), rows[:, kernel.columns.index("leakers")].sum(), firm, len(events))
"""


def test_a_raid_that_nobody_can_act_on_ends():
    # The replications take milliseconds; the patience leaves room for compiling. Beyond: TimeoutExpired.
    done = subprocess.run(
        [sys.executable, "-c", SIMULATE], capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )
    assert done.returncode == 0, done.stderr
    threats, leakers, firm, events = (float(word) for word in done.stdout.split())
    assert threats == 2
    assert leakers == 2 * 64
    # Three radars and two threats: a track each, and few that are dropped and begun again.
    assert 2 <= firm <= 12
    assert events < 50
