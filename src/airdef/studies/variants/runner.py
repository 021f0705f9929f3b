"""A runner for variants: one scenario file read once, each variant resolved, prepared and simulated.

All variants share their random streams: a draw is a pure function of seed, replication, threat and purpose.
"""

from __future__ import annotations

from dataclasses import InitVar, dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

import airdef.catalogue
from airdef import engine
from airdef.measures import definition_of
from airdef.outcome.bounds import Limits
from airdef.scenario.check import validate
from airdef.scenario.document import Document
from airdef.scenario.errors import nearest
from airdef.scenario.library import document_of, is_loaded, named
from airdef.scenario.own import with_own
from airdef.scenario.resolve import resolve
from airdef.scenario.settings import with_overrides
from airdef.studies.variants.geometry import Geometry
from airdef.studies.variants.uncertain_inputs import with_values

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from airdef.catalogue import Catalogue
    from airdef.engine import Kernel
    from airdef.measures import Bounds
    from airdef.scenario.library import ScenarioLike
    from airdef.scenario.plan import Scenario

    Progress = Callable[[int, int], None]
    Values = Mapping[tuple[str, str], float]


@dataclass
class VariantRunner:
    """Variants of one scenario, under the `overrides` common to all of them.

    `of` is the scenario, its name or path; `catalogue` has the scenario's own entries among its own.
    """

    of: InitVar[ScenarioLike]
    overrides: Mapping[str, Any] = field(default_factory=dict)
    catalogue: Catalogue = field(default_factory=airdef.catalogue.load)
    geometry: Geometry = field(default_factory=Geometry)

    def __post_init__(self, of: ScenarioLike) -> None:
        self.name = named(of)
        self._document: Document = with_overrides(document_of(of), self.overrides)
        self._declaration = validate(self._document)
        packaged = self.catalogue is airdef.catalogue.load()
        self.catalogue = with_own(self._declaration, self._document, self.catalogue)
        if packaged and is_loaded(of) and of.catalogue_hash != self.catalogue.content_hash:
            message = (
                f"scenario: '{self.name}' given, which was loaded with another catalogue; one with the packaged "
                "catalogue expected; usual fix: airdef.load(NAME)"
            )
            raise ValueError(message)

    @property
    def document(self) -> Document:
        """The document, with the overrides common to all variants."""
        return self._document

    def scenario(self, overrides: Mapping[str, Any] | None = None, values: Values | None = None) -> Scenario:
        """Return the scenario with more overrides, and with other nominals of the catalogue.

        Raises ScenarioError as `scenario.load` does.

        Parameters
        ----------
        overrides
            Values of the scenario that are replaced, by path.
        values
            The values.

        Returns
        -------
        Scenario
            The scenario with more overrides, and with other nominals of the catalogue.
        """
        document, declaration = self._document, self._declaration
        if overrides:
            document = with_overrides(document, overrides)
            declaration = validate(document)
        return resolve(declaration, document, with_values(self.catalogue, values) if values else self.catalogue)

    def formations(self) -> list[str]:
        """Return the names of the raid's formations, `raid.K` for those without one."""
        return [formation.name or f"raid.{k}" for k, formation in enumerate(self._declaration.raid)]

    def formation(self, name: str) -> int:
        """Return the position of a formation in the raid, by its name or position.

        Parameters
        ----------
        name
            Name of the measure.

        Returns
        -------
        int
            The position of a formation in the raid, by its name or position.

        Raises
        ------
        ValueError
            If it is refused; the message says where and why.
        """
        formations = self.formations()
        if name.isdecimal() and int(name) < len(formations):
            return int(name)
        if name in formations:
            return formations.index(name)
        near = nearest(name, formations, 1)
        hint = f"; nearest: {near[0]!r}" if near else ""
        expected = f"one of {', '.join(formations)}, or a position from 0"
        message = f"formation {name!r} is not in the raid of {self.name}{hint}; expected {expected}"
        raise ValueError(message)

    def kernel(self, scenario: Scenario) -> Kernel:
        """Return a variant ready to be simulated; only the geometry that was not met before is worked out.

        Parameters
        ----------
        scenario
            The scenario.

        Returns
        -------
        Kernel
            A variant ready to be simulated; only the geometry that was not met before is worked out.
        """
        return engine.prepare(scenario, self.geometry.of(scenario))


def simulator(kernel: Kernel, seed: int) -> Callable[[int, int], NDArray[np.float64]]:
    """Return what simulates replications of a kernel: `simulate(first, count)`, one row each.

    Parameters
    ----------
    kernel
        The tables of the scenario, ready for the engine.
    seed
        Seed of the random streams.

    Returns
    -------
    Callable[[int, int], NDArray[np.float64]]
        What simulates replications of a kernel: `simulate(first, count)`, one row each.
    """
    return partial(engine.simulate, kernel, seed)


def checked_measure(name: str) -> str:
    """Return the name of a measure; an unknown one raises ValueError with the nearest.

    Parameters
    ----------
    name
        Name of the measure.

    Returns
    -------
    str
        The name of a measure; an unknown one raises ValueError with the nearest.
    """
    return definition_of(name).name


def unit_of(measure: str) -> str:
    """Return the unit in which a measure is printed; empty for counts and probabilities.

    Parameters
    ----------
    measure
        Name of the measure.

    Returns
    -------
    str
        The unit in which a measure is printed; empty for counts and probabilities.
    """
    return definition_of(measure).unit


def label_of(measure: str) -> str:
    """Return a measure's name for people.

    Parameters
    ----------
    measure
        Name of the measure.

    Returns
    -------
    str
        A measure's name for people.
    """
    return definition_of(measure).label


def bounds_of(measure: str, scenario: Scenario) -> Bounds:
    """Return the least and the greatest value that a measure can have in a replication, in its printed unit.

    Parameters
    ----------
    measure
        Name of the measure.
    scenario
        The scenario.

    Returns
    -------
    Bounds
        The least and the greatest value that a measure can have in a replication, in its printed unit.
    """
    definition = definition_of(measure)
    return definition.printed(Limits(scenario).of(definition.column))


def by_replication(kernel: Kernel, rows: NDArray[np.float64], measure: str) -> NDArray[np.float64]:
    """Return the value of a measure in each replication, float64[replications], in its printed unit.

    NaN where a replication has none (no intercept: no range of the first one); 0 or 1 for a probability.

    Parameters
    ----------
    kernel
        The tables of the scenario, ready for the engine.
    rows
        Rows of replications, float64[replications, columns].
    measure
        Name of the measure.

    Returns
    -------
    NDArray[np.float64]
        The value of a measure in each replication, float64[replications], in its printed unit.

    Raises
    ------
    ValueError
        For a measure that does not exist.
    """
    definition = definition_of(measure)
    return definition.of(rows[:, kernel.columns.index(definition.column)])
