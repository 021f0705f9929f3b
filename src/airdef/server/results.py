"""What a job has given: results, distributions, the replications with a value."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow.parquet as pq

from airdef import limits
from airdef.formats.plain import encoded
from airdef.kept import Kept
from airdef.measures import Kind, definition_of
from airdef.outcome.header import StoreError
from airdef.outcome.measures import replications_with
from airdef.outcome.rowread import tables
from airdef.outcome.statistics import Counts, Values
from airdef.outcome.store import ROWS, STATISTICS, Store
from airdef.scenario.size import held
from airdef.server.jobs import ENDED
from airdef.server.refused import Refused
from airdef.server.worker import bins
from airdef.writing import streamed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray

    from airdef.outcome import Campaign
    from airdef.server.jobs import Job, Jobs

BINS: Final = 40
"""Bins of a measured value."""


@dataclass(frozen=True)
class Simulated:
    """A stored campaign of an ended job: its directory and what its whole parts say."""

    store: Store
    campaign: Campaign

    def bytes(self) -> int:
        """Return about how many bytes it takes."""
        statistics = sum(len(part) for s in self.campaign.statistics.by_column for part in s.parts())
        return statistics + 2 * held(self.campaign.scenario) + 256 * len(self.store.whole)

    def rows(self, columns: list[str] | None = None) -> Iterator[tuple[int, pa.Table]]:
        """Yield the first replication and the rows of all whole parts, in order, a million at most in a table.

        Parameters
        ----------
        columns
            Names of the columns; None for all.

        Yields
        ------
        tuple[int, pa.Table]
            The first replication and the rows of all whole parts, in order, a million at most in a table.

        Raises
        ------
        StoreError
            For rows that another program wrote.
        """
        for part, count in sorted(self.store.whole.items()):
            first = part * self.store.header.size
            file = self.store.folder / ROWS / f"part-{part:09d}.parquet"
            try:
                for table in tables(file, count, columns):
                    yield first, table
                    first += table.num_rows
            except (ValueError, OSError) as error:
                message = f"{file}: {error}; usual fix: delete it, then {self.store.command}"
                raise StoreError(message) from None

    def values(self, column: str) -> Iterator[tuple[int, NDArray[np.float64]]]:
        """Yield the first replication and the values of a column (NaN: none), a million at most.

        Parameters
        ----------
        column
            Name of the column.

        Yields
        ------
        tuple[int, NDArray[np.float64]]
            The first replication and the values of a column (NaN: none), a million at most.
        """
        for first, table in self.rows([column]):
            yield first, table[column].to_numpy().astype(np.float64)


class Results:
    """The results of the jobs of a workspace."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._simulated: Kept[tuple[str, int], Simulated] = Kept(limits.SERVICE_CACHE_BYTES // 4, Simulated.bytes)

    def result(self, job: Job) -> bytes:
        """Return what came out, as JSON: of a run that ended early, of the replications that were stored.

        Parameters
        ----------
        job
            The job.

        Returns
        -------
        bytes
            What came out, as JSON: of a run that ended early, of the replications that were stored.

        Raises
        ------
        Refused
            Where there is nothing yet (409).
        """
        _ended(job)
        file = self._jobs.path(job) / "result.json"
        if file.is_file():
            return limits.read_file(file, limits.RESULT_BYTES)
        if job.kind != "run":
            raise Refused(409, f"job: it is {job.state} and has no result; usual fix: order it again")
        simulated = self.simulated(job)
        return encoded(simulated.campaign.to_dict(simulated.store.header))

    def shown(self, job: Job) -> bytes:
        """Return a study's answer as a page shows it, as JSON.

        Parameters
        ----------
        job
            The job.

        Returns
        -------
        bytes
            Sentences, table and picture, as `forms.shown` makes them.

        Raises
        ------
        Refused
            Where there is none (409): it has not ended well, or it is no study with a form.
        """
        _ended(job)
        file = self._jobs.path(job) / "shown.json"
        if not file.is_file():
            raise Refused(409, f"job: a {job.kind} that is {job.state} given, a study that is done expected")
        return limits.read_file(file, limits.RESULT_BYTES)

    def simulated(self, job: Job) -> Simulated:
        """Return the campaign of an ended run.

        Parameters
        ----------
        job
            The job.

        Returns
        -------
        Simulated
            The campaign of an ended run.

        Raises
        ------
        Refused
            For other jobs and where nothing was stored (409).
        """
        if job.kind != "run":
            raise Refused(409, f"job: it is a {job.kind}, a run expected")
        _ended(job)
        parts = self._jobs.path(job) / "campaign" / STATISTICS
        stamp = parts.stat().st_mtime_ns if parts.is_dir() else 0  # the command line may have gone on with it
        return self._simulated.get((job.id, stamp), lambda: self._read(job))

    def _read(self, job: Job) -> Simulated:
        try:
            store = Store.read(self._jobs.path(job) / "campaign")
        except StoreError as error:
            raise Refused(409, f"job: it is {job.state} and has stored nothing that can be read ({error})") from None
        campaign = store.campaign()
        if campaign is None:
            raise Refused(409, f"job: it is {job.state} before its first replications were stored")
        return Simulated(store, campaign)

    def distribution(self, job: Job, measure: str) -> dict[str, Any]:
        """Return how replications are spread: whole numbers one bin a value, others in `BINS` equal bins.

        Parameters
        ----------
        job
            The job.
        measure
            Name of the measure.

        Returns
        -------
        dict[str, Any]
            How replications are spread: whole numbers one bin a value, others in `BINS` equal bins.
        """
        simulated = self.simulated(job)
        statistics = simulated.campaign.statistics
        definition = definition_of(measure)
        statistic = statistics[definition.column]
        told = {"measure": measure, "unit": definition.unit, "n": statistic.n}
        if definition.kind is Kind.PROBABILITY:
            held = replications_with(definition, statistic)
            both = [{"value": 0, "count": statistic.n - held}, {"value": 1, "count": held}]
            return told | {"width": None, "bins": both}
        if isinstance(statistic, Counts):
            return told | {"width": None, "bins": bins(statistics, definition.column)}
        if not isinstance(statistic, Values) or statistic.n == 0:
            return told | {"width": None, "bins": []}
        low, high = float(statistic.low[0]), float(statistic.high[-1])
        edges = np.linspace(low, high if high > low else low + definition.scale, BINS + 1)
        counts = np.zeros(BINS, np.int64)
        for _, values in simulated.values(definition.column):
            counts += np.histogram(values[~np.isnan(values)], edges)[0]
        at = edges / definition.scale
        found = [{"value": float(v), "count": int(c)} for v, c in zip(at, counts, strict=False)]
        return told | {"width": float(at[1] - at[0]), "bins": found}

    def replications(self, job: Job, measure: str, low: float, high: float, limit: int) -> dict[str, Any]:
        """Return the first replications whose measure is from `low` to `high`, in its printed unit.

        Parameters
        ----------
        job
            The job.
        measure
            Name of the measure.
        low
            The least value, in the printed unit.
        high
            The greatest value, in the printed unit.
        limit
            The most that are returned.

        Returns
        -------
        dict[str, Any]
            The first replications whose measure is from `low` to `high`, in its printed unit.
        """
        simulated = self.simulated(job)
        definition = definition_of(measure)
        found: list[int] = []
        for first, values in simulated.values(definition.column):
            shown = definition.of(values)
            found += (first + np.flatnonzero((shown >= low) & (shown <= high))).tolist()
            if len(found) >= limit:
                break
        return {"measure": measure, "replications": found[:limit]}

    def parquet(self, job: Job) -> Path:
        """Return a file with all rows of a run, one replication a row; made when first asked for.

        Parameters
        ----------
        job
            The job.

        Returns
        -------
        Path
            A file with all rows of a run, one replication a row; made when first asked for.
        """
        simulated = self.simulated(job)
        whole = self._jobs.path(job) / "rows.parquet"
        if not whole.is_file():
            parts = (table for _, table in simulated.rows())
            first = next(parts)
            with streamed(whole) as file, pq.ParquetWriter(file, first.schema, compression="zstd") as writer:
                for table in itertools.chain([first], parts):
                    writer.write_table(table)
        return whole


def _ended(job: Job) -> None:
    if job.state not in ENDED:
        raise Refused(409, f"job: it is still {job.state}; usual fix: wait for its end, or cancel it")
