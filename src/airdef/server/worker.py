"""A worker: one process for one job.

It sends ("progress", done, goal, partial, stage), then ("done",) or ("failed", why). It ends with the service: it
watches the process that started it, however that ends.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import threading
import time
from dataclasses import replace
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from airdef import writing
from airdef.arguments import ArgumentError
from airdef.limits import out_of_memory
from airdef.server.forms import ELSEWHERE, shown
from airdef.server.studies import STUDIES, order_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from airdef.outcome import Statistics
    from airdef.outcome.store import Store
    from airdef.scenario import Scenario

WORD_S: Final = 0.2
"""Least time between words of progress [s]."""

STEP: Final = 1024
PARTS: Final = 40
"""Parts in which a campaign is stored, where they are not too small or too large: so often it tells of itself."""

LARGEST: Final = 8
"""Steps in the largest part."""

NICENESS: Final = 15
"""Workers give way to the service, which has to answer."""

Order = dict[str, Any]


def work(kind: str, order: Order, folder: str, said: Connection) -> None:
    """Do a job and tell of it. This is what a worker process runs.

    Parameters
    ----------
    kind
        `run`, `compare`, or the name of a study.
    order
        What the worker is told.
    folder
        The folder of the job.
    said
        The end of a pipe that the worker speaks into.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the service, which ends us
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    threading.Thread(target=_watch, daemon=True).start()
    try:
        if kind in STUDIES:
            _study(kind, order, Path(folder), said)
        else:
            _KINDS[kind](order, Path(folder), said)
    except ArgumentError as error:
        said.send(("failed", error.told(STUDIES[kind].called if kind in STUDIES else str)))
    except (ValueError, OSError) as error:
        said.send(("failed", str(error)))
    except MemoryError as error:
        said.send(("failed", out_of_memory(error)))
    except Exception as error:
        said.send(("failed", f"a fault in airdef, not in what you gave: {type(error).__name__}: {error}"))
    else:
        said.send(("done",))


def _watch() -> None:
    """End when the service does."""
    parent = multiprocessing.parent_process()
    assert parent is not None  # this is a child
    wait([parent.sentinel])
    os._exit(1)


