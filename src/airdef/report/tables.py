"""The report's tables: what was asked, what came out, what it rests on."""

from __future__ import annotations

import math
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from airdef.catalogue import citation
from airdef.catalogue.model import spread_from
from airdef.engine.breakdown import BY_NAME
from airdef.numbers import number, quantity, span
from airdef.outcome import provenance
from airdef.outcome.sspk import effective_sspk
from airdef.outcome.tables import (
    every_measure,
    key_table,
    left_out,
    measures_table,
    shown_dimensions,
)
from airdef.scenario.behaviours import BEHAVIOURS
from airdef.scenario.plan import CATEGORIES, BallisticMotion
from airdef.studies.uncertainty.influence import law_text
from airdef.studies.variants.moves import shown_unit
from airdef.studies.variants.runner import label_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from airdef.catalogue import AdoptedValue, Catalogue
    from airdef.outcome import Campaign
    from airdef.outcome.tables import Texts
    from airdef.scenario.plan import DoctrinePlan, Scenario, SystemPlan, ThreatPlan, UsedValue
    from airdef.studies.uncertainty.influence import Influence

SHORT = 18
"""Texts of fewer characters are not broken over lines."""


def table(head: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Return an HTML table of texts, which are escaped; columns listed in `right` are right-aligned.

    A text with an address in it is broken wherever it must be, so that the table stays as wide as the page.

    Parameters
    ----------
    head
        Titles of the columns.
    rows
        Texts, by row.
    right
        Columns that are right-aligned, by their positions.

    Returns
    -------
    str
        An HTML table of texts, which are escaped; columns listed in `right` are right-aligned.
    """
    if not head:
        return ""

    def cells(row: Sequence[str], tag: str) -> str:
        marks = (
            ' class="n"' if k in right else ' class="s"' if len(text) < SHORT else ' class="u"' if "://" in text else ""
            for k, text in enumerate(row)
        )
        return "".join(f"<{tag}{mark}>{escape(text)}</{tag}>" for mark, text in zip(marks, row, strict=True))

    body = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows)
    return f"<div class='wide'><table><thead><tr>{cells(head, 'th')}</tr></thead><tbody>{body}</tbody></table></div>"


def asked(scenario: Scenario) -> str:
    """Return the defence, the assets and the raid as tables.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    str
        The defence, the assets and the raid as tables.
    """
    defence = [(s.name, *_system(s)) for s in scenario.systems]
    assets = [
        (a.name, f"{a.value:g}", f"{a.hits_to_destroy}", f"{math.degrees(a.place.latitude):.3f}, "
         f"{math.degrees(a.place.longitude):.3f}") for a in scenario.assets
    ]  # fmt: skip
    raid = [
        _formation(scenario, list(members))
        for _, members in groupby(scenario.threats, key=lambda threat: threat.formation_index)
    ]
    return (
        "<h3>Defence</h3>"
        + table(("System", "fire units", "radars", "missiles ready", "channels of a unit", "doctrine"), defence)
        + "<h3>Defended</h3>"
        + table(("Asset", "value", "hits to destroy", "latitude, longitude [°]"), assets, right=(1, 2))
        + "<h3>Raid</h3>"
        + table(("Formation", "class", "number", "motion", "cross-section, nose", "aimed at"), raid, right=(2,))
    )


def _system(s: SystemPlan) -> tuple[str, str, str, str, str]:
    counts: dict[str, int] = {}
    for unit in s.units:
        for launcher in unit.launchers:
            name = unit.missiles[launcher.missile].name
            counts[name] = counts.get(name, 0) + launcher.rounds
    radars = [r.name.removeprefix(f"{s.name}/") for r in s.surveillance]
    if s.command is not None:
        return "0", ", ".join(radars), "", "", f"command node, allocation {s.command.allocation}"
    radars.append("one engagement radar a unit")
    unit = s.units[0]
    return (
        str(len(s.units)),
        ", ".join(radars),
        ", ".join(f"{n} × {name}" for name, n in counts.items()),
        f"{unit.target_channels} targets, {unit.missile_channels} missiles",
        _doctrine(s.doctrine),
    )


def _doctrine(d: DoctrinePlan) -> str:
    sizes: dict[tuple[int, ...], list[str]] = {}
    for category, salvo in zip(CATEGORIES, d.salvo, strict=True):
        sizes.setdefault(salvo, []).append(category.replace("_", "-"))
    usual = max(sizes, key=lambda size: len(sizes[size]))
    parts = [f"salvo of {_sizes(usual)}"]
    parts += [f"{_sizes(size)} at {', '.join(names)}" for size, names in sizes.items() if size != usual]
    parts.append("any number of engagements of a threat" if not d.rounds else f"at most {d.rounds} of a threat")
    parts += [f"{d.priority.replace('-', ' ')} first", d.coordination]
    if d.reserve:
        kept = ", ".join(c.replace("_", "-") for c, on in zip(CATEGORIES, d.reserve_for, strict=True) if on)
        parts.append(f"reserve of {d.reserve} missiles a unit for {kept or 'nothing'}")
    return "; ".join(parts)


def _sizes(salvo: tuple[int, ...]) -> str:
    return ", then ".join(str(n) for n in salvo)


def _formation(scenario: Scenario, members: list[ThreatPlan]) -> tuple[str, ...]:
    first = members[0]
    names = scenario.target_names()
    name = first.name.rsplit("-", 1)[0] if len(members) > 1 else first.name
    if first.parent >= 0:
        carrier = scenario.threats[first.parent]
        alone = sum(t.formation_index == carrier.formation_index for t in scenario.threats) == 1
        name = f"released by {carrier.name if alone else carrier.name.rsplit('-', 1)[0]}"
    return (
        name,
        first.threat_class,
        str(len(members)),
        _motion(first),
        f"{first.rcs[0]:.3g} m²",
        names[first.target] if first.target >= 0 else "passes",
    )


def _motion(threat: ThreatPlan) -> str:
    m = threat.motion
    if isinstance(m, BallisticMotion):
        return "ballistic arc" if m.loft == 1.0 else f"ballistic arc, apogee × {m.loft:g}"
    low, high = min(m.altitude), max(m.altitude)
    heights = _length(high) if low == high else f"{_length(high)} down to {_length(low)}"
    speeds = sorted({round(v) for v in m.speed})
    return f"{heights}, {' to '.join(str(v) for v in (speeds[0], speeds[-1])[: len(speeds)])} m/s"


def _length(metres: float) -> str:
    return f"{metres / 1e3:.3g} km" if metres >= 1e3 else f"{metres:.3g} m"


def measures(campaign: Campaign) -> str:
    """Return the measures that are not always zero, with their intervals.

    Parameters
    ----------
    campaign
        The campaign.

    Returns
    -------
    str
        The measures that are not always zero, with their intervals.
    """
    return _texts(measures_table(campaign))


def by_key(campaign: Campaign, dimension: str) -> str:
    """Return what became of each key of a dimension, in the measures that are asked for most.

    Parameters
    ----------
    campaign
        The campaign.
    dimension
        Name of the dimension.

    Returns
    -------
    str
        What became of each key of a dimension, in the measures that are asked for most.
    """
    return _texts(key_table(campaign, dimension))


def by_dimension(campaign: Campaign) -> str:
    """Return the other dimensions, and every measure of each to be opened.

    Parameters
    ----------
    campaign
        The campaign.

    Returns
    -------
    str
        The other dimensions, and every measure of each to be opened.
    """
    parts = []
    short = shown_dimensions(campaign)
    for dimension in campaign.by:
        label = BY_NAME[dimension].label.lower()
        if dimension != "class" and dimension in short:
            parts.append(f"<h3>By {label}</h3>{by_key(campaign, dimension)}")
        every = _texts(every_measure(campaign, dimension), right=(2, 3))
        if campaign.by[dimension]:
            parts.append(f"<details><summary>Every measure by {label}</summary>{every}</details>")
    return "".join([*parts, *(f"<p class='soft'>{escape(line)}</p>" for line in left_out(campaign))])


def _texts(texts: Texts, right: Sequence[int] | None = None) -> str:
    caption = f"<p class='soft'>{escape(texts.caption)}</p>" if texts.caption else ""
    return table(texts.head, texts.rows, right=range(1, len(texts.head)) if right is None else right) + caption


def kill_probabilities(scenario: Scenario) -> str:
    """Return the effective SSPK of each missile against each class, factor by factor, with grades and sources.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    str
        The effective SSPK of each missile against each class, factor by factor, with grades and sources.
    """
    several = len(scenario.systems) > 1
    rows = []
    for row in effective_sspk(scenario):
        missile = f"{row.missile} of {row.system}" if several else row.missile
        sspk = row.factors[0]
        edge = f"{number(row.far)} at {row.max_range / 1e3:.4g} km" if row.max_range > 0.0 else "no envelope"
        knee = f"{number(row.near)} to {row.knee_range / 1e3:.4g} km" if row.max_range > 0.0 else ""
        stated = f"{number(sspk.value)} ({sspk.grade})" + (
            f", {spread_from(sspk.grade)} {number(sspk.low)} to {number(sspk.high)}" if sspk.low < sspk.high else ""
        )
        ways = (f"{number(f.value)} ({f.grade})" if f.counts else "-" for f in row.factors[1:])
        rows.append(
            (missile, row.against, stated, *ways, knee, edge, row.grade, ", ".join(sspk.sources) or sspk.reason)
        )
    head = (
        *("Missile", "against", "SSPK stated", *(b.factor_name for b in BEHAVIOURS), "range, at the edge", "effective"),
        *("at the edge", "weakest grade", "SSPK stated by"),
    )
    return table(head, rows, right=range(3, 4 + len(BEHAVIOURS)))


def _span(r: UsedValue) -> str:
    return "" if r.low == r.high else span(r.low, r.high, r.unit)


def _spread(r: AdoptedValue) -> str:
    return f"{span(r.low, r.high, r.unit)} ({r.spread_from})"


def figures(adopted_values: Sequence[UsedValue], why: bool = True) -> str:
    """Return figures with their range and reason.

    Parameters
    ----------
    adopted_values
        The figures.
    why
        Whether the reason of each is shown.

    Returns
    -------
    str
        Figures with their range and reason.
    """
    rows = [
        (r.subject, r.attribute, quantity(r.value, r.unit), _span(r), r.reason if why else "; ".join(r.sources))
        for r in adopted_values
    ]
    return table(("Of", "figure", "value", "assumed range", "reason" if why else "sources"), rows, right=(2, 3))


def published(scenario: Scenario) -> str:
    """Return the figures that published sources give, with grade and sources.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    str
        The figures that published sources give, with grade and sources.
    """
    held = [r for r in scenario.adopted_values if not r.overridden and r.grade != "assumed"]
    rows = [(r.subject, r.attribute, quantity(r.value, r.unit), _span(r), r.grade, ", ".join(r.sources)) for r in held]
    return table(("Of", "figure", "value", "published range", "grade", "sources"), rows, right=(2, 3))


def influence(found: Influence | None, not_screened: str) -> str:
    """Return the figures that the answer hangs on most, with grade, ends and law; or why they are not known.

    Parameters
    ----------
    found
        The result.
    not_screened
        Why it is not known what the answer hangs on.

    Returns
    -------
    str
        The figures that the answer hangs on most, with grade, ends and law; or why they are not known.
    """
    if found is None:
        return f"<p>Which figures the answer hangs on most: {escape(not_screened)}.</p>"
    head = found.sentences()[0].removesuffix(".")
    rows = [
        (w.figure.name, w.figure.grade, _spread(w.figure.shown),
         "; ".join(m.text(found.unit, shown_unit(w.figure.shown)) for m in w.told()),
         law_text(w.law).removeprefix("law: "))
        for w in found.heaviest()
    ]  # fmt: skip
    columns = ("Figure", "grade", "spread", label_of(found.measure).lower(), "law and what it was checked against")
    return f"<p>{escape(head)}.</p>" + (table(columns, rows) if rows else "")


def sources(scenario: Scenario, catalogue: Catalogue) -> str:
    """Return the sources with the grades of their claims and the number of figures that rest on them.

    Parameters
    ----------
    scenario
        The scenario.
    catalogue
        The catalogue that figures and sources are taken from.

    Returns
    -------
    str
        The sources with the grades of their claims and the number of figures that rest on them.
    """
    grades: dict[str, set[str]] = {}
    for claim in catalogue.claims():
        grades.setdefault(claim.source, set()).add(claim.grade)
    rows = []
    for source in provenance.sources(scenario, catalogue):
        used = [r for r in scenario.adopted_values if source.source in r.sources and not r.overridden]
        graded = ", ".join(sorted(grades.get(source.source, ())))
        rows.append((citation.reference(source), source.kind, graded, str(len(used))))
    return table(("Source", "kind", "grade", "figures"), rows, right=(3,))
