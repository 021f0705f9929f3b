"""Claims as a page, one HTML file that needs nothing else, and as a Markdown table for a footnote.

The same results give the same bytes: there is no date, no wall-clock time and no path of the machine in them.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Final

from airdef import writing
from airdef.catalogue import citation
from airdef.numbers import interval, percent
from airdef.report import page
from airdef.report.claims_figures import samples, shares
from airdef.report.style import svg
from airdef.report.tables import table
from airdef.studies.claims.result import VERDICTS
from airdef.studies.claims.search import FIRST
from airdef.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from airdef.catalogue import Catalogue
    from airdef.studies.claims.result import Result

TEMPLATE = Path(__file__).parent / "claims.html"

COUNTED: Final = {
    "supports": "supports {}",
    "supports if": "supports {} under the conditions that stand beside them",
    "does not support": "does not support {}",
    "inconclusive": "is inconclusive on {}",
}


def answer(results: Sequence[Result]) -> str:
    """Return what came out in one sentence: how many claims got which verdict.

    Parameters
    ----------
    results
        The results.

    Returns
    -------
    str
        What came out in one sentence: how many claims got which verdict.
    """
    counts = {v: sum(r.verdict == v for r in results) for v in VERDICTS}
    parts = [COUNTED[v].format(n) for v, n in counts.items() if n]
    many = "One claim was" if len(results) == 1 else f"{len(results)} claims were"
    return f"{many} put to the model, which {', '.join(parts)}."


def stated(r: Result) -> str:
    """Return the number of the stated case with its interval and unit.

    Parameters
    ----------
    r
        The result.

    Returns
    -------
    str
        The number of the stated case with its interval and unit.
    """
    return r.stated.estimate.text(r.claim.unit)


def allowed(r: Result) -> str:
    """Return the share of what the sources allow for which the claim holds, with its interval.

    Parameters
    ----------
    r
        The result.

    Returns
    -------
    str
        The share of what the sources allow for which the claim holds, with its interval.
    """
    if r.spread is None:
        return "-"
    low, high = r.spread.share_ci95
    return f"{percent(r.spread.share, low, high)} ({interval(low, high, 100.0)})"


def markdown(results: Sequence[Result], catalogue: Catalogue, command: str) -> str:
    """Return the verdicts as a Markdown table, with a line below it that says where they come from.

    Parameters
    ----------
    results
        The results.
    catalogue
        The catalogue that figures and sources are taken from.
    command
        The command that gives the results again.

    Returns
    -------
    str
        The verdicts as a Markdown table, with a line below it that says where they come from.
    """
    head = (
        "Claim",
        "As published",
        "Verdict",
        "As stated: mean (95 % interval)",
        "Hangs most on",
        "Supported in, of what the sources allow",
    )
    lines = [_row(head), _row(["---"] * len(head))]
    for r in results:
        quotes = " / ".join(f"“{s}”" for s in r.sentences)
        heavy = "; ".join(r.hangs_on_text())
        cells = (r.claim.title, f"{quotes} ({', '.join(r.sources)})", r.headline, stated(r), heavy, allowed(r))
        lines.append(_row([c.replace("|", "\\|").replace("\n", " ") for c in cells]))
    made = f"airdef {__version__}, catalogue {catalogue.content_hash[:12]}: `{command}`."
    return "\n".join([*lines, "", f"A mission-level model of published figures, no proof of any real system. {made}"])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def render(results: Sequence[Result], catalogue: Catalogue, command: str) -> str:
    """Return the page on these results as HTML text.

    Parameters
    ----------
    results
        The results.
    catalogue
        The catalogue that figures and sources are taken from.
    command
        The command that gives the results again.

    Returns
    -------
    str
        The page on these results as HTML text.

    Raises
    ------
    ValueError
        Without results.
    """
    if not results:
        message = "claims: no results to write; run at least one claim"
        raise ValueError(message)
    with_spread = [r for r in results if r.spread is not None]
    content = {
        "style": _style(),
        "answer": escape(answer(results)),
        "shares": _drawn(shares(with_spread), "s", "Share of what the sources allow that supports each claim")
        if with_spread
        else "<p class='soft'>Only the nominal figures were simulated.</p>",
        "table": table(
            ("Claim", "verdict", "as stated: mean (95 % interval)", "of what the sources allow (95 %)"),
            [(r.claim.title, r.headline, stated(r), allowed(r)) for r in results],
            right=(2, 3),
        ),
        "claims": "\n".join(_section(r, k) for k, r in enumerate(results)),
        "sources": _sources(results, catalogue),
        "command": escape(command),
        "version": escape(__version__),
        "catalogue": escape(catalogue.content_hash),
    }
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(content)


def write(results: Sequence[Result], catalogue: Catalogue, path: Path, command: str) -> Path:
    """Write the page (see `render`) to a file and return its absolute path.

    Parameters
    ----------
    results
        The results.
    catalogue
        The catalogue that figures and sources are taken from.
    path
        The file.
    command
        The command that gives the results again.

    Returns
    -------
    Path
        The absolute path.

    Raises
    ------
    OSError
        If it is refused; the message says where and why.
    """
    writing.save(path, render(results, catalogue, command))
    return path.resolve()


def _style() -> str:
    """Return the style sheet that campaigns' reports have, so that there is one."""
    found = re.search(r"<style>.*?</style>", page.TEMPLATE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None  # page.html is part of the package
    return found[0]


def _drawn(figure: Figure, prefix: str, label: str) -> str:
    return f"<div class='paper'>{svg(figure, prefix, escape(label, quote=True))}</div>"


def _section(r: Result, k: int) -> str:
    """Return one claim: what was published, how it is read, what came out and why."""
    quotes = " / ".join(f"“{s}”" for s in r.sentences)
    parts = [
        f"<h3 id='{escape(r.claim.id)}'>{escape(r.claim.title)}: {escape(r.headline)}</h3>",
        f"<p>{escape(quotes)} <span class='soft'>({escape(', '.join(r.sources))})</span></p>",
        f"<p><b>Read as.</b> {escape(' '.join(r.claim.reads.split()))}</p>",
        f"<p><b>Why.</b> {escape(_sentence(r.reason))}</p>",
        f"<p><b>Its own source.</b> {escape(_sentence(r.own.text()))}</p>",
        f"<p><b>What it hangs on most.</b> Of {r.figures} figures, each moved alone over its spread with all its "
        f"copies:</p><ul>{''.join(f'<li>{escape(line)}</li>' for line in r.hangs_on_text())}</ul>",
    ]
    pairs = [*([f"the two heaviest together: {r.pair_text()}"] if r.heaviest_pair else []), *r.turning_text()]
    if pairs:
        parts.append(f"<p><b>In pairs.</b></p><ul>{''.join(f'<li>{escape(line)}</li>' for line in pairs)}</ul>")
    if r.spread is not None:
        text = r.spread.text()
        parts.append(
            f"<p><b>All figures at once.</b> It is {escape(text)}; {len(r.spread.uncertain_inputs)} figures vary.</p>"
        )
        parts.append(_drawn(samples(r), f"c{k}", f"{r.claim.title}: the measure in each sample drawn"))
    rows = [tuple(limit.text().split(": ", 1)) for limit in r.limits]
    head = f"Met with, each number searched alone; means over {FIRST} common replications"
    parts.append(f"<details><summary>{head}</summary>")
    parts.append(table(("Searched", "met with"), rows) + "</details>")
    return "\n".join(parts)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _sources(results: Sequence[Result], catalogue: Catalogue) -> str:
    ids = dict.fromkeys(source for r in results for source in r.sources)
    rows = [(citation.reference(s), s.kind) for s in map(catalogue.source, ids)]
    return table(("Source of the claim", "kind"), rows)
