"""Where an answer comes from: the figures a scenario rests on, their sources, and how to cite them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from airdef.catalogue import citation
from airdef.catalogue.model import spread_from
from airdef.numbers import quantity, shown
from airdef.version import RELEASED, __version__

if TYPE_CHECKING:
    from airdef.catalogue import Catalogue, Source
    from airdef.scenario.plan import Scenario, UsedValue


def assumptions(scenario: Scenario) -> list[UsedValue]:
    """Return the figures that no source gives and the catalogue assumes, with the reason of each.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    list[UsedValue]
        The figures that no source gives and the catalogue assumes, with the reason of each.
    """
    return [r for r in scenario.adopted_values if r.grade == "assumed" and not r.overridden]


def overrides(scenario: Scenario) -> list[UsedValue]:
    """Return the figures that the scenario itself replaced.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    list[UsedValue]
        The figures that the scenario itself replaced.
    """
    return [r for r in scenario.adopted_values if r.overridden]


def summary(scenario: Scenario) -> dict[str, Any]:
    """Return what a scenario holds, in numbers: what `airdef validate --json` prints and the service tells.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    dict[str, Any]
        What a scenario holds, in numbers: what `airdef validate --json` prints and the service tells.
    """
    return {
        "scenario": scenario.name,
        "valid": True,
        "scenario_hash": scenario.scenario_hash,
        "catalogue_hash": scenario.catalogue_hash,
        "systems": len(scenario.systems),
        "fire_units": sum(1 for _ in scenario.units()),
        "radars": sum(1 for _ in scenario.radars()),
        "assets": len(scenario.assets),
        "threats": len(scenario.threats),
        "figures": len(scenario.adopted_values),
        "assumed": len(assumptions(scenario)),
        "replaced": len(overrides(scenario)),
        "ground": ground(scenario),
    }


def ground(scenario: Scenario) -> list[str]:
    """Return what was assumed of the ground.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    list[str]
        What was assumed of the ground.
    """
    return [r.reason for r in scenario.adopted_values if r.subject == "terrain"]


class Sources(Protocol):
    """Where sources are looked up by id: the catalogue, or the header of a stored campaign."""

    def source(self, source: str, /) -> Source:
        """Return a source by its id.

        Parameters
        ----------
        source
            Id of the source.

        Returns
        -------
        Source
            A source by its id.
        """


def source_ids(scenario: Scenario) -> list[str]:
    """Return the ids of the sources behind the figures used, in the order of first use.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    list[str]
        The ids of the sources behind the figures used, in the order of first use.
    """
    return list(dict.fromkeys(s for r in scenario.adopted_values if not r.overridden for s in r.sources))


def sources(scenario: Scenario, catalogue: Sources) -> list[Source]:
    """Return the sources behind the figures used, in the order of first use.

    Parameters
    ----------
    scenario
        The scenario.
    catalogue
        The catalogue that figures and sources are taken from.

    Returns
    -------
    list[Source]
        The sources behind the figures used, in the order of first use.
    """
    return [catalogue.source(s) for s in source_ids(scenario)]


def adopted_dict(adopted: UsedValue) -> dict[str, Any]:
    """Return a used figure as plain data (SI), and as people read it (`shown`).

    Parameters
    ----------
    adopted
        The adopted value.

    Returns
    -------
    dict[str, Any]
        A used figure as plain data (SI), and as people read it (`shown`).
    """
    return {
        "subject": adopted.subject,
        "attribute": adopted.attribute,
        "value": adopted.value,
        "low": adopted.low,
        "high": adopted.high,
        "unit": adopted.unit,
        "grade": adopted.grade,
        "spread_from": spread_from(adopted.grade),
        "reason": adopted.reason,
        "shown": shown(adopted.value, adopted.low, adopted.high, adopted.unit),
    }


def source_dict(source: Source) -> dict[str, Any]:
    """Return a source as plain data, with its reference in words.

    Parameters
    ----------
    source
        The source.

    Returns
    -------
    dict[str, Any]
        A source as plain data, with its reference in words.
    """
    told = citation.plain(source)
    return {"id": told.pop("source"), **told}


def cite_text(scenario: Scenario, catalogue: Catalogue) -> str:
    """Return the references behind a scenario as text, each with the figures taken from it.

    Parameters
    ----------
    scenario
        The scenario.
    catalogue
        The catalogue that figures and sources are taken from.

    Returns
    -------
    str
        The references behind a scenario as text, each with the figures taken from it.
    """
    lines = [
        f"airdef {__version__}; scenario {scenario.name!r}, {scenario.scenario_hash[:12]}; "
        f"catalogue {scenario.catalogue_hash[:12]}",
        "",
    ]
    for number, source in enumerate(sources(scenario, catalogue), 1):
        figures = [
            f"{r.subject} {r.attribute}"
            for r in scenario.adopted_values
            if source.source in r.sources and not r.overridden
        ]
        lines += [f"[{number}] {citation.reference(source)}", f"    for: {', '.join(dict.fromkeys(figures))}"]
    assumed, replaced = assumptions(scenario), overrides(scenario)
    lines += ["", f"Assumed, without a source: {len(assumed)}"]
    lines += [f"  {r.subject} {r.attribute} = {quantity(r.value, r.unit)}: {r.reason}" for r in assumed]
    if replaced:
        lines += ["", f"Replaced by the scenario: {len(replaced)}"]
        lines += [f"  {r.subject} {r.attribute} = {quantity(r.value, r.unit)}" for r in replaced]
    return "\n".join(lines)


def cite_bibtex(scenario: Scenario, catalogue: Catalogue) -> str:
    """Return the references behind a scenario, airdef itself first, as BibTeX.

    Parameters
    ----------
    scenario
        The scenario.
    catalogue
        The catalogue that figures and sources are taken from.

    Returns
    -------
    str
        The references behind a scenario, airdef itself first, as BibTeX.
    """
    entries = [
        "@misc{airdef,\n"
        "  author = {{The airdef authors}},\n"
        "  title = {airdef: an open, reproducible laboratory for long-range ground-based air defence},\n"
        f"  howpublished = {{Computer program, version {__version__}}},\n"
        f"  year = {{{RELEASED[:4]}}},\n"
        f"  note = {{scenario {scenario.scenario_hash[:12]}, catalogue {scenario.catalogue_hash[:12]}}}\n}}"
    ]
    return "\n\n".join(entries + citation.bibliography(sources(scenario, catalogue), ["airdef"]))
