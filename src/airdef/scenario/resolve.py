"""From a declaration to a scenario: every figure chosen, every formation written out, every name an index."""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from airdef.catalogue import UnknownNameError
from airdef.characters import folded
from airdef.limits import THREATS
from airdef.scenario import motion as fly
from airdef.scenario.command import with_command
from airdef.scenario.context import Context
from airdef.scenario.defence import system_plan
from airdef.scenario.errors import dotted, shown
from airdef.scenario.figures import Figures
from airdef.scenario.ground import place, write_down
from airdef.scenario.guarding import check_bearings, check_magazines, guarded_targets
from airdef.scenario.jamming import check_jammers
from airdef.scenario.land import Land, land_of
from airdef.scenario.own import with_own
from airdef.scenario.plan import (
    CATEGORIES,
    AssetPlan,
    EmissionPlan,
    Environment,
    JammerPlan,
    LinkPlan,
    MovementPlan,
    Place,
    Scenario,
    SystemPlan,
    TellingPlan,
    ThreatPlan,
)
from airdef.scenario.raid import check_flown_clear, formation_plans, released_plans
from airdef.scenario.size import check as check_size
from airdef.scenario.size import check_ways
from airdef.scenario.targets import Targets, targets_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from airdef.catalogue import Catalogue
    from airdef.scenario.document import Document
    from airdef.scenario.errors import Path
    from airdef.scenario.schema import Asset, Declaration, Formation, Release

NOT_HASHED = frozenset(
    {
        *("description", "text", "path", "dem", "dem_declared"),
        *("adopted_values", "own_catalogue", "overrides", "scenario_hash", "catalogue_hash"),
    }
)
"""Fields of a scenario that do not change its answer: what it is made of is hashed, not where it came from."""

SINCE: dict[str, object] = {
    "emission": EmissionPlan(),
    "passive": False,
    **{"above": -1, "link": LinkPlan(), "remote_tracks": True, "command": None},
    "telling": TellingPlan(),
    **dict.fromkeys(("losses_to_turn_back", "turn_back_delay"), 0.0),
    "movement": MovementPlan(),
    "move_categories": (False,) * len(CATEGORIES),
    **dict.fromkeys(("shut_down", "shut_down_warning", "memory_drift", "lethal_radius", "move_warning"), 0.0),
    **dict.fromkeys(("move_after", "aim"), 0),
    **{"guards": (), "guarded": "first", "magazine": "", "direction_finders": (), "bearing": False, "emits": False},
    **{"support": None, "jammers": ()},
}
"""Fields of plans that came later, with their defaults, which are not hashed: older scenarios keep their hash."""


def resolve(declaration: Declaration, document: Document, catalogue: Catalogue) -> Scenario:
    """Return the scenario that a declaration means.

    Entries of the scenario's own are added to the catalogue, unless it has them already.

    Parameters
    ----------
    declaration
        The scenario as declared.
    document
        The document that it was read from, for the places in messages.
    catalogue
        The catalogue; entries of the scenario's own are added to it.

    Returns
    -------
    Scenario
        The scenario that a declaration means.

    Raises
    ------
    ScenarioError
        With the problems found (those of the defence hide those of the raid that aims at it).
    """
    catalogue = with_own(declaration, document, catalogue)
    figures = Figures(catalogue, document)
    land = land_of(declaration.environment.terrain, document)
    jams = bool(declaration.jammers) or any(formation.jammer for formation in declaration.raid)
    context = Context(document, catalogue, figures, declaration.environment, jams, land)
    _check_whole(context, declaration)
    systems = _systems(context, declaration)
    context.raise_problems()
    check_magazines(context, systems, declaration.defence)
    systems = with_command(context, systems, declaration.defence, declaration.command)
    check_bearings(context, systems, declaration.defence)
    assets = tuple(_asset(context, a) for a in declaration.assets)
    scenario = Scenario(
        name=declaration.name,
        description=declaration.description,
        systems=systems,
        assets=assets,
        threats=(),
        jammers=tuple(
            JammerPlan(j.name, place(j.at), figures.declared(j, "altitude", "jammer_altitude"), j.density)
            for j in declaration.jammers
        ),
        environment=_air(context),
        catalogue_hash=catalogue.content_hash,
        text=document.text,
        path=document.file,
        dem=land.source,
        dem_declared=land.declared,
        own_catalogue=catalogue.own,
        overrides=json.dumps(document.changes) if document.changes else "",
    )
    _check_target_names(context, scenario)
    first_radar = len(scenario.assets) + len(systems)
    context.falls_silent.update(
        first_radar + r
        for r, (radar, s, _) in enumerate(scenario.radars())
        if radar.emission.restricted or systems[s].doctrine.shut_down > 0.0
    )
    context.passive.update(first_radar + r for r, (radar, _, _) in enumerate(scenario.radars()) if radar.passive)
    context.falls_silent.update(first_radar + r for r, *_ in scenario.movers())
    targets = targets_of(scenario)
    context.further.update(targets.further)
    scenario = _guarding(scenario, guarded_targets(context, scenario, targets, declaration.defence))
    threats = _threats(context, declaration.raid, targets)
    context.raise_problems()
    write_down(context)
    scenario = replace(scenario, threats=threats, adopted_values=tuple(figures.used))
    check_jammers(context, scenario)
    check_size(context, scenario)
    return replace(scenario, scenario_hash=scenario_hash(scenario))


