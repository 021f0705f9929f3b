"""`campaign.json`: what a stored campaign is a campaign of."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from airdef import oldnames
from airdef.catalogue.model import Source
from airdef.limits import HEADER_BYTES, PART, REPLICATIONS, WHOLE_NUMBER
from airdef.outcome import provenance
from airdef.outcome.files import read_sealed, write_sealed
from airdef.outcome.stopping import Precision
from airdef.outcome.wire import scenario_of_json, scenario_to_json
from airdef.places import warn
from airdef.scenario.errors import shown
from airdef.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from airdef.catalogue import Catalogue
    from airdef.engine import Kernel
    from airdef.scenario.plan import Scenario

FORMAT = 3
"""Version of the directory's layout, and of the statistics in it."""

READABLE = (2, FORMAT)
"""Versions that can be read: 2 has no statistics by dimension but by class."""

NAME = "campaign.json"
COPY = "campaign.copy.json"
"""The same again: parts are worth nothing without it, and a flipped bit is enough to lose one file."""


class StoreError(ValueError):
    """A campaign's directory that cannot be used as asked, with where, what and the usual fix."""


def _precision(data: dict[str, Any] | None) -> Precision | None:
    return None if data is None else Precision(**(data | {"measure": oldnames.column(data["measure"])}))


def geometry_digest(kernel: Kernel) -> str:
    """Return the SHA-256 of a kernel's tables: all that its replications depend on besides seed and code.

    Two kinds of machine may round the last bit of a sine differently; equal digests say that they did not.

    Parameters
    ----------
    kernel
        The tables of the scenario, ready for the engine.

    Returns
    -------
    str
        The SHA-256 of a kernel's tables: all that its replications depend on besides seed and code.
    """
    h = hashlib.sha256(repr(kernel.columns).encode())
    for name, array in zip(kernel.tables._fields, kernel.tables, strict=True):
        h.update(f"{name}:{array.dtype.str}:{array.shape}".encode())
        h.update(np.ascontiguousarray(array).tobytes())
    return h.hexdigest()


def _unreadable(folder: Path, error: Exception) -> StoreError:
    """Return what to say of a directory without a header that can be read."""
    if isinstance(error, FileNotFoundError):
        return StoreError(f"{folder}: no {NAME}; expected a campaign's directory, as `airdef run --out DIR` makes one")
    why = getattr(error, "strerror", None) or str(error).removeprefix(f"{folder / NAME}: ").split(";", maxsplit=1)[0]
    return StoreError(f"{folder / NAME}: cannot be read ({why}); usual fix: start again in another directory")


def _sources(scenario: Scenario, data: list[dict[str, Any]]) -> tuple[Source, ...]:
    """Return the sources in plain data. Raises ValueError where one that the scenario rests on is missing."""
    found = tuple(Source(**source) for source in data)
    if not all(isinstance(text, str) for source in found for text in asdict(source).values()):
        raise ValueError("a source of other things than texts")
    missing = set(provenance.source_ids(scenario)) - {source.source for source in found}
    if missing:
        message = f"no source {shown(min(missing))}"
        raise ValueError(message)
    return found


