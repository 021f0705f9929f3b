"""Measures as tables of texts: one source for the console, the report and whoever prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from airdef.engine import title_of
from airdef.engine.breakdown import BY_NAME
from airdef.measures import MEASURES
from airdef.numbers import NOT_KNOWN, interval, mean, number, percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from airdef.outcome.campaign import Campaign
    from airdef.outcome.measures import Measure


class Texts(NamedTuple):
    """A table: its head, its rows, and what is to be said below it."""

    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    caption: str = ""


class _Shown(NamedTuple):
    """A measure in the short table of a dimension: head of its column, name, and whether its interval stands by."""

    head: str
    measure: str
    interval: bool = False


_OF_THREATS = (
    _Shown("threats", "threats"),
    _Shown("destroyed", "kills"),
    _Shown("leakers", "leakers", True),
    _Shown("passed", "exited"),
    _Shown("turned back", "turned_back"),
    _Shown("missiles", "missiles_used"),
    _Shown("value lost", "asset_value_lost"),
)
_OF_DEFENCE = (
    _Shown("missiles", "missiles_used", True),
    _Shown("destroyed", "kills", True),
    _Shown("intercept attempts", "intercept_attempts"),
    _Shown("leakers at it", "leakers"),
    _Shown("radars lost", "radars_lost"),
    _Shown("launchers lost", "launchers_lost"),
)
ALWAYS = tuple(definition.name for definition in MEASURES if definition.prominence == 2)
"""Measures that are shown even if they are always zero."""


def measures_table(campaign: Campaign) -> Texts:
    """Return the measures that are not always zero; what always is zero is said below.

    Parameters
    ----------
    campaign
        The campaign.

    Returns
    -------
    Texts
        The measures that are not always zero; what always is zero is said below.
    """
    shown = [x for x in campaign.measures.values() if x.name in ALWAYS or x.mean != 0]
    zero = [x.label.lower() for x in campaign.measures.values() if x not in shown]
    absent = [x.label.lower() for x in shown if not x.n]
    captions = [f"always 0: {', '.join(zero)}"] if zero else []
    captions += [f"in no replication: {', '.join(absent)}"] if absent else []
    head = ("Per replication", "mean", "95 % interval", "sd", "median", "5 to 95 %", "replications")
    return Texts(head, [_row(x) for x in shown if x.n], "; ".join(captions))


def _row(x: Measure) -> tuple[str, ...]:
    median = spread = NOT_KNOWN
    if x.quantiles and x.n:
        median = number(x.quantiles[0.5].value)
        spread = f"{number(x.quantiles[0.05].value)} to {number(x.quantiles[0.95].value)}"
    return (_label(x), x.mean_text, x.interval_text, number(x.sd), median, spread, f"{x.n:,}")


def _label(x: Measure) -> str:
    return f"{x.label} [{x.unit}]" if x.unit else x.label


def shown_dimensions(campaign: Campaign) -> list[str]:
    """Return the dimensions that tell more than the totals and the dimensions before them: of two keys at least.

    Classes are always among them. Formations that are the classes over again are not.

    Parameters
    ----------
    campaign
        The campaign.

    Returns
    -------
    list[str]
        The dimensions that tell more than the totals and the dimensions before them: of two keys at least.
    """
    told: list[object] = []
    shown = []
    for dimension, keys in campaign.by.items():
        held = [{name: x.mean for name, x in found.items()} for found in keys.values()]
        if dimension == "class" or (len(keys) > 1 and held not in told):
            shown.append(dimension)
        told.append(held)
    return shown


def key_table(campaign: Campaign, dimension: str) -> Texts:
    """Return the keys of a dimension with the measures that are asked for most.

    Parameters
    ----------
    campaign
        The campaign.
    dimension
        Name of the dimension.

    Returns
    -------
    Texts
        The keys of a dimension with the measures that are asked for most.
    """
    keys = campaign.by[dimension]
    of_threats = BY_NAME[dimension].threat is not None
    columns = [c for c in (_OF_THREATS if of_threats else _OF_DEFENCE) if any(c.measure in x for x in keys.values())]
    head = [BY_NAME[dimension].label]
    for c in columns:
        head += [c.head, "95 % interval"] if c.interval else [c.head]
    head += ["leak"] if of_threats else []
    rows = []
    for key, found in keys.items():
        if not any(c.measure in found for c in columns):
            continue  # a command node launches nothing
        row = [key]
        for c in columns:
            x = found.get(c.measure)
            row.append("0" if x is None else x.mean_text)
            row += [NOT_KNOWN if x is None else x.interval_text] if c.interval else []
        rows.append((*row, _leak(found)) if of_threats else tuple(row))
    return Texts(tuple(head), rows)


def _leak(found: Mapping[str, Measure]) -> str:
    """Return the share of the threats that leaked."""
    threats = found["threats"].mean if "threats" in found else 0.0
    return percent(found["leakers"].mean / threats) if threats else NOT_KNOWN


def every_measure(campaign: Campaign, dimension: str) -> Texts:
    """Return every measure of every key of a dimension that is not always zero, with its interval.

    Parameters
    ----------
    campaign
        The campaign.
    dimension
        Name of the dimension.

    Returns
    -------
    Texts
        Every measure of every key of a dimension that is not always zero, with its interval.
    """
    rows, zero = [], []
    for key, found in campaign.by[dimension].items():
        shown = [x for x in found.values() if x.n and x.mean != 0.0]
        rows += [(key if k == 0 else "", _label(x), x.mean_text, x.interval_text) for k, x in enumerate(shown)]
        zero += [] if shown else [key]
    head = (BY_NAME[dimension].label, "per replication", "mean", "95 % interval")
    return Texts(head, rows, f"nothing happened to or by: {', '.join(zero)}" if zero else "")


def reasons_table(campaign: Campaign) -> Texts:
    """Return why threats leaked, the most frequent reason first.

    Parameters
    ----------
    campaign
        The campaign.

    Returns
    -------
    Texts
        Why threats leaked, the most frequent reason first.
    """
    total = campaign.measures["leakers"].mean
    rows = []
    for reason, value in sorted(campaign.leak_reasons.items(), key=lambda item: -item[1]):
        if value > 0:
            ends = campaign.leak_reasons_ci95[reason]
            rows.append((title_of(reason).lower(), mean(value, *ends), interval(*ends), percent(value / total)))
    return Texts(("Why they leaked", "leakers", "95 % interval", "share"), rows)


def left_out(campaign: Campaign) -> list[str]:
    """Return a sentence for each dimension of too many keys to be broken down.

    Parameters
    ----------
    campaign
        The campaign.

    Returns
    -------
    list[str]
        A sentence for each dimension of too many keys to be broken down.
    """
    return [
        f"By {BY_NAME[name].label.lower()} nothing is told: there are {count:,}, more than {most}."
        for name, (count, most) in campaign.left_out.items()
    ]
