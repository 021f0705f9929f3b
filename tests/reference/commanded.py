"""Defences of layers below command nodes, by hand, on which the two engines are compared."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from airdef.scenario.plan import CATEGORIES, LinkPlan, Place, WaypointMotion

from .builders import Hand, asset, doctrine, missile, node, radar, scenario, system, threat, unit

if TYPE_CHECKING:
    from airdef.opportunity.tables import Opportunities
    from airdef.scenario.plan import MissilePlan, Scenario

    Case = tuple[Scenario, Opportunities]

AIRCRAFT, CRUISE, BALLISTIC = (CATEGORIES.index(name) for name in ("aircraft", "cruise", "ballistic"))
SECTOR, BRIGADE = 3, 4
"""Two nodes, behind three systems: the one above the last two systems, and the one above that and the first system."""
ALLOCATIONS = (
    ("none", "earliest-launch"),
    ("zone", "none"),
    ("best-sspk", "none"),
    ("marginal-value", "none"),
    ("zone", "cheapest"),
)
"""Pairs of allocations of the two nodes that are compared."""


def kills_by(aircraft: float, cruise: float, ballistic: float) -> MissilePlan:
    """Return a missile with its SSPK against three categories."""
    sspk = [0.3] * len(CATEGORIES)
    sspk[AIRCRAFT], sspk[CRUISE], sspk[BALLISTIC] = aircraft, cruise, ballistic
    return replace(missile(), sspk=tuple(sspk))


def layers(allocation: str, above: str = "none") -> tuple[Scenario, Hand]:
    """Long, medium and short range below a sector and a brigade, with links of every kind, and posts that are attacked.

    The order of the systems differs by rule and by threat: the far one is best against what is fast.
    """
    sees = radar(confirm_m=2, confirm_n=3, drop_misses=2)
    rules = doctrine((1, 2), rounds=3, assessment_delay=2.0, dead_given_alive=0.1, priority="most-value")
    common = {"radar": sees, "missile_channels": 2, "launch_interval": 1.0}
    far = unit(missiles=(kills_by(0.5, 0.4, 0.6),), reaction_time=4.0, target_channels=1, **common)
    middle = unit(missiles=(kills_by(0.6, 0.5, 0.2),), reaction_time=3.0, target_channels=2, **common)
    near = unit(missiles=(kills_by(0.4, 0.7, 0.1),), reaction_time=2.0, target_channels=1, **common)
    up = LinkPlan(delay=4.0, capacity=2, lost_mean=40.0, restored_mean=10.0, missile_cost=1.0)
    down = LinkPlan(delay=2.0, capacity=2, absent=0.3, lost_at=30.0, restored_after=12.0, missile_cost=3.0)
    high = LinkPlan(delay=3.0, capacity=2, lost_mean=60.0, missile_cost=9.0)
    double = replace(rules, salvo=((2, 1),) * len(CATEGORIES))
    eye = radar(confirm_m=2, confirm_n=3, drop_misses=3, track_capacity=7)
    posts = (
        system(far, doctrine=rules, post=Place(0.0, 0.02), remote_tracks=False, above=BRIGADE, link=high),
        system(middle, doctrine=rules, post=Place(0.0, 0.012), above=SECTOR, link=up),
        system(near, doctrine=double, above=SECTOR, link=down),
        node(allocation, 0.35, surveillance=(eye,), above=BRIGADE, link=LinkPlan(delay=1.0, lost_mean=80.0)),
        node(above, surveillance=(eye,)),
    )
    # targets: 0, 1 assets; 2, 3, 4 systems' posts; 5 the sector's, 6 the brigade's; from 7 radars
    kinds = [(CRUISE, 5), (AIRCRAFT, 0), (CRUISE, 1), (BALLISTIC, 0), (AIRCRAFT, 1), (CRUISE, 0), (AIRCRAFT, 3)]
    kinds += [(BALLISTIC, 1), (CRUISE, 1), (AIRCRAFT, 0)]
    raid = [
        threat(m, category=c, looks_like=c, target=aim, gap_mean=0.5, threat_class=CATEGORIES[c], hit_probability=0.8)
        for m, (c, aim) in enumerate(kinds)
    ]
    ends = [WaypointMotion(((0.0, 0.0), (0.0, y)), (1e3, 1e3), (300.0,)) for y in (0.001, 0.011, 0.03)]
    raid = [replace(t, motion=ends[m % 3]) for m, t in enumerate(raid)]
    assets = (asset(value=5.0, hits_to_destroy=4), asset(hits_to_destroy=4))
    plan = scenario(*posts, threats=raid, assets=assets)
    hand = Hand(plan, [50.0 + 2.0 * j for j in range(len(raid))], flight=5.0)
    for j in range(len(raid)):
        start = 2.0 * j
        for r, first in enumerate((16, 24, 34)):  # of the units: near ones see late
            hand.looks[r, j] = [(start + t, 0.4) for t in range(first, 50, 2)]
        for r in (3, 4):
            hand.looks[r, j] = [(start + t, 0.5) for t in range(3, 50, 3)]
        for w, (opens, closes) in enumerate([(8.0, 36.0), (20.0, 42.0), (30.0, 46.0)]):
            hand.windows[w, 0, j] = [(start + opens, start + closes)]
    return plan, hand


@cache
def layered(allocation: str, above: str = "none") -> Case:
    """Return `layers` with its tables."""
    plan, hand = layers(allocation, above)
    return plan, hand.build()
