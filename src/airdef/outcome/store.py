"""A campaign in a directory: parts that are whole or not there, and that survive whatever ends the process.

    DIR/campaign.json                     what it is a campaign of, sealed with its checksum
    DIR/campaign.copy.json                the same again, for the day on which that one is damaged
    DIR/lock                              who writes it
    DIR/rows/part-000000000.parquet       one replication a row
    DIR/statistics/part-000000000.json    checksum and exact statistics of the same part, sealed

A part counts when its statistics are intact and name the checksum that its rows have. They are written
last, so a process that dies at any moment leaves parts that count and parts that do not, never half a one.
"""

from __future__ import annotations

import hashlib
import zlib
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airdef.limits import PARTS, STATISTICS_BYTES
from airdef.outcome.campaign import Campaign, Timing
from airdef.outcome.files import HALF, digest, read_sealed, write_sealed, write_whole
from airdef.outcome.header import COPY, NAME, Header, StoreError
from airdef.outcome.lock import locked
from airdef.outcome.parts import Task
from airdef.outcome.wire import statistics_of_plain, statistics_to_plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from airdef.outcome.parts import Simulated, Simulator
    from airdef.outcome.statistics import Statistics

LOCK, ROWS, STATISTICS = "lock", "rows", "statistics"


def _name(part: int) -> str:
    return f"part-{part:09d}"


def _number(path: Path) -> int:
    """Return the number of a part by the name of its file, -1 for another file."""
    digits = path.stem.removeprefix("part-")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 19 else -1


def _foreign(folder: Path) -> list[str]:
    """Return what in a folder belongs to no campaign."""
    ours = {NAME, COPY, LOCK, ROWS, STATISTICS}
    foreign = [p.name for p in folder.iterdir() if p.name.removesuffix(HALF) not in ours]
    for sub, ending in ((ROWS, ".parquet"), (STATISTICS, ".json")):
        if (folder / sub).is_dir():
            for path in (folder / sub).iterdir():
                name = path.name.removesuffix(HALF)
                number = name.removeprefix("part-").removesuffix(ending)
                if not (number.isdecimal() and name == _name(int(number)) + ending):
                    foreign.append(f"{sub}/{path.name}")
    return sorted(foreign)


