"""Who draws from which launchers: shared magazines (docs/model/engagement.md, "Magazines")."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from airdef.scenario.plan import Scenario


class Drawing(NamedTuple):
    """The launchers that a fire unit may launch from: number of its shared magazine (-1: none), first, how many.

    Those of a shared magazine need not stand side by side: others may lie between the first and the last.
    """

    magazine: int
    first: int
    launchers: int


def magazines_of(scenario: Scenario) -> list[int]:
    """Return the number of the magazine that each fire unit shares with others; -1 for one that shares none.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    list of int
        One for each fire unit.
    """
    names = [unit.magazine for unit, _ in scenario.units()]
    shared = [name for name in dict.fromkeys(names) if name and names.count(name) > 1]
    return [shared.index(name) if name in shared else -1 for name in names]


def pools_of(scenario: Scenario) -> list[int]:
    """Return, for each interceptor type, the first one whose rounds are the same: itself, if it shares none.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    list of int
        One for each interceptor type.
    """
    magazines = magazines_of(scenario)
    first: dict[tuple[int, str], int] = {}
    pools = []
    for w, (missile, u) in enumerate(scenario.interceptors()):
        pools.append(first.setdefault((magazines[u], missile.name), w) if magazines[u] >= 0 else w)
    return pools


def drawn_from(scenario: Scenario) -> list[Drawing]:
    """Return which launchers each fire unit draws from.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    list of Drawing
        One for each fire unit.
    """
    own, first = [], 0
    for unit, _ in scenario.units():
        own.append((first, first + len(unit.launchers)))
        first += len(unit.launchers)
    magazines = magazines_of(scenario)
    found = []
    for u, magazine in enumerate(magazines):
        shared = [own[v] for v, other in enumerate(magazines) if other == magazine] if magazine >= 0 else [own[u]]
        begin, end = min(a for a, _ in shared), max(b for _, b in shared)
        found.append(Drawing(magazine, begin, end - begin))
    return found
