"""`claims`: published sentences put to the model."""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING

import typer

from airdef import catalogue
from airdef.cli.codes import INTERRUPTED
from airdef.cli.output import console, note, number, print_json, say, table, writable
from airdef.cli.progress import QUIET_S, announce_compiling
from airdef.studies import claims, claims_verdict
from airdef.studies.arguments import SEED_LIMIT, whole
from airdef.studies.trust import trusted
from airdef.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.status import Status

    from airdef.catalogue import Catalogue
    from airdef.studies.claims import Claim
    from airdef.studies.claims_verdict import Result


@dataclass(frozen=True)
class Asked:
    """How claims are to be run and told: states drawn for the spread (0: none), whom to believe, what to write."""

    seed: int = 1
    states: int = 0
    grades: tuple[str, ...] | None = None
    without: tuple[str, ...] = ()
    believe: str | None = None
    threads: int | None = None
    report: Path | None = None
    markdown: bool = False
    as_json: bool = False


def listed_grades(text: str | None) -> tuple[str, ...] | None:
    """Return the grades in `A,B,...`; None for all of them."""
    return None if text is None else tuple(g.strip() for g in text.split(",") if g.strip())


class _Stopped(Exception):  # noqa: N818  (it ends a worker, it is no error)
    """Ctrl-C was pressed: a claim under way is given up at its next case."""


class _Progress:
    """A line on stderr with the claims done and the cases played, where it is a terminal, after a second."""

    def __init__(self, total: int) -> None:
        self.total, self.done, self.cases = total, 0, 0
        self.stop = Event()
        self._lock = Lock()
        self._started = time.monotonic()
        self._status: Status | None = None

    def tick(self) -> None:
        """Count a case; end the claim if the user ended the command."""
        if self.stop.is_set():
            raise _Stopped
        self._show(cases=1)

    def finish(self) -> None:
        """Count a claim that is done."""
        self._show(done=1)

    def close(self) -> None:
        """Remove the line."""
        if self._status is not None:
            self._status.stop()

    def _show(self, cases: int = 0, done: int = 0) -> None:
        with self._lock:
            self.cases, self.done = self.cases + cases, self.done + done
            if self._status is None:
                if time.monotonic() - self._started < QUIET_S or not sys.stderr.isatty():
                    return
                from rich.console import Console

                self._status = Console(stderr=True).status("")
                self._status.start()
            self._status.update(f"claims: {self.done} of {self.total} done, {self.cases} cases and states played")


def listed(as_json: bool) -> None:
    """Print the claims without running them."""
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


def run(ids: Sequence[str], every: bool, asked: Asked) -> None:
    """Run claims and print their verdicts; after Ctrl-C print those that are done, say so, and exit with 130."""
    whole("seed", asked.seed, 0, SEED_LIMIT)
    whole("spread", asked.states, 0, 1_000_001)
    if asked.report is not None:
        writable("--report", asked.report, "claims.html")
    packaged = catalogue.load()
    held = trusted(packaged, without=asked.without, believe=asked.believe, grades=asked.grades)
    known = held.catalogue
    found = claims.load(known)
    chosen = found if every else tuple(claims.find(found, i) for i in dict.fromkeys(ids))
    with announce_compiling():
        results = _examined(chosen, known, asked)
    done = [r for r in results if r is not None]
    complete = len(done) == len(chosen)
    if asked.as_json:
        data = [r.to_dict() for r in done]
        print_json(
            {
                "claims": data,
                "catalogue_hash": known.content_hash,
                "claims_struck_out": held.struck,
                "version": __version__,
                "complete": complete,
            }
        )
    elif asked.markdown:
        from airdef.report.claims import markdown

        say(markdown(done, known, _command(ids, every, asked)))
    else:
        _print(done)
        if held.struck:
            print(f"{held.struck} uses of claims are struck out.")
    if asked.report is not None and done:
        from airdef.report.claims import write

        note(f"airdef: report written to {write(done, known, asked.report, _command(ids, every, asked))}")
    if not complete:
        note(f"airdef: interrupted; {len(done)} of {len(chosen)} claims were complete and are shown")
        raise typer.Exit(INTERRUPTED)


