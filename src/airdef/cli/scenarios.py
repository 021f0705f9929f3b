"""`validate` and `cite`: what a scenario says, and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airdef.api import load
from airdef.cli.output import print_json, say
from airdef.outcome import provenance
from airdef.scenario.own import catalogue_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from airdef.scenario.plan import Scenario


def loaded(name: str, settings: Sequence[str]) -> Scenario:
    """Return a scenario with `PATH=VALUE` settings applied. A setting without '=' raises ValueError.

    Parameters
    ----------
    name
        Name or path of the scenario.
    settings
        `PATH=VALUE` settings.

    Returns
    -------
    Scenario
        A scenario with `PATH=VALUE` settings applied.
    """
    return load(name, overrides_of(settings))


def overrides_of(settings: Sequence[str]) -> dict[str, object]:
    """Return `PATH=VALUE` settings by path. A setting without '=' raises ValueError.

    Parameters
    ----------
    settings
        `PATH=VALUE` settings.

    Returns
    -------
    dict[str, object]
        `PATH=VALUE` settings by path.
    """
    overrides: dict[str, object] = {}
    for setting in settings:
        path, equals, value = setting.partition("=")
        if not equals:
            message = f"--set {setting}: PATH=VALUE expected; usual fix: put '=' between path and value"
            raise ValueError(message)
        overrides[path.strip()] = value.strip()
    return overrides


def validate(name: str, settings: Sequence[str], as_json: bool) -> None:
    """Load a scenario and say in one line what it holds, and what was assumed of its ground.

    Parameters
    ----------
    name
        Name or path of the scenario.
    settings
        `PATH=VALUE` settings.
    as_json
        Whether one JSON object is printed, and nothing else.
    """
    s = loaded(name, settings)
    summary = provenance.summary(s)
    if as_json:
        print_json(summary)
        return
    say(
        "{scenario}: valid. systems {systems}, fire units {fire_units}, radars {radars}, assets {assets}, "
        "threats {threats}; figures {figures}, of which assumed {assumed}, replaced {replaced}".format(**summary)
    )
    for line in ground_notes(s):
        print(f"assumed: {line}")


def ground_notes(scenario: Scenario) -> list[str]:
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


def cite(name: str, bibtex: bool, settings: Sequence[str], as_json: bool) -> None:
    """Print the sources and assumptions behind a scenario.

    Parameters
    ----------
    name
        Name or path of the scenario.
    bibtex
        Whether references are printed as BibTeX.
    settings
        `PATH=VALUE` settings.
    as_json
        Whether one JSON object is printed, and nothing else.
    """
    s = loaded(name, settings)
    known = catalogue_of(s)
    if as_json:
        print_json(
            {
                "scenario": s.name,
                "scenario_hash": s.scenario_hash,
                "catalogue_hash": s.catalogue_hash,
                "sources": [provenance.source_dict(x) for x in provenance.sources(s, known)],
                "assumptions": [provenance.adopted_dict(r) for r in provenance.assumptions(s)],
                "overrides": [provenance.adopted_dict(r) for r in provenance.overrides(s)],
            }
        )
    else:
        say(provenance.cite_bibtex(s, known) if bibtex else provenance.cite_text(s, known))
