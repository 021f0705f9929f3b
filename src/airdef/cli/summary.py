"""A campaign as the command line tells it: the answer in a sentence, tables, what it rests on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from airdef import catalogue
from airdef.cli.output import console, interval, number, print_json, table
from airdef.limits import REPLICATIONS
from airdef.outcome import provenance
from airdef.outcome.measures import NO_LEAKER
from airdef.outcome.sspk import effective_sspk

if TYPE_CHECKING:
    from rich.table import Table

    from airdef.cli.influence import Screened
    from airdef.outcome import Campaign, Measure
    from airdef.outcome.provenance import Sources
    from airdef.scenario.plan import Scenario


def show(campaign: Campaign, as_json: bool, known: Sources | None = None, screened: Screened | None = None) -> None:
    """Print a campaign as tables or as one JSON object, with the sources that `known` (by default here) names.

    Parameters: `screened` is which figures the answer hangs on most, or why that is not known.
    """
    if as_json:
        data = campaign.to_dict(known or catalogue.load())
        print_json(data if screened is None else {**data, "influence": screened.to_dict()})
        return
    out = console()
    out.print(headline(campaign))
    out.print(measures_table(campaign))
    out.print(class_table(campaign))
    if campaign.measures["leakers"].mean > 0:
        out.print(reasons_table(campaign))
    if campaign.scenario.systems and campaign.scenario.threats:
        out.print(sspk_table(campaign.scenario))
    for line in (*closing(campaign), *(screened.lines() if screened else ())):
        out.print(line, soft_wrap=True)


def headline(campaign: Campaign) -> str:
    """Return the answer in one sentence, with its intervals."""
    leakers, none = campaign.measures["leakers"], campaign.measures[NO_LEAKER]
    threats = sum(c.threats for c in campaign.by_class.values())
    half = 100 * none.half_width
    low, high = (100 * x for x in none.ci95)
    histories = f"{campaign.replications:,} histories"
    clean = {0.0: f"none of {histories} is", 1.0: f"all {histories} are"}.get(
        none.mean, f"{number(100 * none.mean, half)} % of {histories} are"
    )
    return (
        f"{campaign.scenario.name}: of {threats:.4g} threats {_mean(leakers)} leak on average "
        f"(95 % interval {interval(*leakers.ci95, leakers.half_width)}); {clean} without a leaker "
        f"({interval(low, high, half)} %)."
    )


def _mean(x: Measure) -> str:
    """Return the mean with the digits that mean something: those of its interval, few if it never varies."""
    return number(x.mean) if x.sd == 0 else number(x.mean, x.half_width)


def _measure_row(x: Measure) -> tuple[str, ...]:
    unit = f" [{x.unit}]" if x.unit else ""
    median = spread = "-"
    if x.quantiles and x.n:
        median = f"{x.quantiles[0.5].value:.4g}"
        spread = f"{x.quantiles[0.05].value:.4g} to {x.quantiles[0.95].value:.4g}"
    return (
        x.label + unit,
        _mean(x),
        interval(*x.ci95, x.half_width),
        number(x.sd),
        median,
        spread,
        f"{x.n:,}",
    )


def measures_table(campaign: Campaign) -> Table:
    """Return the measures that are not always zero; what always is zero stands in the caption."""
    always = ("leakers", NO_LEAKER, "kills", "missiles_used")
    shown = [x for x in campaign.measures.values() if x.name in always or x.mean != 0]
    zero = [x.label.lower() for x in campaign.measures.values() if x not in shown]
    result = table(
        ("Per history", "mean", "95 % interval", "sd", "median", "5 to 95 %", "histories"),
        [_measure_row(x) for x in shown if x.n],
    )
    absent = [x.label.lower() for x in shown if not x.n]
    captions = [f"always 0: {', '.join(zero)}"] if zero else []
    captions += [f"in no history: {', '.join(absent)}"] if absent else []
    result.caption = "; ".join(captions) or None
    result.caption_justify = "left"
    return result


def class_table(campaign: Campaign) -> Table:
    """Return what became of each class of threat."""
    rows = []
    for name, c in campaign.by_class.items():
        half = (c.leakers_ci95[1] - c.leakers_ci95[0]) / 2
        rows.append(
            (
                name,
                f"{c.threats:.4g}",
                number(c.kills, (c.kills_ci95[1] - c.kills_ci95[0]) / 2),
                number(c.leakers, half),
                interval(*c.leakers_ci95, half),
                f"{c.passed:.4g}",
                "-" if math.isnan(c.leak_fraction) else f"{100 * c.leak_fraction:.1f} %",
            )
        )
    return table(("Class", "threats", "destroyed", "leakers", "95 % interval", "passed", "leak"), rows)


def reasons_table(campaign: Campaign) -> Table:
    """Return why threats leaked, the most frequent reason first."""
    total = campaign.measures["leakers"].mean
    rows = []
    for reason, mean in sorted(campaign.leak_reasons.items(), key=lambda item: -item[1]):
        if mean > 0:
            low, high = campaign.leak_reasons_ci95[reason]
            half = (high - low) / 2
            share = f"{100 * mean / total:.1f} %"
            rows.append((reason.replace("-", " "), number(mean, half), interval(low, high, half), share))
    return table(("Why they leaked", "leakers", "95 % interval", "share"), rows)


def sspk_table(scenario: Scenario) -> Table:
    """Return the effective SSPK of each missile against each class, factor by factor."""
    several = len(scenario.systems) > 1
    numbers = {source: n for n, source in enumerate(provenance.source_ids(scenario), 1)}
    rows = []
    for row in effective_sspk(scenario):
        sspk, manoeuvre, jamming, _ = row.factors
        missile = f"{row.system}: {row.missile}" if several else row.missile
        envelope = row.max_range > 0.0
        rows.append(
            (
                missile,
                row.against,
                f"{sspk.value:.3g} {sspk.grade}",
                *(f"{f.value:.3g} {f.grade}" if f.counts else "-" for f in (manoeuvre, jamming)),
                f"{row.near:.3g} to {row.knee_range / 1e3:.3g} km" if envelope else "no envelope",
                f"{row.far:.3g} at {row.max_range / 1e3:.4g} km" if envelope else "-",
                " ".join(f"[{numbers[source]}]" for source in sspk.sources) or "-",
            )
        )
    columns = ("SSPK of", "against", "stated", "manoeuvre", "jamming", "effective", "at the edge", "sources")
    result = table(columns, rows, left=(0, 1, 7))
    result.caption = "A official, B press or reference, C second hand, D simulator; sources numbered as in airdef cite"
    result.caption_justify = "left"
    return result


def closing(campaign: Campaign) -> list[str]:
    """Return what the answer rests on and what it cost."""
    s = campaign.scenario
    used = {source for r in s.readings if not r.overridden for source in r.sources}
    timing = campaign.timing.to_dict(campaign.replications)
    played = f"{campaign.replications:,} replications of seed {campaign.seed}"
    if not math.isnan(timing["simulate_s"]):  # of a stored campaign it is not known
        played += (
            f" in {timing['simulate_s']:.2f} s ({timing['replications_per_second']:,.0f} a second), "
            f"prepared in {timing['prepare_s']:.2f} s"
        )
    lines = [
        f"Rests on {len(s.readings)} figures (sources: {len(used)}); {len(provenance.assumptions(s))} are assumed, "
        f"{len(provenance.overrides(s))} replaced by the scenario (airdef cite lists them).",
        f"{played}.",
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