def _guarding(scenario: Scenario, guarded: tuple[tuple[int, ...], ...]) -> Scenario:
    """Return the scenario with what its systems guard."""
    if not any(guarded):
        return scenario
    nodes = scenario.systems[len(guarded) :]
    systems = (replace(system, guards=own) for system, own in zip(scenario.systems, guarded, strict=False))
    return replace(scenario, systems=(*systems, *nodes))


def _asset(context: Context, declared: Asset) -> AssetPlan:
    """Return one asset, on the ground where it stands."""
    radius, value, hits = (
        context.figures.declared(declared, n, f"asset_{n}") for n in ("radius", "value", "hits_to_destroy")
    )
    return AssetPlan(declared.name, _on_ground(context.land, place(declared.at)), radius, value, round(hits))


def _air(context: Context) -> Environment:
    """Return what lies between: as declared, else as the catalogue has it for the air, each figure read if it acts."""
    declared, entry = context.air, context.catalogue.entry("environment")

    def figure(value: float | None, attribute: str) -> float:
        return context.figures.value(entry, attribute, context.overrides({}, ()), ()) if value is None else value

    air = Environment(
        effective_earth_factor=figure(declared.effective_earth_factor, "effective_earth_factor"),
        rain_rate=declared.rain_rate,
        gases=declared.gases,
        terrain=context.land.terrain,
        time_step=declared.time_step,
        multipath=declared.multipath,
    )
    return replace(air, rain_height=figure(declared.rain_height, "rain_height")) if air.rain_rate > 0.0 else air


def _on_ground(land: Land, at: Place) -> Place:
    """Return a place at the height of the ground."""
    return replace(at, height=land.height(at.latitude, at.longitude))


