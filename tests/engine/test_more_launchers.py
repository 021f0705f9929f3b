"""More launchers, rounds and stock under reloading: what must not let more leak, and what may.

A raid in waves against one unit whose launchers run empty and are reloaded between the waves, or in one.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import airdef
from airdef import engine, opportunity
from reference.builders import Hand, doctrine, launcher, missile, scenario, system, threat, unit

pytestmark = pytest.mark.slow

REPLICATIONS = 200
# The same examples each time: a test at four standard errors that met new ones would fail by chance some day.
statistical = settings(max_examples=60, deadline=None, derandomize=True)


@dataclass(frozen=True)
class Waves:
    """Raiders in waves against one unit with reloading launchers."""

    waves: int
    raiders: int
    spacing: float
    pause: float
    salvos: tuple[int, ...]
    reaction: float
    launch_interval: float
    launcher_interval: float
    assessment: float
    flight: float
    window: float
    sspk: float
    channels: int
    launchers: int
    rounds: int
    reloads: int
    reload_time: float
    rule: str = "when-empty"

    def leakers(self) -> np.ndarray:
        """Simulate the fight and return the leakers of each replication;

        the random stream is the same for all fights.
        """
        station = unit(
            missiles=(missile(self.sspk),),
            launchers=(
                launcher(
                    self.rounds, interval=self.launcher_interval, reloads=self.reloads, reload_time=self.reload_time
                ),
            )
            * self.launchers,
            target_channels=self.channels,
            reaction_time=self.reaction,
            launch_interval=self.launch_interval,
        )
        arrivals = [150.0 + w * self.pause + m * self.spacing for w in range(self.waves) for m in range(self.raiders)]
        rules = doctrine(self.salvos, assessment_delay=self.assessment, reload=self.rule)
        plan = scenario(system(station, doctrine=rules), threats=[threat(m) for m in range(len(arrivals))])
        hand = Hand(plan, arrivals, flight=self.flight)
        hand.looks = {(0, j): [(a - self.window - 20.0, 1.0)] for j, a in enumerate(arrivals)}
        hand.windows = {(0, 0, j): [(a - self.window, a - self.flight - 2.0)] for j, a in enumerate(arrivals)}
        kernel = engine.prepare(plan, hand.build())
        return engine.simulate(kernel, 4, 0, REPLICATIONS)[:, kernel.columns.index("leakers")]


fights = st.builds(
    Waves,
    waves=st.integers(1, 4),
    raiders=st.integers(1, 12),
    spacing=st.floats(0.0, 20.0),
    pause=st.floats(30.0, 1500.0),
    salvos=st.sampled_from([(1,), (2,), (1, 1), (2, 1)]),
    reaction=st.floats(0.0, 10.0),
    launch_interval=st.floats(0.0, 5.0),
    launcher_interval=st.sampled_from([0.0, 0.0, 5.0, 20.0]),
    assessment=st.floats(0.0, 10.0),
    flight=st.floats(3.0, 20.0),
    window=st.floats(40.0, 130.0),
    sspk=st.floats(0.2, 1.0),
    channels=st.sampled_from([1, 2, 4, 100]),
    launchers=st.integers(1, 6),
    rounds=st.integers(1, 6),
    reloads=st.integers(0, 3),
    reload_time=st.floats(0.0, 1200.0),
)


def never_worse(less: np.ndarray, more: np.ndarray) -> None:
    """Assert that the mean does not rise by more than four standard errors of the paired difference."""
    gain = less - more
    assert gain.mean() >= -4.0 * gain.std(ddof=1) / np.sqrt(len(gain))


@pytest.mark.parametrize("rule", ["when-empty", "when-idle", "never"])
@statistical
@given(fights, st.integers(1, 3))
def test_more_launchers(rule, fight, more):
    fight = replace(fight, rule=rule)
    never_worse(fight.leakers(), replace(fight, launchers=fight.launchers + more).leakers())


@statistical
@given(fights, st.integers(1, 3))
def test_more_stock(fight, more):
    # By when-idle it may: a launcher that is topped up is out of action for a time in which the next wave may come.
    never_worse(fight.leakers(), replace(fight, reloads=fight.reloads + more).leakers())


@statistical
@given(fights, st.integers(1, 3))
def test_more_rounds_a_launcher(fight, more):
    # In one wave, all rules alike; in several see the next test.
    fight = replace(fight, waves=1)
    never_worse(fight.leakers(), replace(fight, rounds=fight.rounds + more).leakers())


def test_a_launcher_with_its_last_round_is_not_reloaded_when_one_without_is():
    # The price of when-empty, as the page has it: four raiders use up a launcher of four, which is full again for
    # the next four. One of five keeps a round, and stops one.
    four = Waves(2, 4, 0.0, 600.0, (1,), 0.0, 0.0, 0.0, 0.0, 5.0, 60.0, 1.0, 4, 1, 4, 1, 400.0)
    five = replace(four, rounds=5)
    assert (four.leakers().mean(), five.leakers().mean()) == (0.0, 3.0)


@pytest.mark.parametrize("name", ["low-level", "port-raid", "s400", "ballistic"])
@pytest.mark.parametrize("minutes", [5, 20])
def test_launchers_rounds_and_stock_of_bundled_scenarios(name, minutes):
    front = "defence.0.overrides.system"
    chances = None

    def leakers(launchers, rounds, reloads):
        nonlocal chances
        own = {"launchers_per_fire_unit": launchers, "missiles_per_launcher": rounds, "reloads": reloads}
        given = {f"{front}.{key}": value for key, value in own.items()} | {f"{front}.reload_time": f"{minutes} min"}
        plan = airdef.load(name, given)
        chances = chances or opportunity.compute_cached(plan)
        kernel = engine.prepare(plan, chances)
        return engine.simulate(kernel, 1, 0, REPLICATIONS)[:, kernel.columns.index("leakers")]

    for row in (
        [(n, 4, 1) for n in (1, 2, 3, 4, 5, 6, 7, 8, 10, 12)],
        [(3, n, 1) for n in (1, 2, 3, 4, 5, 6, 8)],
        [(4, 4, n) for n in (0, 1, 2)],
    ):
        simulated = [leakers(*figures) for figures in row]
        for less, more in itertools.pairwise(simulated):
            never_worse(less, more)
    assert leakers(1, 4, 1).mean() > leakers(12, 4, 1).mean()