@dataclass
class Store:
    """A campaign's directory. `whole` maps the parts that count to their replications; `damaged` ones were changed.

    Made by `read` (nothing is written) or by `writing` (the directory is locked, and parts are added).
    """

    folder: Path
    header: Header
    whole: dict[int, int] = field(default_factory=dict)
    damaged: list[int] = field(default_factory=list)

    @classmethod
    def read(cls, folder: Path) -> Store:
        """Read a directory and check every part of it.

        Parameters
        ----------
        folder
            The directory.

        Returns
        -------
        Store
            The campaign's store.

        Raises
        ------
        StoreError
            If it holds no campaign.
        """
        store = cls(folder, Header.read(folder))
        foreign = _foreign(folder)
        if foreign:
            message = f"{folder}: holds {foreign[0]!r}, which is no part of a campaign; usual fix: move it elsewhere"
            raise StoreError(message)
        store._check()
        return store

    def _check(self) -> None:
        """Check the parts that are there, which the goal may exceed by far. Raises StoreError for too many."""
        last = -(-self.header.goal // self.header.size)
        numbers = sorted(n for n in map(_number, (self.folder / STATISTICS).glob("part-*.json")) if n < last)
        PARTS.check(str(self.folder), len(numbers))
        for part in numbers:
            try:
                entry = self._entry(part)
                if digest(self._rows(part)) != entry["sha256"]:
                    raise ValueError
                self.whole[part] = entry["count"]
            except (OSError, ValueError, KeyError, TypeError, zlib.error):
                self.damaged.append(part)

    def _rows(self, part: int) -> Path:
        return self.folder / ROWS / f"{_name(part)}.parquet"

    def _sidecar(self, part: int) -> Path:
        return self.folder / STATISTICS / f"{_name(part)}.json"

    def _entry(self, part: int) -> dict[str, Any]:
        """Return what stands beside the rows of a part. Raises OSError or ValueError if it is not there intact."""
        entry = read_sealed(self._sidecar(part), STATISTICS_BYTES)
        if entry["campaign"] != self.header.key or entry["part"] != part:
            message = f"{self._sidecar(part)}: of another campaign or another part"
            raise ValueError(message)
        if not 0 < entry["count"] <= self.header.size or entry["count"] != entry["statistics"]["replications"]:
            message = f"{self._sidecar(part)}: of {entry['count']} replications"
            raise ValueError(message)
        return entry

    def statistics(self, part: int) -> Statistics:
        """Return the statistics of a part that counts.

        Parameters
        ----------
        part
            Number of the part.

        Returns
        -------
        Statistics
            The statistics of a part that counts.

        Raises
        ------
        StoreError
            For what another program has written.
        """
        try:
            found = statistics_of_plain(self._entry(part)["statistics"])
            if set(found.columns) != set(self.header.columns):
                raise ValueError("it has other columns than the campaign")
            return found
        except ValueError as error:
            message = f"{self._sidecar(part)}: {error}; usual fix: delete it, then {self.command}"
            raise StoreError(message) from None

    def _length(self, part: int, goal: int) -> int:
        return min(self.header.size, goal - part * self.header.size)

    @property
    def replications(self) -> int:
        """Replications stored in parts that count."""
        return sum(self.whole.values())

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do: all replications are stored, and the precision asked is reached."""
        if not 0 < self.header.goal == self.replications:
            return False
        wanted = self.header.precision
        if wanted is None or self.header.goal >= wanted.limit:
            return True
        campaign = self.campaign()
        return campaign is not None and bool(campaign.precision_reached)

    @property
    def command(self) -> str:
        """The command that goes on with it."""
        return f"airdef run --out {self.folder} --resume"

    def campaign(self) -> Campaign | None:
        """Return the campaign of the parts that count, None if there are none. Its timing is not known (NaN)."""
        statistics: Statistics | None = None
        ranges: list[tuple[int, int]] = []
        for part, count in sorted(self.whole.items()):
            more = self.statistics(part)
            statistics = statistics.merge(more) if statistics else more
            first = part * self.header.size
            if ranges and sum(ranges[-1]) == first:
                ranges[-1] = (ranges[-1][0], ranges[-1][1] + count)
            else:
                ranges.append((first, count))
        if statistics is None:
            return None
        return Campaign(
            scenario=self.header.scenario,
            seed=self.header.seed,
            ranges=tuple(ranges),
            statistics=statistics,
            timing=Timing(float("nan"), float("nan")),
            version=self.header.version,
            precision=self.header.precision,
            interrupted=self.replications < self.header.goal,
        )

    def parts(self, simulator: Simulator, first: int, last: int) -> Iterator[tuple[Statistics, None]]:
        """Yield the statistics of replications `first` to `last` - 1: as stored, or simulated and stored.

        A source for `collect`.

        Parameters
        ----------
        simulator
            Simulates tasks and yields what came of them, in order.
        first
            Number of the first replication.
        last
            Number behind that of the last replication.

        Yields
        ------
        tuple[Statistics, None]
            The statistics of replications `first` to `last` - 1: as stored, or simulated and stored.

        Raises
        ------
        StoreError
            Saying what is kept, when the disk or the cluster fails.
        """
        size = self.header.size
        numbers = range(first // size, -(-last // size))

        def stored(part: int) -> bool:
            return part * size >= first and self.whole.get(part) == self._length(part, last)

        def missing() -> Iterator[Task]:
            for part in numbers:
                if not stored(part):
                    yield Task(part * size, self._length(part, last), max(first - part * size, 0))

        try:
            if last > self.header.goal:
                self.header = self.header.extended(last)
                self.header.write(self.folder)
            simulated = simulator(missing())
            for part in numbers:
                if stored(part):
                    yield self.statistics(part), None
                else:
                    result = next(simulated)
                    self._put(part, result)
                    yield result.fresh, None
        except OSError as error:
            what = error.strerror or str(error)
            message = (
                f"{self.folder}: {what}; {self.replications:,} of {last:,} replications are kept there; "
                f"usual fix: mend that, then {self.command}"
            )
            raise StoreError(message) from error

    def _put(self, part: int, simulated: Simulated) -> None:
        """Store a part: its rows, then what makes them count."""
        assert simulated.rows is not None  # simulators of a store encode
        self._sidecar(part).unlink(missing_ok=True)  # of a shorter or damaged part, which counts no longer
        write_whole(self._rows(part), simulated.rows)
        entry = {
            "campaign": self.header.key,
            "part": part,
            "first": part * self.header.size,
            "count": simulated.whole.replications,
            "bytes": len(simulated.rows),
            "sha256": hashlib.sha256(simulated.rows).hexdigest(),
            "statistics": statistics_to_plain(simulated.whole),
        }
        write_sealed(self._sidecar(part), entry, STATISTICS_BYTES)
        self.whole[part] = simulated.whole.replications


def _refuse_foreign(folder: Path) -> None:
    """Refuse a directory that holds anything but a campaign, or the beginnings of one."""
    if not folder.exists():
        return
    if not folder.is_dir():
        message = f"{folder}: a file; expected a directory, or a name that is free"
        raise StoreError(message)
    foreign = _foreign(folder)
    begun = any((folder / sub).exists() for sub in (ROWS, STATISTICS)) and not Header.is_in(folder)
    if foreign or begun:
        what = f"holds {foreign[0]!r}, which is no part of a campaign" if foreign else f"has parts but no {NAME}"
        message = f"{folder}: {what}; expected a campaign's directory, an empty one or none; usual fix: name another"
        raise StoreError(message)


def _refuse_other(folder: Path, stored: Header, asked: Header) -> None:
    """Refuse to go on with another campaign, naming what differs."""
    differ = [(name, value, asked.identity[name]) for name, value in stored.identity.items()]
    differ = [d for d in differ if d[1] != d[2]]
    if differ:
        told = "; ".join(f"the {name} differs: {was} there, {now} here" for name, was, now in differ)
        message = f"{folder}: {told}; expected the same; usual fix: name another directory with --out"
        raise StoreError(message)
    if stored.precision != asked.precision:
        message = f"{folder}: runs to {_told(stored)}, {_told(asked)} asked; usual fix: leave it out with --resume"
        raise StoreError(message)
    if asked.precision is None and asked.goal < stored.goal:
        message = (
            f"{folder}: {asked.goal:,} replications asked, {stored.goal:,} wanted before; expected no fewer; "
            "usual fix: leave -n out with --resume"
        )
        raise StoreError(message)


def _told(header: Header) -> str:
    p = header.precision
    if p is None:
        return f"{header.goal:,} replications"
    return f"a half-width of {p.half_width:g} of {p.measure} within {p.limit:,} replications"


@contextmanager
def writing(folder: Path, header: Header, resume: bool) -> Iterator[Store]:
    """Lock a directory for a campaign and give the store in which to put its parts.

    A free directory starts again, whether or not `resume` is asked (a process may have died before its first word). One
    that holds a campaign goes on if `resume` is asked and its identity is that of `header`.

    Parameters
    ----------
    folder
        The directory.
    header
        What the campaign is.
    resume
        Whether a campaign that is there already is gone on with.

    Yields
    ------
    Store
        In order: lock a directory for a campaign and give the store in which to put its parts.

    Raises
    ------
    StoreError
        (a second writer).
    foreign files
        (a second writer).
    ...)
        (a second writer).
    LockedError
        (a second writer).
    """
    _refuse_foreign(folder)
    with ExitStack() as lock:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock.enter_context(locked(folder / LOCK))
            store = _opened(folder, header, resume)
        except OSError as error:
            message = f"{folder}: {error.strerror or error}; usual fix: name a directory that can be written"
            raise StoreError(message) from error
        yield store


def _opened(folder: Path, header: Header, resume: bool) -> Store:
    """Return the store of a locked directory, new or checked, with its header written."""
    if Header.is_in(folder):
        if not resume:
            message = f"{folder}: holds a campaign; usual fix: --resume to go on with it, or name another directory"
            raise StoreError(message)
        stored = Header.read(folder)
        _refuse_other(folder, stored, header)
        header = header.extended(max(stored.goal, header.goal))
    for sub in (ROWS, STATISTICS):
        if (folder / sub).is_symlink():
            message = f"{folder / sub}: a link, expected a directory; usual fix: put the directory itself there"
            raise StoreError(message)
    for half in folder.rglob(f"*{HALF}"):  # a writer left them when it died
        half.unlink()
    header.write(folder)  # before the directories of parts: one that has these and no header is not ours
    for sub in (ROWS, STATISTICS):
        (folder / sub).mkdir(exist_ok=True)
    return Store.read(folder)
