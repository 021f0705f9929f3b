"""A campaign as the command line tells it: the answer in a sentence, tables, what it rests on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from airdef.cli.output import console, print_json, table
from airdef.limits import REPLICATIONS
from airdef.measures.raid import NO_LEAKER
from airdef.numbers import interval, number, percent
from airdef.outcome import provenance
from airdef.outcome.sspk import effective_sspk
from airdef.outcome.tables import (
    every_measure,
    key_table,
    left_out,
    measures_table,
    reasons_table,
    shown_dimensions,
)
from airdef.scenario.behaviours import BEHAVIOURS
from airdef.scenario.own import catalogue_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from airdef.cli.influence import Screened
    from airdef.outcome import Campaign, Measure
    from airdef.outcome.provenance import Sources
    from airdef.outcome.tables import Texts
    from airdef.scenario.plan import Scenario


def show(
    campaign: Campaign,
    as_json: bool,
    known: Sources | None = None,
    screened: Screened | None = None,
    by: Sequence[str] = (),
) -> None:
    """Print a campaign as tables or as one JSON object, with the sources that `known` (by default here) names.

    Of the dimensions in `by` the tables hold every measure (JSON always does).

    Parameters
    ----------
    campaign
        The campaign.
    as_json
        Whether one JSON object is printed, and nothing else.
    known
        The sources; by default those of the catalogue here.
    screened
        Which figures the answer hangs on most, or why that is not known.
    by
        Names of the dimensions shown.
    """
    if as_json:
        data = campaign.to_dict(known or catalogue_of(campaign.scenario))
        print_json(data if screened is None else {**data, "influence": screened.to_dict()})
        return
    out = console()
    out.print(headline(campaign))
    out.print(_table(measures_table(campaign)))
    for dimension in shown_dimensions(campaign):
        out.print(_table(key_table(campaign, dimension)))
    for dimension in by:
        if dimension in campaign.by:
            out.print(_table(every_measure(campaign, dimension), left=(0, 1)))
    for line in left_out(campaign):
        out.print(line, soft_wrap=True)
    if campaign.measures["leakers"].mean > 0:
        out.print(_table(reasons_table(campaign)))
    if campaign.scenario.systems and campaign.scenario.threats:
        out.print(sspk_table(campaign.scenario))
    for line in (*closing(campaign), *(screened.lines() if screened else ())):
        out.print(line, soft_wrap=True)


def headline(campaign: Campaign) -> str:
    """Return the answer in one sentence, with its intervals.

    Parameters
    ----------
    campaign
        The campaign.

    Returns
    -------
    str
        The answer in one sentence, with its intervals.
    """
    leakers, none = campaign.measures["leakers"], campaign.measures[NO_LEAKER.name]
    threats = sum(c.threats for c in campaign.by_class.values())
    replications = f"{campaign.replications:,} replications"
    clean = {0.0: f"none of {replications} is", 1.0: f"all {replications} are"}.get(
        none.mean, f"{percent(none.mean, *none.ci95)} of {replications} are"
    )
    leak = f"{campaign.scenario.name}: of {number(threats)} threats {leakers.mean_text} leak on average"
    if leakers.constant:
        return f"{leak}, in every replication; {clean} without a leaker."
    return f"{leak} (95 % interval {leakers.interval_text}); {clean} without a leaker{_share(none)}."


def _share(none: Measure) -> str:
    return "" if none.constant else f" ({interval(*none.ci95, 100.0)} %)"


def _table(texts: Texts, left: Sequence[int] = (0,)) -> Table:
    result = table(texts.head, texts.rows, left=left)
    result.caption = texts.caption or None
    result.caption_justify = "left"
    return result


def sspk_table(scenario: Scenario) -> Table:
    """Return the effective SSPK of each missile against each class, factor by factor.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    Table
        The effective SSPK of each missile against each class, factor by factor.
    """
    several = len(scenario.systems) > 1
    numbers = {source: n for n, source in enumerate(provenance.source_ids(scenario), 1)}
    rows = []
    for row in effective_sspk(scenario):
        sspk, *ways, _ = row.factors
        missile = f"{row.system}: {row.missile}" if several else row.missile
        envelope = row.max_range > 0.0
        rows.append(
            (
                missile,
                row.against,
                f"{sspk.value:.3g} {sspk.grade}",
                *(f"{f.value:.3g} {f.grade}" if f.counts else "-" for f in ways),
                f"{row.near:.3g} to {row.knee_range / 1e3:.3g} km" if envelope else "no envelope",
                f"{row.far:.3g} at {row.max_range / 1e3:.4g} km" if envelope else "-",
                " ".join(f"[{numbers[source]}]" for source in sspk.sources) or "-",
            )
        )
    ways_of = [b.factor_name for b in BEHAVIOURS]
    columns = ("SSPK of", "against", "stated", *ways_of, "effective", "at the edge", "sources")
    result = table(columns, rows, left=(0, 1, len(columns) - 1))
    result.caption = "A official, B press or reference, C second hand, D simulator; sources numbered as in airdef cite"
    result.caption_justify = "left"
    return result


def closing(campaign: Campaign) -> list[str]:
    """Return what the answer rests on and what it cost.

    Parameters
    ----------
    campaign
        The campaign.

    Returns
    -------
    list[str]
        What the answer rests on and what it cost.
    """
    s = campaign.scenario
    used = {source for r in s.adopted_values if not r.overridden for source in r.sources}
    timing = campaign.timing.to_dict(campaign.replications)
    simulated = f"{campaign.replications:,} replications of seed {campaign.seed}"
    if not math.isnan(timing["simulate_s"]):  # of a stored campaign it is not known
        simulated += (
            f" in {timing['simulate_s']:.2f} s ({timing['replications_per_second']:,.0f} a second), "
            f"prepared in {timing['prepare_s']:.2f} s"
        )
    lines = [
        f"Rests on {len(s.adopted_values)} figures (sources: {len(used)}); {len(provenance.assumptions(s))} are "
        f"assumed, {len(provenance.overrides(s))} replaced by the scenario (airdef cite lists them).",
        f"{simulated}.",
    ]
    if campaign.precision is not None:
        p = campaign.precision
        half = campaign.measures[p.measure].half_width
        line = f"Half-width of {p.measure}: {half:.3g}, {p.half_width:g} asked for"
        if not campaign.precision_reached and not math.isnan(half):
            needed = campaign.replications_for(p.half_width, p.measure)
            known = "more than " if REPLICATIONS.exceeded(needed) else "about "
            line += f": not reached; {known}{min(needed, REPLICATIONS.most):,.0f} replications would"
        lines.append(line + ".")
    return lines
