"""The validation page, written from the rows that a test run noted and the results that the benchmarks left."""

from __future__ import annotations

import ast
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airdef.version import __version__

from .inventory import SOURCE, functions, modules, public, through
from .record import KINDS, Row, merged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "docs" / "validation" / "results"
RULES = ROOT / "docs" / "model" / "engagement.md"

HEAD = """# How far to trust airdef

<!-- Written by the test run (airdef bench validation). Do not edit: change the tests. -->

This page is written by the tests, from the same comparisons that they assert: a number that is not met fails
the run, and then no page is written. airdef {version}; {comparisons} comparisons of {values} values.

Make it again from a checkout with `airdef bench validation`; the closed forms case by case are in
[closed-forms.md](closed-forms.md).

What a check rests on:

| kind | meaning |
|---|---|
| print | a number printed by the source named |
| program | another program, written by others |
| closed form | a formula or an elementary argument, computed beside the model; shows that the code does what it says |
| second engine | the kill chain written again, as slow SimPy processes, from docs/model/engagement.md alone |
| nothing yet | no comparison; other tests may hold it to rules, but not to a reference |
"""

UNVALIDATED = (
    (
        "The published figures",
        "Ranges, channels and reaction times are what sources claim. The catalogue keeps them with source and grade, "
        "and results count the assumed ones; no measurement of real equipment was at hand to check them against.",
    ),
    (
        "Kill probabilities",
        "There is no combat record of these systems against such raids. SSPKs are claims or assumptions: the model "
        "shows what follows from them.",
    ),
    (
        "Doctrine and crews",
        "The rules of engagement are written down and checked for consistency between two engines; that real crews "
        "follow them is not known.",
    ),
    (
        "Fly-out of the missiles",
        "A point mass with one drag figure, fitted to the published speed, range and ceiling. No measured "
        "trajectory is public.",
    ),
    (
        "Jamming, clutter, multipath of real sites",
        "The formulas are checked; the figures of the jammers and the ground are not known.",
    ),
    (
        "Whole battles",
        "No public record of a battle tells numbers, times and doctrine in enough detail to replay it.",
    ),
    (
        "Two-sided salvo exchanges",
        "Hughes's and Armstrong's exchanges in which both sides shoot cannot be expressed: a raid does not defend "
        "itself here. One salvo can; what of them is checked so, and what cannot be said at all, is told in "
        "[closed-forms.md](closed-forms.md#salvo-exchanges-between-fleets).",
    ),
    (
        "Printed tables that were not found",
        "Marcum's and Swerling's originals, Meyer and Mayer's tables, Blake's charts, Wilkening's table: the same laws "
        "are checked against other programs and against integration instead.",
    ),
)
"""What cannot be validated, and why. What merely has not been is listed by itself."""


def write(path: Path, rows: list[Row]) -> None:
    """Write the page to `path`; beside it its figures, and the comparisons as data in `results/comparisons.json`."""
    from .figures import draw

    figures = draw(rows, path.parent / "figures")
    path.write_text("\n".join(page(rows, figures)) + "\n", encoding="utf-8")
    comparisons = [asdict(row) for row in merged(rows)]
    data = {"version": __version__, "modules": at_a_glance(merged(rows)), "comparisons": comparisons}
    (path.parent / "results").mkdir(exist_ok=True)
    text = json.dumps(data, indent=1, ensure_ascii=False)
    (path.parent / "results" / "comparisons.json").write_text(text + "\n", encoding="utf-8")


def page(rows: list[Row], figures: dict[str, str]) -> Iterator[str]:
    """Yield the lines of the page. `figures`: file name to caption."""
    listed = merged(rows)
    yield HEAD.format(version=__version__, comparisons=len(listed), values=sum(row.values for row in listed))
    yield from glance(listed)
    yield from laws(listed)
    yield from each_function(listed)
    yield from results()
    yield from pictures(figures)
    yield from gaps(listed)