def part_size(goal: int, precision: bool) -> int:
    """Return how many replications a stored part of a campaign has: a multiple of `STEP`.

    Parameters
    ----------
    goal
        How many things (replications, say) there are to do.
    precision
        Whether it is to end at a precision.

    Returns
    -------
    int
        How many replications a stored part of a campaign has: a multiple of `STEP`.
    """
    if precision:
        return 8 * STEP
    return STEP * min(max(-(-goal // (PARTS * STEP)), 1), LARGEST)


def _scenario(spec: Order, folder: Path) -> Scenario:
    """Return the scenario that a pinned spec means."""
    from airdef.server.library import Library
    from airdef.server.orders import Spec

    return Library(folder).scenario(Spec.model_validate(spec))


class _Campaign:
    """Tells of a campaign while it is simulated, from the parts that are stored so far."""

    def __init__(self, folder: Path, said: Connection) -> None:
        self.folder, self.said = folder, said
        self._store: Store | None = None
        self._sum: Statistics | None = None
        self._parts = 0
        self._told = 0.0

    def __call__(self, done: int, goal: int) -> None:
        now = time.monotonic()
        if now - self._told < WORD_S and done < goal:
            return
        self._told = now
        self._take(done)
        self.said.send(("progress", done, goal, self._partial(), None))

    def _take(self, done: int) -> None:
        from airdef.outcome.store import Store

        if self._store is None:
            self._store = Store.read(self.folder)
        for part in range(self._parts, -(-done // self._store.header.size)):
            statistics = self._store.statistics(part)
            self._sum = self._sum.merge(statistics) if self._sum else statistics
            self._parts = part + 1

    def _partial(self) -> dict[str, Any] | None:
        if self._sum is None or self._store is None:
            return None
        from airdef.formats.plain import plain
        from airdef.outcome import measures

        scenario = self._store.header.scenario
        leakers = measures.measure(self._sum, scenario, "leakers")
        return {
            "replications": self._sum.replications,
            "leakers": {
                "mean": plain(leakers.mean),
                "ci95": plain(list(leakers.ci95)),
                "shown": {"mean": leakers.mean_text, "ci95": leakers.interval_text},
            },
            "distribution": bins(self._sum),
            "leak_reasons": {reason: mean for reason, (mean, _) in measures.leak_reasons(self._sum, scenario).items()},
        }


def bins(statistics: Statistics, column: str = "leakers") -> list[dict[str, Any]]:
    """Return the replications by value of a count, from its lowest value to its highest.

    Parameters
    ----------
    statistics
        The statistics of the campaign.
    column
        Name of the column.

    Returns
    -------
    list[dict[str, Any]]
        The replications by value of a count, from its lowest value to its highest.
    """
    histogram = statistics[column].histogram  # type: ignore[union-attr]
    values = histogram.nonzero()[0]
    if not len(values):
        return []
    return [{"value": int(v), "count": int(histogram[v])} for v in range(int(values[0]), int(values[-1]) + 1)]


def _run(order: Order, folder: Path, said: Connection) -> None:
    import airdef
    from airdef.scenario.own import catalogue_of

    scenario = _scenario(order["scenario"], folder / "scenarios")
    goal, precision = order["replications"], order["precision"]
    campaign = airdef.run(
        scenario,
        goal,
        order["seed"],
        precision=precision,
        progress=_Campaign(folder / "campaign", said),
        out=folder / "campaign",
        resume=True,  # of a job that ended before its time; an empty directory starts again
        part=part_size(goal, precision is not None),
    )
    _write(folder, campaign.to_dict(catalogue_of(scenario)))


def _compare(order: Order, folder: Path, said: Connection) -> None:
    from airdef.server.library import Library, listed
    from airdef.server.orders import Spec
    from airdef.studies.compare import compare

    scenarios = folder / "scenarios"
    library = Library(scenarios)
    files = []
    for k, spec in enumerate(order["scenarios"]):
        document = library.document(Spec.model_validate(spec))
        files.append(scenarios / f"variant-{k}.yaml")
        writing.save(files[-1], json.dumps(listed(document.data), ensure_ascii=False))
    asked = {name: order[name] for name in ("replications", "seed", "by") if name in order}
    found = compare(*files, progress=_teller(said), **asked)
    base, *others = order["labels"]
    pairs = tuple(replace(pair, label=label) for pair, label in zip(found.pairs, others, strict=True))
    _write(folder, replace(found, base_label=base, pairs=pairs).to_dict())


def _study(name: str, order: Order, folder: Path, said: Connection) -> None:
    study = STUDIES[name]
    asked = order_of(name).model_validate(order)
    spec = order.get("scenario")
    scenario = None if spec is None else _scenario(spec, folder / "scenarios")
    result = study.done(study.asked(asked, scenario), _teller(said))
    if name not in ELSEWHERE:
        _write(folder, shown(name, result), "shown.json")
    _write(folder, study.plain(result))


def _teller(said: Connection) -> Callable[..., None]:
    """Return what a study tells its progress to, as (done, goal) or, where it has stages, as (stage, done, goal)."""
    told: tuple[str | None, float] = None, 0.0

    def tell(*told_of: Any) -> None:
        nonlocal told
        *stages, done, goal = told_of
        stage: str | None = stages[0] if stages else None
        now = time.monotonic()
        if stage != told[0] or now - told[1] >= WORD_S or done >= goal:
            told = stage, now
            said.send(("progress", done, goal, None, stage))

    return tell


def _write(folder: Path, result: dict[str, Any], name: str = "result.json") -> None:
    """Write what came out, whole or not at all."""
    from airdef.formats.plain import encoded
    from airdef.outcome.files import write_whole

    write_whole(folder / name, encoded(result))


_KINDS: Final = {"run": _run, "compare": _compare}