@dataclass(frozen=True)
class Header:
    """What a stored campaign is of, and how far it is to go.

    `engine` is the hash of the compiled layers' sources, `geometry` that of the kernel's tables, `size` the
    replications in a part, `goal` the replications wanted so far (more may follow if a precision is asked).
    """

    scenario: Scenario
    seed: int
    version: str
    engine: str
    geometry: str
    size: int
    columns: tuple[str, ...]
    sources: tuple[Source, ...]
    goal: int
    precision: Precision | None = None

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        catalogue: Catalogue,
        kernel: Kernel,
        seed: int,
        size: int,
        goal: int,
        precision: Precision | None,
    ) -> Header:
        """Return the header of a campaign about to start here.

        Parameters
        ----------
        scenario
            The scenario.
        catalogue
            The catalogue that figures and sources are taken from.
        kernel
            The tables of the scenario, ready for the engine.
        seed
            Seed of the random streams.
        size
            Replications of a part.
        goal
            Replications that are to be simulated.
        precision
            The precision at which the campaign ends; None for a fixed length.

        Returns
        -------
        Header
            The header of a campaign about to start here.
        """
        from airdef.jit import source_stamp

        return cls(
            scenario=scenario,
            seed=seed,
            version=__version__,
            engine=source_stamp(),
            geometry=geometry_digest(kernel),
            size=size,
            columns=kernel.columns,
            sources=tuple(provenance.sources(scenario, catalogue)),
            goal=goal,
            precision=precision,
        )

    def source(self, name: str) -> Source:
        """Return a source by its id: a header stands for the catalogue where a campaign is told.

        Parameters
        ----------
        name
            Id of the source.

        Returns
        -------
        Source
            A source by its id: a header stands for the catalogue where a campaign is told.
        """
        return next(source for source in self.sources if source.source == name)

    @property
    def identity(self) -> dict[str, str | int]:
        """What must be equal for parts to belong together, by name."""
        return {
            "scenario": self.scenario.scenario_hash,
            "catalogue": self.scenario.catalogue_hash,
            "seed": self.seed,
            "version": self.version,
            "engine (sources of the compiled layers, and Numba)": self.engine,
            "geometry (as this kind of machine rounds it)": self.geometry,
            "columns": ", ".join(self.columns),
            "replications a file": self.size,
        }

    @property
    def key(self) -> str:
        """The hash of the identity, which every part names."""
        return hashlib.sha256(json.dumps(self.identity, sort_keys=True).encode()).hexdigest()

    def extended(self, goal: int) -> Header:
        """Return this header with a farther goal.

        Parameters
        ----------
        goal
            Replications that are to be simulated, no fewer than before.

        Returns
        -------
        Header
            This header with a farther goal.
        """
        return replace(self, goal=goal)

    def write(self, folder: Path) -> None:
        """Write `campaign.json` and its copy.

        Parameters
        ----------
        folder
            The directory.

        Raises
        ------
        OSError
            If it is refused; the message says where and why.
        """
        data = {
            "format": FORMAT,
            "name": self.scenario.name,
            "seed": self.seed,
            "goal": self.goal,
            "size": self.size,
            "precision": asdict(self.precision) if self.precision else None,
            "version": self.version,
            "engine": self.engine,
            "geometry": self.geometry,
            "scenario_hash": self.scenario.scenario_hash,
            "catalogue_hash": self.scenario.catalogue_hash,
            "columns": list(self.columns),
            "sources": [asdict(source) for source in self.sources],
            "scenario": json.loads(scenario_to_json(self.scenario)),
        }
        for name in (NAME, COPY):
            write_sealed(folder / name, data, HEADER_BYTES, links=True)

    @staticmethod
    def is_in(folder: Path) -> bool:
        """Tell whether a directory has a header, or the copy of one."""
        return any((folder / name).exists() for name in (NAME, COPY))

    @classmethod
    def read(cls, folder: Path) -> Header:
        """Read `campaign.json`, or its copy if it is damaged or gone, and say so.

        Parameters
        ----------
        folder
            The directory.

        Returns
        -------
        Header
            The header.

        Raises
        ------
        StoreError
            If there is none, or none that can be used.
        """
        path = folder / NAME
        try:
            data: dict[str, Any] = read_sealed(path, HEADER_BYTES)
        except (OSError, ValueError) as error:
            try:
                data = read_sealed(folder / COPY, HEADER_BYTES)
            except (OSError, ValueError):
                raise _unreadable(folder, error) from None
            what = "gone" if isinstance(error, FileNotFoundError) else "damaged"
            warn(f"{path}: {what}; what it held is taken from {COPY}, and written there again by --resume")
        try:
            return cls._of_plain(data, path)
        except StoreError:
            raise
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            why = f"{error} is not in it" if isinstance(error, KeyError) else str(error).split(";", maxsplit=1)[0]
            message = f"{path}: not as airdef writes it ({why}); usual fix: start again in another directory"
            raise StoreError(message) from None

    @classmethod
    def _of_plain(cls, data: dict[str, Any], path: Path) -> Header:
        """Return the header in the data of `campaign.json`. Raises ValueError, KeyError, TypeError for other data."""
        if data["format"] not in READABLE:
            other = "" if data["version"] == __version__ else f", or use airdef {data['version']}"
            message = f"{path}: format {data['format']}; expected {FORMAT}; usual fix: run it again elsewhere{other}"
            raise StoreError(message)
        try:
            scenario = scenario_of_json(json.dumps(oldnames.plan(data["scenario"])))
        except ValueError:
            message = (
                f"{path}: a scenario of airdef {data['version']}, which this one, {__version__}, cannot read; "
                f"usual fix: use airdef {data['version']}"
            )
            raise StoreError(message) from None
        for name, low, high in (("seed", 0, WHOLE_NUMBER), ("goal", 0, REPLICATIONS.most), ("size", 1, PART)):
            value = data[name]
            if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
                message = (
                    f"{path}: a {name} of {shown(value)}, {low} to {high} expected; usual fix: start again elsewhere"
                )
                raise StoreError(message)
        if not all(
            isinstance(x, str) for x in (*data["columns"], *(data[k] for k in ("version", "engine", "geometry")))
        ):
            raise ValueError("a name of something else than text")
        return cls(
            scenario=scenario,
            seed=data["seed"],
            version=data["version"],
            engine=data["engine"],
            geometry=data["geometry"],
            size=data["size"],
            columns=tuple(data["columns"]),
            sources=_sources(scenario, data["sources"]),
            goal=data["goal"],
            precision=_precision(data["precision"]),
        )