def pictures(figures: dict[str, str]) -> Iterator[str]:
    """Yield the figures with their captions."""
    if figures:
        yield "## Model and reference"
    for name, caption in figures.items():
        yield from (f"![{caption}](figures/{name})", "", f"{caption}.", "")


def table(head: Iterable[str], lines: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield a table of Markdown and an empty line."""
    columns = list(head)
    yield f"| {' | '.join(columns)} |"
    yield "|" + "---|" * len(columns)
    for line in lines:
        yield f"| {' | '.join(line)} |"
    yield ""


def summary(module: str) -> str:
    """Return the first line of a module's docstring."""
    text = ast.get_docstring(ast.parse(file_of(module).read_text(encoding="utf-8"))) or ""
    return text.splitlines()[0].rstrip(".") if text else ""


def file_of(module: str) -> Path:
    """Return the file of a module of airdef."""
    return SOURCE.joinpath(*module.split(".")).with_suffix(".py")


def title(module: str) -> str:
    """Return how a module is headed: its name and what it is."""
    return f"{module} ({summary(module)})" if file_of(module).exists() else module


def number(value: float) -> str:
    """Return a deviation or a tolerance as it is printed."""
    return "0" if value == 0 else f"{value:.2g}"


def at_a_glance(rows: list[Row]) -> list[dict[str, Any]]:
    """Return for every module with a check, and every module of physics, the values compared by kind."""
    found = []
    for module in sorted({*modules(), *(row.module for row in rows)}):
        own = [row for row in rows if row.module == module]
        counts = {kind: sum(row.values for row in own if row.kind == kind) for kind in KINDS}
        checked = {name for row in own for name in row.functions}
        found.append({"module": module, **counts, "functions": len(public(module)), "checked": len(checked)})
    return found


def borne(rows: list[Row], module: str) -> str:
    """Return through which checked function a module without a comparison of its own is checked; '' if not wholly."""
    reached = through(sorted({name for row in rows for name in row.functions}))
    sources = {reached.get(name, "") for name in public(module)}
    found = ", ".join(f"`{source.removeprefix('physics.')}`" for source in sorted(sources) if source)
    return f"through {found}" if sources and "" not in sources else ""


def glance(rows: list[Row]) -> Iterator[str]:
    """Yield the table of what each module rests on."""
    yield "## At a glance"
    yield "Values compared, by what they were compared with. What has neither a print, a program nor a second engine"
    yield "rests on its own formula. The last column counts the public functions that a comparison names."
    yield ""
    lines = []
    for module in at_a_glance(rows):
        counts = [str(module[kind] or "") for kind in KINDS]
        if not any(counts):
            counts[0] = borne(rows, module["module"]) or "**nothing yet**"
        checked = f"{module['checked']} of {module['functions']}" if module["functions"] else ""
        lines.append([title(module["module"]), *counts, checked])
    yield from table(["what", *KINDS, "functions"], lines)


def each_function(rows: list[Row]) -> Iterator[str]:
    """Yield the table of every public function of physics and what it rests on."""
    yield "## Every function of physics"
    yield "A function rests on the comparisons of its module whose test names it. One that no such test names is at"
    yield "best checked through one that calls it, as far as that one's values show it."
    yield ""
    kinds: dict[str, set[str]] = {}
    for row in rows:
        for name in row.functions:
            kinds.setdefault(name, set()).add(row.kind)
    reached = through(sorted(kinds))
    lines = []
    for name in (name for module in modules() for name in public(module)):
        if name in kinds:
            rests = ", ".join(kind for kind in KINDS if kind in kinds[name])
        else:
            rests = f"through `{reached[name].removeprefix('physics.')}`" if name in reached else "**nothing yet**"
        lines.append([f"`{name.removeprefix('physics.')}`", functions()[name].summary, rests])
    yield from table(["function", "what it is", "rests on"], lines)


def laws(rows: list[Row]) -> Iterator[str]:
    """Yield the table of every law."""
    yield "## Every law"
    yield "The worst deviation is that nearest to its tolerance; relative ones carry no unit."
    yield ""
    for module in sorted({*modules(), *(row.module for row in rows)}):
        yield f"### {module}"
        if all(row.module != module for row in rows):
            own = borne(rows, module)
            yield from (f"None of its own; checked {own}." if own else "Nothing yet.", "")
            continue
        lines = []
        for row in (r for r in rows if r.module == module):
            unit = f" {row.unit}" if row.unit else ""
            deviation, tolerance = number(row.deviation) + unit, number(row.tolerance) + unit
            suffix = " (relative)" if row.relative else ""
            lines.append([row.law, row.against, row.kind, str(row.values), deviation, tolerance + suffix])
        yield from table(["law", "checked against", "kind", "values", "worst deviation", "tolerance"], lines)


def gaps(rows: list[Row]) -> Iterator[str]:
    """Yield what has not been validated, and why."""
    yield "## Not validated"
    yield "### Without any reference yet"
    yield "Modules of physics, and rules of [the engagement](../model/engagement.md), that no comparison above touches."
    yield ""
    touched = {row.module for row in rows}
    missing = [title(module) for module in modules() if module not in touched and not borne(rows, module)]
    laws = " ".join(row.law for row in rows if row.module == "engine")
    missing += [f"rule \u201c{rule}\u201d of the engagement" for rule in rules() if rule not in laws]
    yield from (f"- {name}" for name in missing or ["every module of physics and every rule has at least one check"])
    yield ""
    yield "### What cannot be, and why"
    yield from table(["what", "why"], UNVALIDATED)


def rules() -> list[str]:
    """Return the rules of the engagement: the headings of their page."""
    text = RULES.read_text(encoding="utf-8")
    return [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]


def stored(name: str) -> Any:
    """Return the results that a benchmark left, None if it was not run."""
    path = RESULTS / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def results() -> Iterator[str]:
    """Yield what the long runs found."""
    yield from agreement(stored("agreement"))
    yield from coverage(stored("coverage"))
    yield from time_step(stored("time_step"))


def agreement(data: Any) -> Iterator[str]:
    """Yield the comparison of the two engines."""
    yield "## The two engines"
    if data is None:
        yield from ("Not run yet: `python -m benchmarks.agreement`.", "")
        return
    for run in data["runs"]:
        yield from family(run)


def family(run: dict[str, Any]) -> Iterator[str]:
    """Yield a run of the comparison, whose tests are one family."""
    yield (
        f"airdef {run['version']}: every measure and leak reason of {len(run['scenarios'])} scenarios, {run['tests']} "
        f"tests held as one family at {100 * run['level']:g} %, {run['replications']} replications of the slow engine "
        f"and {run['engine_replications']} of the compiled one for each scenario. "
        f"Tests that call a difference: {run['differing']}."
    )
    yield ""
    lines = [
        [s["name"], s["exercises"], str(s["tests"]), f"{s['smallest_p']:.2g}", str(s["differing"])]
        for s in run["scenarios"]
    ]
    yield from table(["scenario", "exercises", "tests", "smallest p", "called different"], lines)
    yield "Faults put into either engine on purpose, and whether the tests called them:"
    yield ""
    faults = [
        [f["fault"], f["engine"], f["scenario"], f"{f['p']:.1g}", "yes" if f["caught"] else "NO"] for f in run["faults"]
    ]
    yield from table(["fault", "put into", "scenario", "smallest p", "called"], faults)


INTERVALS = """
- **Means**: Student's t, or Wilson's where departures are rare; theory says about 95 %.
- **Probabilities**: Wilson's score interval. Events are counted in whole numbers, so that its coverage goes up and down
  with the probability; where one event is expected in a campaign (SSPK 0.99) it is exactly the 92 % below.
- **Quantiles**: order statistics, of ranks whose chances are binomial: 95 % or a little more for a continuous measure.
  For a count they must be held more often: the lower end is wrong only if fewer replications than its rank are up to
  the true value t, and many more than the share q are, since they include all that are equal to t; likewise above. Only
  an end drawn by lot could be sharper.
"""


def coverage(data: Any) -> Iterator[str]:
    """Yield how often the printed intervals hold the truth, and what stopping at a precision does to the mean."""
    yield "## Intervals"
    if data is None:
        yield from ("Not run yet: `python -m benchmarks.coverage`.", "")
        return
    low, high = (f"{100 * x:g}" for x in data["band"])
    yield (
        f"airdef {data['version']}: {data['campaigns']} independent campaigns each; the printed 95 % interval should "
        f"hold the truth {low} to {high} % of the time. Theory, where there is any, tells how often that very interval "
        "must hold it (binomial sums)."
    )
    yield INTERVALS
    lines = [
        [
            c["what"],
            c["truth_from"],
            f"{c['truth']:.6g}",
            str(c["replications"]),
            "" if c["promised"] is None else f"{100 * c['promised']:.1f} %",
            f"{100 * c['coverage']:.1f} %",
            verdict(c, data),
        ]
        for c in data["intervals"]
    ]
    head = ["interval of", "truth from", "truth", "replications", "theory", "held the truth", f"{low} to {high} %"]
    yield from table(head, lines)
    yield from stops(data)


def verdict(c: dict[str, Any], data: Any) -> str:
    """Return whether a coverage is in the band; if not, whether theory says so (within 4 standard errors)."""
    if data["band"][0] <= c["coverage"] <= data["band"][1]:
        return "yes"
    p = c["promised"]
    if p is None or abs(c["coverage"] - p) > 4.0 * (max(p * (1.0 - p), 1e-3) / data["campaigns"]) ** 0.5:
        return "NO"
    return "more, as theory says" if c["coverage"] > data["band"][1] else "less, as theory says"


def stops(data: Any) -> Iterator[str]:
    """Yield the bias of the mean when campaigns stop at a precision."""
    yield (
        "With a precision asked for (`--precision`), the length depends on chance, and so the mean may be biased: it "
        f"should be by less than {data['bias_limit']:g} standard errors. Campaigns are collected with pilot and "
        f"stopping rule as they always are; their replications are drawn from {data['pool']} that the engine "
        "simulated, "
        "whose mean is then the truth, exactly."
    )
    yield ""
    lines = [
        [
            s["what"],
            f"{s['half_width']:g}",
            str(s["campaigns"]),
            f"{s['mean_replications']:.0f}",
            f"{s['bias']:+.3f}",
            "{:+.3f} to {:+.3f}".format(*s["interval"]),
            "yes" if s["within"] else "NO",
            f"{100 * s['coverage']:.1f} %",
        ]
        for s in data["stopping"]
    ]
    head = ["measure", "half-width", "campaigns", "mean replications", "bias [standard errors]", "its 95 % interval"]
    yield from table([*head, f"within ±{data['bias_limit']:g}", "intervals held the truth"], lines)


def time_step(data: Any) -> Iterator[str]:
    """Yield what the time grid does to the measures of the reference raid."""
    yield "## Time step"
    if data is None:
        yield from ("Not run yet: `python -m benchmarks.time_step`.", "")
        return
    steps = data["steps"]
    yield (
        f"airdef {data['version']}, {data['scenario']}: every measure on coarser and finer time grids, with "
        f"common random numbers ({data['replications']} replications each). The error of the default grid "
        f"({data['default']:g} s) is "
        "its difference from the finest, to be compared with half the 95 % interval of 100,000 replications."
    )
    yield ""
    lines = [
        [
            m["name"],
            *(f"{v:.6g}" for v in m["means"]),
            f"{m['error']:+.2g}",
            f"{m['paired_half_width']:.1g}",
            f"{m['half_width']:.2g}",
            "yes" if m["below"] else "NO",
        ]
        for m in data["measures"]
    ]
    head = ["measure", *(f"{s:g} s" for s in steps), "error", "known to", "interval at 100,000", "below it"]
    yield from table(head, lines)
