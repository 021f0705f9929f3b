"""Published sentences as data that can be run: what is claimed, how it is measured, what is searched."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from airdef.scenario.plan import CATEGORIES
from airdef.scenario.quantities import QuantityError, parse

if TYPE_CHECKING:
    from airdef.catalogue import Catalogue

FILE: Final = Path(__file__).parent / "data" / "claims.yaml"
"""The claims that come with the package."""

Overrides = dict[str, Any]


class ClaimError(ValueError):
    """Claims that cannot be run, or a claim that is not there: where, what, and the usual fix."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Measurement(_Model):
    """What is counted in each replication.

    first_intercept_range: slant range of the first intercept [km], 0 without one.
    peak_targets, peak_missiles: most channels of a system in use at once.
    engaged_at_once: most threats of `category` under fire at once by missiles that reach them at a slant range
    of `beyond` or more (see `claims_measure`).
    """

    name: Literal["first_intercept_range", "peak_targets", "peak_missiles", "engaged_at_once"]
    category: str = ""
    beyond: str = ""

    @model_validator(mode="after")
    def _complete(self) -> Measurement:
        if (self.name == "engaged_at_once") != bool(self.category and self.beyond):
            message = "category and beyond belong to engaged_at_once, which needs both"
            raise ValueError(message)
        if self.category and self.category not in CATEGORIES:
            message = f"category {self.category!r} is none of {', '.join(CATEGORIES)}"
            raise ValueError(message)
        if self.beyond:
            try:
                parse(self.beyond, "length")
            except QuantityError as e:
                raise ValueError(str(e)) from e
        return self

    @property
    def distance(self) -> float:
        """`beyond` in metres."""
        return parse(self.beyond, "length")


class Figure(_Model):
    """A figure of the catalogue that is always told of, whether the answer hangs on it or not."""

    subject: str
    attribute: str


class Condition(_Model):
    """A number to search over, everything else as stated: from `low` to `high`, in `unit`.

    `write` is how a value stands in the scenario ({0} is the value over `per`). The search is even in the
    logarithm, or in the number itself if `linear`. `stated` is its value in the stated case, if known.
    `given` are overrides that go with it.
    """

    name: str
    path: str
    unit: str
    low: float
    high: float
    stated: float | None = None
    write: str = ""
    per: float = 1.0
    linear: bool = False
    given: Overrides = {}

    @model_validator(mode="after")
    def _ordered(self) -> Condition:
        if not (self.low < self.high and (self.linear or self.low > 0.0)):
            message = f"low {self.low:g} and high {self.high:g}: expected 0 < low < high (low may be 0 if linear)"
            raise ValueError(message)
        return self

    def setting(self, value: float) -> Overrides:
        """Return the override that gives the condition a value.

        Parameters
        ----------
        value
            The value.

        Returns
        -------
        Overrides
            The override that gives the condition a value.
        """
        pattern = self.write or f"{{0!r}} {self.unit}"
        return {**self.given, self.path: pattern.format(float(f"{value / self.per:.9g}"))}


class Claim(_Model):
    """One published claim as a measurement; the fields are explained in claims.yaml."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    title: str
    tests: Annotated[tuple[str, ...], Field(min_length=1)]
    reads: str
    scenario: str
    overrides: Overrides = {}
    against: Overrides | None = None
    measure: Measurement
    at_least: float
    unit: str
    rests_on: tuple[Figure, ...] = ()
    conditions: tuple[Condition, ...] = ()

    def sentences(self, catalogue: Catalogue) -> tuple[str, ...]:
        """Return the words as published, without repeats.

        Parameters
        ----------
        catalogue
            The catalogue that figures and sources are taken from.

        Returns
        -------
        tuple[str, ...]
            The words as published, without repeats.
        """
        return tuple(dict.fromkeys(catalogue.claim(c).quoted for c in self.tests))

    def sources(self, catalogue: Catalogue) -> tuple[str, ...]:
        """Return the ids of the sources of the claims under test.

        Parameters
        ----------
        catalogue
            The catalogue that figures and sources are taken from.

        Returns
        -------
        tuple[str, ...]
            The ids of the sources of the claims under test.
        """
        return tuple(dict.fromkeys(catalogue.claim(c).source for c in self.tests))


class _File(_Model):
    claims: tuple[Claim, ...]


def load(catalogue: Catalogue, path: Path = FILE) -> tuple[Claim, ...]:
    """Return the claims of a file, in its order.

    Parameters
    ----------
    catalogue
        The catalogue that figures and sources are taken from.
    path
        The file; by default the packaged one.

    Returns
    -------
    tuple[Claim, ...]
        The claims of a file, in its order.

    Raises
    ------
    ClaimError
        Which names the file and what is wrong: no YAML, a field unknown or missing, an id given twice, a
        claim or a figure that the catalogue does not have.
    """
    try:
        data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        claims = _File.model_validate(data).claims
    except YAMLError as e:
        msg = f"{path.name}: not YAML: {e}"
        raise ClaimError(msg) from None
    except ValidationError as e:
        first = e.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        message = f"{path.name}: {where}: {first['msg']}; see the comment at the head of claims.yaml"
        raise ClaimError(message) from None
    seen: set[str] = set()
    for claim in claims:
        if claim.id in seen:
            msg = f"{path.name}: the id {claim.id!r} is given twice; expected each once"
            raise ClaimError(msg)
        seen.add(claim.id)
        try:
            claim.sentences(catalogue)
            for figure in claim.rests_on:
                catalogue.adopted(figure.subject, figure.attribute)
        except LookupError as e:
            msg = f"{path.name}: {claim.id}: {e}"
            raise ClaimError(msg) from None
    return claims


def find(claims: tuple[Claim, ...], claim_id: str) -> Claim:
    """Return the claim with an id.

    Parameters
    ----------
    claims
        The claims to search.
    claim_id
        Id of the claim.

    Returns
    -------
    Claim
        The claim with an id.

    Raises
    ------
    ClaimError
        If there is none; the message names the nearest.
    """
    for claim in claims:
        if claim.id == claim_id:
            return claim
    ids = [c.id for c in claims]
    near = difflib.get_close_matches(claim_id, ids, n=1, cutoff=0.3)
    hint = f"; nearest: {near[0]!r}" if near else ""
    msg = f"claim {claim_id!r} does not exist{hint}; expected one of {', '.join(ids)}"
    raise ClaimError(msg)
