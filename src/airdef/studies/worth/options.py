"""Options as people write them: `[LABEL:] CHANGE; CHANGE for COST`, and what each replaces in a scenario.

A change is `PATH=VALUE`, `PATH+=NUMBER`, `+N rounds of SYSTEM`, or `+SYSTEM [at LATITUDE,LONGITUDE [below NODE]]`: one
more fire unit of a system of the scenario, or a system of the catalogue with one fire unit.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from airdef.arguments import ArgumentError
from airdef.scenario.errors import nearest
from airdef.scenario.settings import with_overrides
from airdef.studies.variants.settings import setting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from airdef.scenario.document import Document
    from airdef.scenario.plan import Scenario, SystemPlan
    from airdef.studies.variants.runner import VariantRunner

MOST_COST: Final = 1e12
"""The greatest cost of an option."""

_OPTION: Final = re.compile(r"\s*(?:([^:;=+{\[]+):\s)?\s*(.+?)\s+for\s+(\S+)\s*", re.DOTALL)
_ROUNDS: Final = re.compile(r"\+\s*(\d+)\s+rounds\s+of\s+(.+)")
_UNIT: Final = re.compile(r"\+\s*(.+?)(?:\s+at\s+([^,\s]+)\s*,\s*([^,\s]+))?(?:\s+below\s+(.+))?")
_ADDED: Final = re.compile(r"([^=+]+?)\s*\+=\s*(.+)")


@dataclass(frozen=True)
class Option:
    """An option: what it is called, what it costs, and its changes as texts."""

    label: str
    cost: float
    changes: tuple[str, ...]

    def settings(self) -> tuple[tuple[str, str], ...]:
        """Return its changes that are `PATH=VALUE`, as path and value."""
        return tuple(setting(c, "‹options›") for c in self.changes if not c.startswith("+") and not _ADDED.fullmatch(c))


def option(text: str) -> Option:
    """Return the option that a text says.

    Parameters
    ----------
    text
        `[LABEL:] CHANGE; CHANGE for COST`; the cost is above zero, in any unit.

    Returns
    -------
    Option
        The option; without a label it is called by its changes.

    Raises
    ------
    ArgumentError
        With what was expected.
    """
    match = _OPTION.fullmatch(text)
    if match is None:
        message = (
            f"‹options›: {text!r} given, CHANGES for COST expected; usual fix: +SYSTEM for 20, or PATH=VALUE for 5"
        )
        raise ArgumentError(message)
    label, changes, cost = match.groups()
    try:
        price = float(cost)
    except ValueError:
        price = math.nan
    if not 0.0 < price <= MOST_COST:
        message = f"‹options›: {text!r}: the cost {cost!r} given, a number above 0 expected; usual fix: {changes} for 1"
        raise ArgumentError(message)
    parts = tuple(part.strip() for part in changes.split(";") if part.strip())
    return Option((label or "; ".join(_short(part) for part in parts)).strip(), price, parts)


def _short(change: str) -> str:
    """Return a change without the first words of its path."""
    if change.startswith("+"):
        return change
    path, equals, value = change.partition("=")
    words = [w for w in path.rstrip("+").split(".") if not w.isdecimal()]
    return f"{'.'.join(words[-2:])}{'+' if path.endswith('+') else ''}{equals}{value}"


def replaced(asked: Option, runner: VariantRunner) -> dict[str, Any]:
    """Return what an option replaces in a scenario, by path.

    Parameters
    ----------
    asked
        The option.
    runner
        Has the scenario.

    Returns
    -------
    dict[str, Any]
        Values by path.

    Raises
    ------
    ArgumentError
        If a change names what is not there.
    ScenarioError
        If a value cannot be set.
    """
    found: dict[str, Any] = {}
    for change in asked.changes:
        document = with_overrides(runner.document, found)
        if rounds := _ROUNDS.fullmatch(change):
            found |= _rounds(change, int(rounds[1]), rounds[2].strip(), runner.scenario(found))
        elif change.startswith("+"):
            found |= _added(change, document, runner.scenario(found))
        elif added := _ADDED.fullmatch(change):
            found[added[1]] = _more(change, document, added[1], added[2])
        else:
            path, value = setting(change, "‹options›")
            found[path] = value
    return found


def _refused(change: str, given: str, expected: str, fix: str) -> ArgumentError:
    return ArgumentError(f"‹options›: {change!r}: {given} given, {expected} expected; usual fix: {fix}")


def _more(change: str, document: Document, path: str, by: str) -> float:
    """Return the number at a path, plus another."""
    node: Any = document.data
    for word in path.split("."):
        if isinstance(node, tuple):
            names = [str(entry.get("name", "")) if isinstance(entry, dict) else "" for entry in node]
            position = int(word) if word.isdecimal() else names.index(word) if word in names else -1
            node = node[position] if 0 <= position < len(node) else None
        else:
            node = node.get(word) if isinstance(node, dict) else None
    try:
        step = float(by)
    except ValueError:
        step = math.nan
    if isinstance(node, bool) or not isinstance(node, int | float) or not math.isfinite(step):
        raise _refused(change, f"{path} {node!r}", "PATH+=NUMBER where the scenario has a number", f"{path}=VALUE")
    total = node + step
    return int(total) if float(total).is_integer() else total


def _system(change: str, name: str, scenario: Scenario) -> tuple[int, SystemPlan] | None:
    found = [(k, s) for k, s in enumerate(scenario.systems) if s.command is None and s.name == name]
    return found[0] if found else None


def _rounds(change: str, count: int, name: str, scenario: Scenario) -> Mapping[str, Any]:
    """Return what gives each launcher of a system more rounds."""
    systems = [s.name for s in scenario.systems if s.command is None]
    own = _system(change, name, scenario)
    if own is None:
        near = nearest(name, systems, 1)
        fix = f"+{count} rounds of {near[0] if near else systems[0] if systems else 'SYSTEM'}"
        raise _refused(change, f"system {name!r}", f"one of {', '.join(systems)}", fix)
    held = {launcher.rounds for unit in own[1].units for launcher in unit.launchers}
    types = {len(unit.missiles) for unit in own[1].units}
    if len(held) != 1 or types != {1}:
        given = f"{name!r}, whose launchers differ,"
        raise _refused(change, given, "a system with one type of missile", "PATH+=1 of its launchers")
    return {f"defence.{own[0]}.overrides.system.missiles_per_launcher": held.pop() + count}


def _place(change: str, latitude: str, longitude: str) -> tuple[float, float]:
    try:
        return float(latitude.strip("[]")), float(longitude.strip("[]"))
    except ValueError:
        raise _refused(change, f"{latitude},{longitude}", "LATITUDE,LONGITUDE in degrees", "at 0.05,0.10") from None


def _last(name: str) -> str:
    """Return the name of a fire unit without that of its system."""
    return name.rpartition("/")[2]


def _free(name: str, taken: set[str]) -> str:
    k = 1
    while f"{name}-{k}" in taken:
        k += 1
    return f"{name}-{k}"


def _added(change: str, document: Document, scenario: Scenario) -> Mapping[str, Any]:
    """Return what adds a fire unit to a system, or a system of the catalogue with one."""
    match = _UNIT.fullmatch(change)
    assert match is not None  # it begins with a plus
    name, latitude, longitude, node = match.groups()
    place = _place(change, latitude, longitude) if latitude else None
    own = _system(change, name, scenario)
    if own is None:
        return _another(change, document, scenario, name, place, node)
    if node:
        raise _refused(change, f"below {node}", "no node for a system that is there", f"+{name} without it")
    k, system = own
    if not system.units:
        raise _refused(
            change, f"{name!r}, which has no fire unit,", "a system with fire units", "+CATALOGUE-ENTRY at ..."
        )
    declared = document.data["defence"][k].get("fire_units")
    if isinstance(declared, tuple):
        units = [dict(unit) for unit in declared]
    else:
        units = [{"name": _last(u.name), "at": _degrees(u.radar.place)} for u in system.units]
    taken = {_last(unit.name) for unit in system.units}
    last = units[-1] | {"name": _free("added", taken), "at": place or _degrees(system.units[-1].radar.place)}
    return {f"defence.{k}.fire_units": (*units, last)}


def _degrees(place: Any) -> tuple[float, float]:
    return math.degrees(place.latitude), math.degrees(place.longitude)


def _another(
    change: str, document: Document, scenario: Scenario, name: str, place: tuple[float, float] | None, node: str | None
) -> Mapping[str, Any]:
    """Return what adds a system of the catalogue with one fire unit, below a node if one is named."""
    systems = [s.name for s in scenario.systems if s.command is None]
    if place is None:
        near = nearest(name, systems, 1)
        fix = f"+{near[0]}" if near else f"+{name} at LATITUDE,LONGITUDE, for a system of the catalogue"
        raise _refused(change, f"system {name!r}", f"one of {', '.join(systems)}", fix)
    label = _free("added", {s.name for s in scenario.systems})
    entry = {"system": name, "name": label, "at": place, "fire_units": ({"name": f"{label}-unit", "at": place},)}
    found: dict[str, Any] = {"defence": (*document.data.get("defence", ()), entry)}
    if node:
        nodes = document.data.get("command", ())
        names = [str(n.get("name", "")) for n in nodes]
        if node not in names:
            raise _refused(change, f"node {node!r}", f"one of {', '.join(names) or 'none'}", "leave out below NODE")
        found[f"command.{names.index(node)}.links"] = (*nodes[names.index(node)]["links"], {"to": label})
    return found
