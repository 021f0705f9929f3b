"""A scenario's text with parts moved to the places that were found."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from airdef.scenario import loads
from airdef.scenario.document import read_text
from airdef.studies.siting.masts import PRESENT, as_lists, declared_data, radar_names
from airdef.terrain import BUNDLED

if TYPE_CHECKING:
    from airdef.scenario.plan import Scenario, SystemPlan
    from airdef.studies.siting.study import Siting

_SAME: Final = 1e-9
"""Places [rad] this near one another are one place: what rounding to seven decimals of a degree leaves."""

_TURNED: Final = 2e-6
"""Facings [rad] this near one another are one: what rounding to four decimals of a degree leaves."""


def moved_text(found: Siting, out: Path) -> str:
    """Return the scenario's text with what was placed in its new places and overrides written in.

    Comments and order are kept as far as a YAML round trip keeps them. `out` is where it is to lie: the path of an
    elevation model is from there.

    Parameters
    ----------
    found
        What the study of sites found.
    out
        The file that it is written to.

    Returns
    -------
    str
        The scenario's text with what was placed in its new places and overrides written in.

    Raises
    ------
    ValueError
        If the text does not mean what was worked out, which happens where aliases stand for what is to
        differ.
    """
    scenario = found.scenario
    before = as_lists(read_text(scenario.text, scenario.path).data)
    after = declared_data(scenario)
    for part, option in found.placed():
        system = after["defence"][part.system]
        at = [option.candidate.latitude, option.candidate.longitude]
        if part.unit >= 0:
            unit = _unit_list(system, scenario.systems[part.system])[part.unit]
            unit["at"] = at
            if option.mast != PRESENT:
                unit["mast"] = option.mast
            if option.facing is not None:
                unit.pop("facings", None)
                unit["facing"] = f"{math.degrees(option.facing):.10g} deg"
        else:
            _pin(system, scenario.systems[part.system])
            system["at"] = at
            if option.mast != PRESENT:
                _mast(system, scenario.systems[part.system], option.mast)
    _move_model(after, scenario, out)
    text = _dumped(scenario.text, before, after)
    _compare(found, loads(text, file=str(out)))
    return text


def _unit_list(system: dict[str, Any], plan: SystemPlan) -> list[dict[str, Any]]:
    """Return the fire units of a declared system as a list, written out if they were a number or left out."""
    if not isinstance(system.get("fire_units"), list):
        system["fire_units"] = [{} for _ in plan.units]
    units: list[dict[str, Any]] = system["fire_units"]
    return units


def _pin(system: dict[str, Any], plan: SystemPlan) -> None:
    """Write down where the units stand and where the system faces, which else went with its post."""
    for unit, declared in zip(plan.units, _unit_list(system, plan), strict=True):
        place = unit.radar.place
        declared.setdefault("at", [round(math.degrees(place.latitude), 7), round(math.degrees(place.longitude), 7)])
    facing = plan.surveillance[0].facing
    system.setdefault("facing", f"{round(math.degrees(facing), 4):.7g} deg")


def _mast(system: dict[str, Any], plan: SystemPlan, mast: str) -> None:
    given = system.get("mast") or {}
    masts = dict(given) if isinstance(given, dict) else {"engagement_radar": given}
    system["mast"] = masts | dict.fromkeys(radar_names(plan), mast)


def _move_model(after: dict[str, Any], scenario: Scenario, out: Path) -> None:
    terrain = (after.get("environment") or {}).get("terrain")
    if not isinstance(terrain, dict) or terrain.get("dem") in (None, *BUNDLED):
        return
    model = Path(scenario.path).resolve().parent / terrain["dem"]
    if out.resolve().parent != Path(scenario.path).resolve().parent:
        terrain["dem"] = Path(os.path.relpath(model, out.resolve().parent)).as_posix()


def _dumped(text: str, before: Any, after: Any) -> str:
    from io import StringIO

    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 120
    yaml.indent(mapping=2, sequence=4, offset=2)
    tree = yaml.load(text)
    _change(tree, before, after)
    stream = StringIO()
    yaml.dump(tree, stream)
    return stream.getvalue()


def _change(tree: Any, before: Any, after: Any) -> None:
    """Change a round-trip tree where the plain data differ, and nowhere else."""
    if isinstance(before, dict):
        for gone in [k for k in before if k not in after]:
            del tree[gone]
    for key in range(len(after)) if isinstance(after, list) else list(after):
        there = key in before if isinstance(before, dict) else key < len(before)
        old, new = before[key] if there else None, after[key]
        if there and old == new:
            continue
        alike = isinstance(old, dict) and isinstance(new, dict)
        alike |= isinstance(old, list) and isinstance(new, list) and len(old) == len(new) and not _pair(new)
        if there and alike:
            _change(tree[key], old, new)
        else:
            tree[key] = _flow(new)


def _pair(data: Any) -> bool:
    return isinstance(data, list) and len(data) == 2 and all(isinstance(v, float) for v in data)


def _flow(data: Any) -> Any:
    """Return new data in YAML's flow style for what is small: places and entries on one line."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if isinstance(data, dict):
        mapping = CommentedMap({k: _flow(v) for k, v in data.items()})
        mapping.fa.set_flow_style()
        return mapping
    if isinstance(data, list):
        sequence = CommentedSeq([_flow(v) for v in data])
        if not data or not isinstance(data[0], dict):
            sequence.fa.set_flow_style()
        return sequence
    return data


def _compare(found: Siting, written: Scenario) -> None:
    """Refuse a text that means another defence than the one worked out."""
    wanted = {r.name: (r.place.latitude, r.place.longitude, r.antenna_height, r.facing)
              for r, _, _ in found.scenario.radars()}  # fmt: skip
    for part, option in found.placed():
        for radar, antenna in zip(part.radars, option.antennas, strict=True):
            facing = radar.facing if option.facing is None else option.facing
            wanted[radar.name] = (option.place.latitude, option.place.longitude, antenna, facing)
    have = {r.name: (r.place.latitude, r.place.longitude, r.antenna_height, r.facing) for r, _, _ in written.radars()}
    off = [n for n, w in wanted.items() if n not in have or not _alike(w, have[n])]
    if off:
        msg = f"--out: '{off[0]}' would not stand where it should given, entries of its own expected; usual fix: "
        raise ValueError(msg + "write out the aliases (*name) of the scenario's defence")


def _alike(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    turned = abs((a[3] - b[3] + math.pi) % (2.0 * math.pi) - math.pi)
    return max(abs(p - q) for p, q in zip(a[:3], b[:3], strict=True)) <= _SAME and turned <= _TURNED
