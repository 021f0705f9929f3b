"""Published claims put to the model, several at once: the same verdicts for any number of threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event, Lock, local
from typing import TYPE_CHECKING, Any

import airdef.catalogue
from airdef.lifeline import result_of
from airdef.numbers import interval, percent
from airdef.requests.argument import asks
from airdef.requests.uncertainty import Claims as ClaimsRequest
from airdef.showing import Shown
from airdef.studies.arguments import SEED_LIMIT, whole, workers_of
from airdef.studies.claims import definitions, verdict
from airdef.studies.claims.simulate import Shared
from airdef.studies.uncertainty.trust import trusted
from airdef.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from typing import Protocol

    import pyarrow as pa

    from airdef.catalogue import Catalogue
    from airdef.showing import Brief
    from airdef.studies.claims.definitions import Claim
    from airdef.studies.claims.result import Result

    class Watch(Protocol):
        """What is told of the work while it is done."""

        stop: Event

        def tick(self) -> None:
            """Take note of a case or state that begins. Raises Stopped where the claim is to be given up."""

        def finish(self) -> None:
            """Take note of a claim that is complete."""


class Stopped(Exception):  # noqa: N818  (it ends a thread, it is no error)
    """The user ended it: a claim under way is given up at its next case."""


@dataclass(frozen=True, repr=False)
class Claims(Shown):
    """Claims that were put to the model.

    Attributes
    ----------
    results
        The verdicts, in the order of the claims; of those that were complete if it was interrupted.
    catalogue
        The catalogue as trusted.
    excluded
        How many uses of statements were excluded.
    seed
        Seed of the random numbers.
    interrupted
        Whether it was ended before its time.
    """

    results: tuple[Result, ...]
    catalogue: Catalogue
    excluded: int
    seed: int
    interrupted: bool = False

    _plot = "plot_claims"

    def headline(self) -> str:
        """Return the verdicts in one line."""
        return "; ".join(f"{r.claim.id}: {r.verdict}" for r in self.results) or "no claim was complete"

    def brief(self) -> Brief:
        """Return the verdict and the number of every claim."""
        rows = []
        for r in self.results:
            low, high = r.stated.share_ci95
            share = f"{percent(r.stated.share, low, high)} ({interval(low, high, 100.0)})"
            rows.append((r.claim.title, r.headline, r.stated.estimate.text(r.claim.unit), share))
        return ("claim", "verdict", "as stated: mean (95 % interval)", "met in replications"), rows

    def table(self) -> pa.Table:
        """Return one row a claim as an Arrow table: verdict, the stated case, and what was asked for."""
        import pyarrow as pa

        rows = [
            {
                "claim": r.claim.id,
                "title": r.claim.title,
                "verdict": r.verdict,
                "reason": r.reason,
                "at_least": r.claim.at_least,
                "unit": r.claim.unit,
                "mean": r.stated.mean,
                "ci95_low": r.stated.mean_ci95[0],
                "ci95_high": r.stated.mean_ci95[1],
                "share_met": r.stated.share,
                "share_met_ci95_low": r.stated.share_ci95[0],
                "share_met_ci95_high": r.stated.share_ci95[1],
            }
            for r in self.results
        ]
        return pa.Table.from_pylist(rows)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "study": "claims",
            "claims": [r.to_dict() for r in self.results],
            "catalogue_hash": self.catalogue.content_hash,
            "claims_excluded": self.excluded,
            "version": __version__,
            "complete": not self.interrupted,
        }


@dataclass(frozen=True)
class Chosen:
    """Claims that are to be put to the model, with the catalogue as trusted."""

    claims: tuple[Claim, ...]
    catalogue: Catalogue
    excluded: int
    seed: int
    samples: int
    grades: Collection[str] | None
    threads: int


def chosen(
    ids: Sequence[str],
    every: bool,
    seed: int,
    samples: int,
    grades: Collection[str] | None,
    without: Sequence[str],
    only_source: str | None,
    threads: int | None,
) -> Chosen:
    """Return what is to be done.

    Parameters
    ----------
    ids
        Ids of what is wanted.
    every
        Whether all are wanted.
    seed
        Seed of the random streams.
    samples
        Number of samples.
    grades
        Grades that count; all by default.
    without
        Sources that are excluded.
    only_source
        The only source to rely on wherever it says anything; None for all.
    threads
        How many threads work; all processors if None.

    Returns
    -------
    Chosen
        What is to be done.

    Raises
    ------
    ValueError
        For an argument out of range.
    ClaimError
        For an unknown claim.
    """
    whole("seed", seed, 0, SEED_LIMIT)
    whole("samples", samples, 0, 1_000_001)
    held = trusted(airdef.catalogue.load(), without=without, only_source=only_source, grades=grades)
    found = definitions.load(held.catalogue)
    if not ids and not every:
        message = f"ids: no claim given; one of {', '.join(c.id for c in found)} expected; usual fix: every=True"
        raise ValueError(message)
    wanted = found if every else tuple(definitions.find(found, i) for i in dict.fromkeys(ids))
    return Chosen(wanted, held.catalogue, held.excluded, seed, samples, grades, workers_of("threads", threads))


@asks(ClaimsRequest)
def claims(
    *ids: str,
    every: bool = False,
    samples: int = 0,
    grades: Collection[str] | None = None,
    without: Sequence[str] = (),
    only_source: str | None = None,
    seed: int = 1,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Claims:
    """Put published claims to the model: a verdict for each, with the conditions under which it holds.

    After Ctrl-C the result holds the claims that were complete, and its `interrupted` is true.

    Parameters
    ----------
    *ids
        Claims to run, by id. `airdef claims` lists them.
    every
        Run all of them.
    samples
        Parameter samples drawn from what the sources allow, for the share that supports it; 0: no.
    grades
        Grades of the statements and uncertain inputs that count: A, B, C, D, assumed. By default: all.
    without
        Sources that are excluded (`airdef cite` names them).
    only_source
        The only source to rely on wherever it says anything.
    seed
        Seed of the random streams: the same seed gives the same bits.
    threads
        Threads to use; results do not depend on it. By default: all. As many claims are run at once.
    progress
        Called as `progress(done, goal)`, in claims.

    Returns
    -------
    Claims
        The verdicts.

    Raises
    ------
    ClaimError
        If there is no such claim. The message has the nearest id.
    UnknownNameError
        If a source is not in the catalogue.
    ValueError
        If an argument is out of range, or no claim is given.
    KeyboardInterrupt
        If the user ends it before any claim is complete.
    """
    asked = chosen(ids, every, seed, samples, grades, without, only_source, threads)
    return examined(asked, Counted(len(asked.claims), progress))


class Counted:
    """Counts the claims that are complete."""

    def __init__(self, goal: int, progress: Callable[[int, int], None] | None = None) -> None:
        self.stop = Event()
        self._goal, self._done, self._progress, self._lock = goal, 0, progress, Lock()

    def tick(self) -> None:
        """Take note of a case that begins. Raises Stopped where the claim is to be given up."""
        if self.stop.is_set():
            raise Stopped

    def finish(self) -> None:
        """Take note of a claim that is complete."""
        with self._lock:
            self._done += 1
            if self._progress is not None:
                self._progress(self._done, self._goal)


def examined(asked: Chosen, watch: Watch) -> Claims:
    """Return the verdicts in the order of the claims; those that were complete before Ctrl-C.

    KeyboardInterrupt comes through only if none was.

    Parameters
    ----------
    asked
        What is asked for.
    watch
        Told how far the work is, and tells whether it is to end.

    Returns
    -------
    Claims
        The verdicts in the order of the claims; those that were complete before Ctrl-C.
    """
    results: dict[str, Result] = {}
    of_thread = local()

    def several(alike: Sequence[Claim]) -> None:
        shared = of_thread.shared = getattr(of_thread, "shared", None) or Shared()
        shared.sides.clear()  # those of other scenarios; the geometry stays
        for claim in alike:
            try:
                results[claim.id] = verdict.examine(
                    claim, asked.catalogue, asked.seed, watch.tick, asked.samples, asked.grades, shared
                )
            except Stopped:
                return
            watch.finish()

    alike = _alike(asked.claims)
    with ThreadPoolExecutor(max(1, min(asked.threads, len(alike)))) as pool:
        waiting = [pool.submit(several, claims) for claims in alike]
        try:
            for future in waiting:
                result_of(future)
        except BaseException as stop:
            watch.stop.set()
            for future in waiting:
                future.cancel()
            if not isinstance(stop, KeyboardInterrupt):
                raise
    done = tuple(results[c.id] for c in asked.claims if c.id in results)
    return Claims(done, asked.catalogue, asked.excluded, asked.seed, interrupted=len(done) < len(asked.claims))


def _alike(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Return lists of claims that share their scenarios, each to be run by one thread, so that none waits."""
    alike: dict[str, list[Claim]] = {}
    for claim in claims:
        alike.setdefault(repr((claim.scenario, claim.overrides, claim.against)), []).append(claim)
    return list(alike.values())
