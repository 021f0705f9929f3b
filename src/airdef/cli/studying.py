"""What the commands of studies have in common: pictures, early refusals, workers, and what is kept of an ended one."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from airdef.cli.ending import NOTHING, now
from airdef.cli.output import note
from airdef.studies.arguments import workers_of
from airdef.studies.variants.runner import checked_measure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor
    from pathlib import Path

    from airdef.studies.uncertainty.unfinished import Unfinished


def picture(path: Path | None, name: str, *of: Any) -> None:
    """Write the picture of that name in `report.studyplots` where one is asked for, and say so.

    Parameters
    ----------
    path
        The file.
    name
        Name of the function that draws it.
    *of
        The result.
    """
    if path is not None:
        from airdef.report import studyplots

        studyplots.save(getattr(studyplots, name)(*of), path)
        note(f"airdef: picture written to {path}")


def refuse_early(measure: str, *pictures: Path | None) -> None:
    """Refuse a picture's ending or a measure before the work and not after it.

    Parameters
    ----------
    measure
        The measure.
    *pictures
        Files of pictures that are asked for.
    """
    checked_measure(measure)
    for path in pictures:
        if path is not None:
            from airdef.report.studyplots import checked_path

            checked_path(path)


@contextmanager
def workers(dask: str | None, processes: int | None) -> Iterator[Executor | None]:
    """Yield the workers of the cluster that is asked for, None where none is.

    Parameters
    ----------
    dask
        Address of the cluster, or `local`; None for none.
    processes
        How many processes work.

    Yields
    ------
    Executor | None
        The workers of the cluster that is asked for, None where none is.
    """
    if dask is None:
        yield None
        return
    from airdef import cluster

    with cluster.connected(dask, workers_of("processes", processes)) as connection:
        yield connection.client.get_executor()


def unfinished() -> Unfinished:
    """Return what keeps the samples that are done, for the next start of the same command if this one is ended.

    Returns
    -------
    Unfinished
        What keeps the samples that are done, for the next start of the same command if this one is ended.
    """
    from airdef.studies.uncertainty.unfinished import Unfinished

    found = Unfinished(lambda samples: note(f"airdef: {samples:,} samples are there from an earlier start; going on"))
    now().kept = lambda: found.told() or NOTHING
    return found