def scenario_hash(scenario: Scenario) -> str:
    """Return the SHA-256 of everything in a scenario that its answer depends on, labels included.

    Canonical JSON: sorted keys, shortest exact floats, no spaces. Two files that mean the same have the same hash;
    NOT_HASHED is left out.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    str
        The SHA-256 of everything in a scenario that its answer depends on, labels included.
    """
    content = {k: v for k, v in vars(scenario).items() if k not in NOT_HASHED}

    def fields(part: Any) -> dict[str, Any]:
        return {k: v for k, v in vars(part).items() if k not in SINCE or v != SINCE[k]}

    text = json.dumps(content, default=fields, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _check_whole(context: Context, declaration: Declaration) -> None:
    """Refuse what no part shows: nothing to do, too many threats, a name given twice."""
    if not declaration.defence and not declaration.raid:
        raise context.refuse(
            ("defence",),
            "neither a defence nor a raid",
            "a defence, a raid or both",
            "add 'defence:' with at least one system, and 'raid:'",
        )
    total = sum(g.count * (1 + sum(r.count for r in g.releases)) for g in declaration.raid)
    if total > THREATS:
        raise context.refuse(
            ("raid",), f"{total} threats", f"at most {THREATS}, released ones included", "lower 'count'"
        )
    for part in ("assets", "raid", "jammers", "defence", "command"):
        seen: set[str] = set()
        for i, entry in enumerate(getattr(declaration, part)):
            if entry.name is None:
                continue
            if folded(entry.name) in seen:
                with context.collecting():
                    raise context.refuse(
                        (part, i, "name"), f"{shown(entry.name)} twice", "each name once", "rename one of them"
                    )
            seen.add(folded(entry.name))


def _systems(context: Context, declaration: Declaration) -> tuple[SystemPlan, ...]:
    """Return the systems; unnamed ones take the name of their entry, numbered if there are several."""
    labels = [s.name or s.system for s in declaration.defence]
    plans: list[SystemPlan] = []
    for i, declared in enumerate(declaration.defence):
        before = labels[:i].count(labels[i])
        label = labels[i] if declared.name or not before else f"{labels[i]}-{before + 1}"
        post = (math.radians(declared.at[0]), math.radians(declared.at[1]))
        with context.collecting():
            plans.append(system_plan(context, declared, ("defence", i), label, _towards(post, declaration.raid)))
    return tuple(plans)


def _towards(post: fly.Point, raid: Sequence[Formation]) -> float:
    """Return the mean bearing of the raid's starts from a post [rad]; north if nothing comes."""
    starts = [(g.route[0] if g.route else g.from_, g.count) for g in raid if g.route or g.from_]
    east = north = 0.0
    for at, count in starts:
        start = (math.radians(at[0]), math.radians(at[1])) if at else post
        if fly.distance(post, start) > fly.POINT_BLANK:
            angle = fly.bearing(post, start)
            east += count * math.sin(angle)
            north += count * math.cos(angle)
    return math.atan2(east, north) % (2.0 * math.pi) if math.hypot(east, north) > 1e-9 else 0.0


def _check_target_names(context: Context, scenario: Scenario) -> None:
    """Refuse two things that threats could be aimed at by the same name."""
    names = scenario.target_names()
    counts = Counter(map(folded, names))
    twice = [n for n in names if counts[folded(n)] > 1]
    if twice:
        raise context.refuse(
            ("defence",),
            f"two parts of the name {shown(twice[0])}",
            "each name once",
            "name systems, fire units and assets differently",
        )


def _labels(raid: Sequence[Formation]) -> list[str]:
    """Return a label for each formation: its name, else its class, numbered where several share it."""
    plain = Counter(folded(g.name or g.threat) for g in raid)
    return [
        g.name or (g.threat if plain[folded(g.threat)] == 1 else f"{g.threat}-g{i + 1}") for i, g in enumerate(raid)
    ]


def _release_labels(context: Context, releases: Sequence[Release]) -> list[str]:
    """Return a label for each release of a carrier: its name, else its class, numbered where several share it."""
    classes = []
    for release in releases:
        try:
            classes.append(context.catalogue.entry(release.threat).name)
        except UnknownNameError:  # told when the release is worked out
            classes.append(release.threat)
    plain = Counter(folded(r.name or c) for r, c in zip(releases, classes, strict=True))
    return [
        r.name or (c if plain[folded(c)] == 1 else f"{c}-r{k + 1}")
        for k, (r, c) in enumerate(zip(releases, classes, strict=True))
    ]


def _threats(context: Context, raid: Sequence[Formation], targets: Targets) -> tuple[ThreatPlan, ...]:
    """Return all threats: the formations in order, then what they release."""
    threats: list[ThreatPlan] = []
    carriers: dict[int, list[tuple[int, ThreatPlan]]] = {}
    for i, (formation, label) in enumerate(zip(raid, _labels(raid), strict=True)):
        with context.collecting():
            members = formation_plans(context, formation, i, label, targets)
            carriers[i] = [(len(threats) + m, plan) for m, plan in enumerate(members)]
            threats.extend(members)
    context.raise_problems()
    check_ways(context, threats)
    for formation_members in carriers.values():
        for _, first in formation_members[:1]:
            with context.collecting():
                check_flown_clear(context, first)
    context.raise_problems()
    paths: list[Path] = [("raid", plan.formation_index) for plan in threats]
    number = len(raid)
    for i, (formation, called) in enumerate(zip(raid, _labels(raid), strict=True)):
        labels = _release_labels(context, formation.releases)
        for r, (release, label) in enumerate(zip(formation.releases, labels, strict=True)):
            if carriers[i]:
                with context.collecting():
                    path = ("raid", i, "releases", r)
                    released_weapons = released_plans(
                        context, release, formation, carriers[i], number, path, targets, label
                    )
                    threats.extend(
                        replace(released_weapon, formation=f"{called}/{label}") for released_weapon in released_weapons
                    )
                    paths += [path] * len(released_weapons)
            number += 1
    _check_threat_names(context, [plan.name for plan in threats], paths)
    return tuple(threats)


def _check_threat_names(context: Context, names: Sequence[str], paths: Sequence[Path]) -> None:
    """Refuse two threats of one name, such as the first of two called `lead` and one called `lead-1`.

    Parameters: `paths` where the formation or release of each threat is declared.
    """
    first: dict[str, Path] = {}
    told: set[Path] = set()
    for name, path in zip(names, paths, strict=True):
        other = first.setdefault(folded(name), path)
        if other != path and path not in told:
            told.add(path)
            expected = "a name of its own for every threat (members of a formation are numbered)"
            fix = f"rename this formation or that of '{dotted(other)}'"
            context.problems.append(
                context.document.problem((*path, "name"), f"{shown(name)} twice", expected, fix, at_key=True)
            )
    context.raise_problems()
