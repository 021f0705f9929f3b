"""`claims`: published sentences put to the model."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING

import typer

from airdef import catalogue
from airdef.cli.codes import INTERRUPTED
from airdef.cli.ending import now
from airdef.cli.output import console, note, print_json, say, table, writable
from airdef.cli.progress import QUIET_S, announce_compiling, bar
from airdef.numbers import interval, percent
from airdef.studies.claims import definitions as claims
from airdef.studies.claims import study
from airdef.studies.claims import verdict as claims_verdict
from airdef.studies.claims.search import FIRST
from airdef.studies.claims.study import Stopped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.progress import Progress

    from airdef.catalogue import Catalogue
    from airdef.requests.uncertainty import Claims
    from airdef.studies.claims.definitions import Claim
    from airdef.studies.claims.result import Result


@dataclass(frozen=True)
class Files:
    """What is to be written: a page with figures, and whether a Markdown table is printed."""

    report: Path | None = None
    markdown: bool = False


class _Progress:
    """A bar on stderr with the cases and samples done, of about how many, where it is a terminal, after a second."""

    def __init__(self, claims: int, goal: int) -> None:
        self.claims, self.goal, self.done, self.cases = claims, goal, 0, 0
        self.stop = Event()
        self._lock = Lock()
        self._started = time.monotonic()
        self._bar: Progress | None = None

    def tick(self) -> None:
        """Count a case; end the claim if the user ended the command."""
        if self.stop.is_set():
            raise Stopped
        self._show(cases=1)

    def finish(self) -> None:
        """Count a claim that is done."""
        self._show(done=1)

    def close(self) -> None:
        """Remove the bar."""
        if self._bar is not None:
            self._bar.stop()

    def _show(self, cases: int = 0, done: int = 0) -> None:
        with self._lock:
            self.cases, self.done = self.cases + cases, self.done + done
            now().at("claims", self.done, self.claims)
            if self._bar is None:
                if time.monotonic() - self._started < QUIET_S or not sys.stderr.isatty():
                    return
                self._bar = bar()
                self._bar.start()
                self._bar.add_task("", total=self.goal)
            told = f"claims: {self.done} of {self.claims} done; cases and samples"
            self._bar.update(
                self._bar.task_ids[0], completed=min(self.cases, self.goal), total=self.goal, description=told
            )


def listed(as_json: bool) -> None:
    """Print the claims without running them.

    Parameters
    ----------
    as_json
        Whether one JSON object is printed, and nothing else.
    """
    known = catalogue.load()
    found = claims.load(known)
    if as_json:
        print_json([_described(c, known) for c in found])
        return
    rows = [(c.id, c.title, " / ".join(c.sentences(known)), ", ".join(c.sources(known))) for c in found]
    console().print(table(("Claim", "what is claimed", "as published", "sources"), rows, left=range(4)))
    print("Run one with: airdef claims ID    all with: airdef claims --all")


def _described(claim: Claim, known: Catalogue) -> dict[str, object]:
    return {
        "id": claim.id,
        "title": claim.title,
        "sentences": list(claim.sentences(known)),
        "reads": " ".join(claim.reads.split()),
        "scenario": claim.scenario,
        "at_least": claim.at_least,
        "unit": claim.unit,
        "tests": list(claim.tests),
        "sources": list(claim.sources(known)),
    }


def run(options: Claims, files: Files, as_json: bool) -> None:
    """Run claims and print their verdicts; after Ctrl-C print those that are done, say so, and exit with 130.

    Parameters
    ----------
    options
        What was asked for.
    files
        Where results are written.
    as_json
        Whether one JSON object is printed, and nothing else.
    """
    if files.report is not None:
        writable("--report", files.report, "claims.html")
    chosen = study.chosen(**options.values())
    known = chosen.catalogue
    goal = sum(claims_verdict.expected(c, known, options.samples, options.grades) for c in chosen.claims)
    progress = _Progress(len(chosen.claims), goal)
    with now().showing(), announce_compiling():
        try:
            found = study.examined(chosen, progress)
        finally:
            progress.close()
    done = found.results
    if as_json:
        print_json(found.to_dict())
    elif files.markdown:
        from airdef.report.claims import markdown

        say(markdown(done, known, _command(options)))
    else:
        _print(done)
        if found.excluded:
            print(f"{found.excluded} uses of claims are excluded.")
    if files.report is not None and done:
        from airdef.report.claims import write

        note(f"airdef: report written to {write(done, known, files.report, _command(options))}")
    if found.interrupted:
        now().done = f"{len(done)} of {len(chosen.claims)} claims were complete and are shown"
        raise typer.Exit(INTERRUPTED)


def _command(options: Claims) -> str:
    """Return the command that gives the same verdicts again."""
    words = [
        "airdef claims",
        "--all" if options.every else " ".join(dict.fromkeys(options.ids)),
        f"--seed {options.seed}",
    ]
    words.append(f"--spread {options.samples}" if options.samples else "--no-spread")
    words += [f"--grades {','.join(options.grades)}"] if options.grades else []
    words += [f"--without {source}" for source in options.without]
    words += [f"--only-source {options.only_source}"] if options.only_source else []
    return " ".join(words)


def _print(results: Sequence[Result]) -> None:
    """Print the verdicts as a table, then each claim's conditions and sources in words."""
    out = console()
    with_spread = any(r.spread for r in results)
    rows = []
    for r in results:
        rows.append([r.claim.title, r.headline, r.stated.estimate.text(r.claim.unit)])
        rows[-1].append(_share(r.stated.share, r.stated.share_ci95))
        if with_spread:
            rows[-1].append(_share(r.spread.share, r.spread.share_ci95) if r.spread else "nothing varies")
    columns = ["Claim", "verdict", "as stated: mean (95 % interval)", "met in replications"]
    out.print(table([*columns, "met in samples that the sources allow"][: 4 + with_spread], rows, left=(0, 1)))
    for r in results:
        out.print(f"{r.claim.id}: {r.headline}", style="bold", soft_wrap=True)
        for line in _told(r):
            out.print(f"  {line}", soft_wrap=True)


def _told(r: Result) -> Iterator[str]:
    """Yield what came of a claim, line by line."""
    yield f"published: {' / '.join(r.sentences)} ({', '.join(r.sources)})"
    yield f"read as: {' '.join(r.claim.reads.split())}"
    yield f"why: {r.reason}"
    yield r.own.text()
    if r.spread:
        yield _spread(r)
    yield f"hangs most on, of {r.figures} figures, each moved alone over its spread with all its copies:"
    yield from (f"  {line}" for line in r.hangs_on_text())
    if r.heaviest_pair:
        yield f"the two heaviest together: {r.pair_text()}"
    yield from r.turning_text()
    yield f"met with (each searched alone; means over {FIRST} common replications):"
    yield from (f"  {limit.text()}" for limit in r.limits)


def _share(share: float, ci95: tuple[float, float]) -> str:
    return f"{percent(share, *ci95)} ({interval(*ci95, 100.0)})" if ci95[0] < ci95[1] else percent(share)


def _spread(r: Result) -> str:
    s = r.spread
    assert s is not None
    undecided = f", {s.open} open" if s.open else ""
    return (
        f"all figures at once: {s.text()}; met in {s.met} of {s.samples} samples drawn{undecided}, in which "
        f"{len(s.uncertain_inputs)} figures vary"
    )
