"""The report: one HTML file that needs nothing else.

The same campaign gives the same bytes: there is no date, no wall-clock time and no path of the machine in it.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from airdef import writing
from airdef.characters import visible
from airdef.engine import title_of
from airdef.measures.raid import NO_LEAKER
from airdef.numbers import interval, number, percent
from airdef.outcome import provenance
from airdef.report import tables
from airdef.report.envelope import envelopes
from airdef.report.heights import height_range
from airdef.report.outcomes import by_class, distributions
from airdef.report.planview import plan_view
from airdef.report.style import svg
from airdef.report.timeline import timeline
from airdef.report.typical import SEARCHED, typical
from airdef.scenario.own import catalogue_of
from airdef.studies.envelope.study import envelope

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from airdef.catalogue import Catalogue
    from airdef.outcome import Campaign
    from airdef.scenario.plan import Scenario
    from airdef.studies.envelope.study import Envelope
    from airdef.studies.uncertainty.influence import Influence

TEMPLATE = Path(__file__).parent / "page.html"


def answer(campaign: Campaign) -> str:
    """Return what came out in one sentence, with its intervals.

    Parameters
    ----------
    campaign
        The campaign.

    Returns
    -------
    str
        What came out in one sentence, with its intervals.
    """
    leakers, none = campaign.measures["leakers"], campaign.measures[NO_LEAKER.name]
    came = sum(c.threats for c in campaign.by_class.values())
    certain = "the same in every replication" if leakers.constant else f"95 % interval {leakers.interval_text}"
    clean = "" if none.constant else f" ({interval(*none.ci95, 100.0)} %)"
    sentence = (
        f"Of {number(came)} threats {leakers.mean_text} leak on average ({certain}); "
        f"nothing leaks in {percent(none.mean, *none.ci95)} of {campaign.replications:,} replications{clean}"
    )
    if leakers.mean > 0.0:
        reason, mean = max(campaign.leak_reasons.items(), key=lambda item: item[1])
        sentence += f"; most often the reason is: {title_of(reason).lower()} ({percent(mean / leakers.mean)} of them)"
    return sentence + "."


def render(
    campaign: Campaign,
    catalogue: Catalogue | None = None,
    command: str = "",
    influence: Influence | None = None,
    not_screened: str = "not screened",
) -> str:
    """Return the report on a campaign as HTML text.

    Parameters
    ----------
    campaign
        The campaign.
    catalogue
        The catalogue that figures and sources are taken from.
    command
        The command that gives the results again.
    influence
        The figures that the answer hangs on most.
    not_screened
        Why it is not known what the answer hangs on.

    Returns
    -------
    str
        The report on a campaign as HTML text.

    Raises
    ------
    ValueError
        For a campaign without replications.
    """
    if not campaign.replications:
        message = "report: the campaign holds no replications; run at least one"
        raise ValueError(message)
    scenario = campaign.scenario
    known = catalogue or catalogue_of(campaign.scenario)
    replication, found = typical(campaign)
    assumed, replaced = provenance.assumptions(scenario), provenance.overrides(scenario)
    content = {
        "title": escape(scenario.name),
        "description": escape(scenario.description),
        "answer": escape(answer(campaign)),
        "ended": "<p class='warn'>The run was ended before its time.</p>" if campaign.interrupted else "",
        "asked": tables.asked(scenario),
        "measures": tables.measures(campaign),
        "by_class": tables.by_key(campaign, "class"),
        "by_dimension": tables.by_dimension(campaign),
        "sspk": tables.kill_probabilities(scenario),
        "leakers_figure": _drawn(by_class(campaign), "f1", "Leakers by class, and why they leaked"),
        "spread_figure": _drawn(
            distributions(campaign), "f2", "Leakers, missiles and first intercept over replications"
        ),
        "timeline_figure": _drawn(timeline(replication), "f3", "Timeline of a typical replication"),
        "plan_figure": _drawn(plan_view(scenario, found), "f4", "Plan view"),
        "height_figure": _drawn(height_range(scenario), "f5", "Coverage in height and range")
        if scenario.systems
        else "",
        "envelope_figure": _envelopes(scenario, known),
        "searched": f"{min(SEARCHED, campaign.replications):,}",
        "replications_with": f"{campaign.measures['first_intercept_range_km'].n:,}",
        "replications": f"{campaign.replications:,}",
        "influence": tables.influence(influence, not_screened),
        "assumed_number": str(len(assumed)),
        "assumed": tables.figures(assumed),
        "replaced": "<h3>Replaced by the scenario</h3>" + tables.figures(replaced) if replaced else "",
        "published": tables.published(scenario),
        "sources": tables.sources(scenario, known),
        "provenance": _provenance(campaign, command),
        "text": escape(visible(scenario.text)),
    }
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(content)


def write(
    campaign: Campaign,
    path: Path,
    catalogue: Catalogue | None = None,
    command: str = "",
    influence: Influence | None = None,
    not_screened: str = "not screened",
) -> Path:
    """Write the report (see `render`) to a file and return its absolute path.

    Parameters
    ----------
    campaign
        The campaign.
    path
        The file.
    catalogue
        The catalogue that figures and sources are taken from.
    command
        The command that gives the results again.
    influence
        The figures that the answer hangs on most.
    not_screened
        Why it is not known what the answer hangs on.

    Returns
    -------
    Path
        The absolute path.

    Raises
    ------
    OSError
        If it is refused; the message says where and why.
    """
    text = render(campaign, catalogue, command, influence, not_screened)
    writing.save(path, text)
    return path.resolve()


def _envelopes(scenario: Scenario, catalogue: Catalogue) -> str:
    """Return the envelopes of the missile types of a scenario; idealised ones have none."""
    real: dict[str, Envelope] = {}
    for missile, _ in scenario.interceptors():
        if missile.constant_speed <= 0.0 and missile.name not in real:
            real[missile.name] = envelope(missile.name, scenario=scenario, catalogue=catalogue)
    return _drawn(envelopes(list(real.values())), "f6", "Envelopes of the missiles") if real else ""


def _drawn(figure: Figure, prefix: str, label: str) -> str:
    return f"<div class='paper'>{svg(figure, prefix, escape(label, quote=True))}</div>"


def _provenance(campaign: Campaign, command: str) -> str:
    s = campaign.scenario
    made = f"airdef run {Path(s.path).name} -n {campaign.replications} --seed {campaign.seed} --report report.html"
    rows = (
        ("airdef", campaign.version),
        ("scenario", s.scenario_hash),
        ("catalogue", s.catalogue_hash),
        ("seed", str(campaign.seed)),
        ("replications", ", ".join(f"{first} to {first + count - 1}" for first, count in campaign.ranges)),
        ("statistics (SHA-256)", campaign.statistics.digest()),
        ("to reproduce", command or made),
    )
    body = "".join(f"<tr><th>{escape(k)}</th><td><code>{escape(v)}</code></td></tr>" for k, v in rows)
    return f"<div class='wide'><table>{body}</table></div>"
