"""The engine's tables of the tree of command: links, and the ranks by which nodes allocate."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from airdef.engine.memory import layout
from airdef.engine.memory.record import Array
from airdef.engine.preparation.records import records
from airdef.physics.geodesy import geodesic_inverse
from airdef.scenario.plan import BallisticMotion

if TYPE_CHECKING:
    from airdef.scenario.plan import Scenario, SystemPlan, ThreatPlan

BEHIND = 2e6
"""Rank behind every cost: of a system that is not adequate, less its single-shot kill probability."""


def command(scenario: Scenario, windows: Array, sspk: Array, salvo: Array) -> dict[str, Array]:
    """Return the tables of links and ranks; empty ones without command nodes.

    Parameters
    ----------
    scenario
        The scenario.
    windows
        How many windows each interceptor type has for each threat, in any facing, i8[W, T].
    sspk
        Single-shot kill probabilities, f64[W, categories].
    salvo
        Missiles of the doctrine's salvos, i8[S, categories, engagements].

    Returns
    -------
    dict[str, Array]
        `Tables.link` and `Tables.rank`.
    """
    systems, T = scenario.systems, len(scenario.threats)
    nodes = [s for s in systems if s.command is not None]
    if not nodes:
        return {"link": np.zeros(0, layout.LINK), "rank": np.zeros((0, len(systems), T))}
    best = _best(scenario, windows, sspk)
    rank = np.zeros((len(nodes), len(systems), T))
    for n, node in enumerate(nodes):
        rank[n] = _ranks(scenario, node, best, salvo)
    return {"link": records(layout.LINK, [_link(system) for system in systems]), "rank": rank}


def _link(system: SystemPlan) -> dict[str, float]:
    """Return the record of what is above a system or node."""
    link, rule = system.link, None if system.command is None else system.command.allocation
    allocates = 0 if rule in (None, "none") else 1 if rule == "earliest-launch" else 2
    return {
        "above": system.above,
        "capacity": link.capacity,
        "allocates": allocates,
        "remote": system.remote_tracks and system.above >= 0 and system.command is None,
        "delay": link.delay,
        "absent": link.absent,
        "lost_at": link.lost_at,
        "lost_mean": link.lost_mean,
        "restored_after": link.restored_after,
        "restored_mean": link.restored_mean,
    }


def _best(scenario: Scenario, windows: Array, sspk: Array) -> Array:
    """Return p(s, j), f64[S, T]: the greatest over a system's units of the SSPK of the first type with a window."""
    T = len(scenario.threats)
    system = [s for _, s in scenario.units()]
    looks = np.array([t.looks_like for t in scenario.threats], np.int64)
    best = np.zeros((len(scenario.systems), T))
    first = np.full((len(system), T), -1)
    for w, (_, u) in enumerate(scenario.interceptors()):
        first[u] = np.where((first[u] < 0) & (windows[w] > 0), w, first[u])
    for u, s in enumerate(system):
        p = np.where(first[u] >= 0, sspk[np.maximum(first[u], 0), looks], 0.0)
        best[s] = np.maximum(best[s], p)
    return best


def _ranks(scenario: Scenario, node: SystemPlan, best: Array, salvo: Array) -> Array:
    """Return the rank of every system for every threat in a node's cell, f64[S, T]; the lowest is first."""
    rule, threats = ("none" if node.command is None else node.command.allocation), scenario.threats
    if rule == "zone":
        return np.array([[_distance(s, t) for t in threats] for s in scenario.systems]).reshape(best.shape)
    if rule == "cheapest" and node.command is not None:
        adequate = node.command.adequate
        cost = np.array([s.link.missile_cost for s in scenario.systems])[:, np.newaxis]
        return np.asarray(np.where(best >= adequate, cost, BEHIND - best))
    if rule == "best-sspk":
        return -best
    if rule == "marginal-value":
        value = np.array(
            [scenario.assets[t.target].value if 0 <= t.target < len(scenario.assets) else 0.0 for t in threats]
        )
        looks = np.array([t.looks_like for t in threats], np.int64)
        return np.asarray(-value * (1.0 - (1.0 - best) ** salvo[: len(best), looks, 0]))
    return np.zeros(best.shape)


def _distance(system: SystemPlan, threat: ThreatPlan) -> float:
    """Return the distance over ground [m] from a system's post to the end of a threat's motion."""
    motion = threat.motion
    if isinstance(motion, BallisticMotion):
        at = (motion.impact.latitude, motion.impact.longitude)
    else:
        at = motion.waypoints[-1]
    if math.isclose(at[0], system.post.latitude, abs_tol=1e-12) and math.isclose(
        at[1], system.post.longitude, abs_tol=1e-12
    ):
        return 0.0
    return float(geodesic_inverse(system.post.latitude, system.post.longitude, *at)[0])