def _command(ids: Sequence[str], every: bool, asked: Asked) -> str:
    """Return the command that gives the same verdicts again."""
    words = ["airdef claims", "--all" if every else " ".join(dict.fromkeys(ids)), f"--seed {asked.seed}"]
    words.append(f"--spread {asked.states}" if asked.states else "--no-spread")
    words += [f"--grades {','.join(asked.grades)}"] if asked.grades else []
    words += [f"--without {source}" for source in asked.without]
    words += [f"--believe {asked.believe}"] if asked.believe else []
    return " ".join(words)


def _examined(chosen: Sequence[Claim], known: Catalogue, asked: Asked) -> list[Result | None]:
    """Return the results in the order of the claims; None for those that Ctrl-C kept from being done."""
    from airdef.campaigns import available_threads

    progress = _Progress(len(chosen))

    def one(claim: Claim) -> Result | None:
        try:
            result = claims_verdict.examine(claim, known, asked.seed, progress.tick, asked.states, asked.grades)
        except _Stopped:
            return None
        progress.finish()
        return result

    with ThreadPoolExecutor(max(1, min(asked.threads or available_threads(), len(chosen)))) as pool:
        waiting = [pool.submit(one, claim) for claim in chosen]
        try:
            for future in waiting:
                future.result()
        except BaseException as stop:
            progress.stop.set()
            for future in waiting:
                future.cancel()
            if not isinstance(stop, KeyboardInterrupt):
                raise
        finally:
            progress.close()
    return [f.result() if not f.cancelled() else None for f in waiting]


def _print(results: Sequence[Result]) -> None:
    """Print the verdicts as a table, then each claim's conditions and sources in words."""
    out = console()
    with_spread = any(r.spread for r in results)
    rows = []
    for r in results:
        half = (r.stated.mean_ci95[1] - r.stated.mean_ci95[0]) / 2
        low, high = (number(x, half) for x in r.stated.mean_ci95)
        row = [r.claim.title, r.verdict, f"{number(r.stated.mean, half)} {r.claim.unit}", f"{low} to {high}"]
        rows.append([*row, _share(r.stated.share, r.stated.share_ci95)])
        if with_spread:
            rows[-1].append(_share(r.spread.share, r.spread.share_ci95) if r.spread else "nothing varies")
    columns = ["Claim", "verdict", "as stated (mean)", "95 % interval", "met in histories"]
    out.print(table([*columns, "holds for, of what the sources allow"][: 5 + with_spread], rows, left=(0, 1)))
    for r in results:
        out.print(f"{r.claim.id}: {r.verdict}", style="bold")
        out.print(f"  published: {' / '.join(r.sentences)} ({', '.join(r.sources)})", soft_wrap=True)
        out.print(f"  read as: {' '.join(r.claim.reads.split())}", soft_wrap=True)
        out.print(f"  why: {r.reason}", soft_wrap=True)
        if r.spread:
            out.print(f"  {_spread(r)}", soft_wrap=True)
        out.print("  met with (each searched alone):")
        for limit in r.limits:
            out.print(f"    {limit.text()}", soft_wrap=True)


def _share(share: float, ci95: tuple[float, float]) -> str:
    return f"{100 * share:.3g} % ({100 * ci95[0]:.3g} to {100 * ci95[1]:.3g})"


def _spread(r: Result) -> str:
    s = r.spread
    assert s is not None
    undecided = f", {s.open} open" if s.open else ""
    return (
        f"all figures at once: {s.text()}; met in {s.met} of {s.states} states of the world{undecided}, in which "
        f"{len(s.unknowns)} figures vary"
    )
