"""What a scenario file, or a catalogue file beside it, may say of entries of its own. The one definition of it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from airdef import limits
from airdef.scenario.base import Model, Value
from airdef.scenario.labels import Name, Title

Kind = Literal["system", "radar", "missile", "mast", "threat"]
Grade = Literal["A", "B", "C", "D"]
Text = Annotated[str, Field(max_length=2000)]


def own_catalogue(value: object) -> object:
    """Return the name of a file as a catalogue that is in it.

    Parameters
    ----------
    value
        The value.

    Returns
    -------
    object
        The name of a file as a catalogue that is in it.
    """
    return {"file": value} if isinstance(value, str) else value


def _statements(value: object) -> object:
    """Return a plain value as an assumed figure, and one statement as a list of one."""
    if isinstance(value, tuple | list):
        return value
    return (value,) if isinstance(value, dict) else ({"value": value},)


def _parts(value: object) -> object:
    """Return names of parts as parts of which no more is said, and one part as a list of one."""
    entries = value if isinstance(value, tuple | list) else (value,)
    return tuple({"entry": each} if isinstance(each, str) else each for each in entries)


class OwnSource(Model):
    """A source that figures of your own entries are taken from."""

    title: Title = Field(description="Its title.", examples=["A brochure"])
    address: Text = Field("", description="Where it is found: an address, or the place in print.")
    author: Text = Field(
        "",
        description="Who wrote it: 'Family, Given' of a person, or a body without a comma; semicolons between several. "
        "Default: not known.",
    )
    year: Annotated[int, Field(ge=1900, le=2100)] | None = Field(
        None, description="Year of publication. Default: not known (n.d.)."
    )
    kind: Literal["press", "reference", "second-hand", "discussion", "simulator"] = Field(
        "reference", description="What sort of source it is."
    )


class OwnFigure(Model):
    """One statement of a figure: by a source, or assumed where no source is named."""

    value: Value = Field(description="The figure.", examples=["150 km"])
    low: Value | None = Field(None, description="Low end of its spread. Default: the value.")
    high: Value | None = Field(None, description="High end of its spread. Default: the value.")
    source: Name | None = Field(None, description="Id of one of your sources, or of the catalogue's. Default: assumed.")
    grade: Grade | None = Field(None, description="Grade of the statement, with a source: A (best) to D.")
    quoted: Text = Field("", description="The source's own words.")
    reason: Text = Field("", description="Why this value is taken.")


class OwnPart(Model):
    """A part of a system of your own."""

    entry: Name = Field(description="An entry of the catalogue or one of your own.")
    launchers: Annotated[int, Field(ge=1, le=64)] | None = Field(
        None, description="Launchers of each fire unit that carry this missile. Default: all."
    )
    rounds: Annotated[int, Field(ge=1, le=1000)] | None = Field(
        None, description="Missiles on each of these launchers. Default: the system's `missiles_per_launcher`."
    )


Figure = Annotated[
    tuple[OwnFigure, ...],
    Field(min_length=1, max_length=limits.STATEMENTS),
    BeforeValidator(_statements, json_schema_input_type=str | float | bool | OwnFigure | tuple[OwnFigure, ...]),
]
Parts = Annotated[
    tuple[OwnPart, ...],
    Field(max_length=16),
    BeforeValidator(_parts, json_schema_input_type=str | OwnPart | tuple[str | OwnPart, ...]),
]


class OwnParts(Model):
    """What a system of your own consists of; roles left out are those of the entry it is based on."""

    surveillance: Parts | None = Field(None, description="Its surveillance radars.")
    engagement_radar: Parts | None = Field(None, description="The radar of a fire unit.")
    missile: Parts | None = Field(None, description="Its missiles, in order of preference.")
    mast: Parts | None = Field(None, description="Masts that its radars can stand on.")


class OwnEntry(Model):
    """A system, radar, missile, mast or threat class of your own."""

    kind: Kind | None = Field(None, description="Default: that of the entry it is based on.", examples=["missile"])
    based_on: Name | None = Field(
        None,
        description="An entry whose figures and parts are taken, as assumed, where nothing is said here. "
        "Default: none; then every figure without a default of the catalogue must be given.",
        examples=["48N6E2"],
    )
    title: Text = Field("", description="A title. Default: its name.")
    description: Text = Field("", description="What it is.")
    category: str | None = Field(None, description="Category of a threat class. Default: that of `based_on`.")
    role: Literal["surveillance", "engagement"] | None = Field(
        None, description="Role of a radar. Default: that of `based_on`."
    )
    figures: dict[str, Figure] = Field(
        {},
        max_length=200,
        description="Its figures, by attribute as `airdef catalogue show` names them; one stated by category "
        "(`sspk.aircraft`) may be given for all of them at once (`sspk`). A plain value is assumed.",
        examples=[{"max_range": "150 km", "sspk.aircraft": 0.7}],
    )
    parts: OwnParts = Field(OwnParts(), description="What a system consists of.")


class OwnCatalogue(Model):
    """Entries of your own: systems, radars, missiles, masts and threat classes that the catalogue lacks."""

    file: Annotated[str, Field(min_length=1, max_length=1000)] | None = Field(
        None,
        description="A YAML file, from the scenario's folder, with `sources` and `entries` as here.",
        examples=["own-systems.yaml"],
    )
    sources: dict[Name, OwnSource] = Field({}, max_length=limits.OWN_ENTRIES, description="Sources, by an id of yours.")
    entries: dict[Name, OwnEntry] = Field({}, max_length=limits.OWN_ENTRIES, description="Entries, by their names.")
