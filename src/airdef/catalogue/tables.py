"""Reading the catalogue's CSV files, row by row, refusing what is ill-formed."""

from __future__ import annotations

import csv
import math
from typing import TYPE_CHECKING, Any, Final, NoReturn, cast, get_args

from airdef.catalogue.errors import CatalogueError, nearest
from airdef.catalogue.grades import GRADES
from airdef.catalogue.model import (
    BOUNDS,
    KINDS,
    SPREADS,
    UNSOURCED,
    Action,
    Attribute,
    Claim,
    Treatment,
)
from airdef.catalogue.units import UNCONVERTED, UNITS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from airdef.catalogue.model import Source

COLUMNS: Final[dict[str, str]] = {
    "sources.csv": "source author date title number publisher address accessed via cites kind",
    "claims.csv": "claim subject kind attribute low value high unit bound text qualifier basis grade source quoted",
    "attributes.csv": "kind attribute unit minimum maximum spread applies default low high grade reason description",
    "entries.csv": "entry kind title category role aliases description",
    "adopted_values.csv": "entry attribute rule take low nominal high unit reason",
    "treatments.csv": "entry attribute claim action low nominal high unit band reason",
    "bands.csv": "band low high reason",
    "parts.csv": "system role entry launchers rounds grade claims reason",
    "transfers.csv": "claim system operator via record when note",
    "reported.csv": "entry missing nearest reason",
}
"""The files of the catalogue and their columns."""


class Row:
    """One row of a file, with checked access to its cells; every complaint names the file and the row."""

    def __init__(self, file: str, line: int, cells: Mapping[str, str]) -> None:
        self.file = file
        self.line = line
        self._cells = cells

    def fail(self, reason: str) -> NoReturn:
        """Raise the error of this row.

        Parameters
        ----------
        reason
            What is wrong with it.

        Returns
        -------
        NoReturn
            Raise the error of this row.
        """
        raise CatalogueError(self.file, self.line, reason)

    def text(self, column: str) -> str:
        """Return a cell that may be empty.

        Parameters
        ----------
        column
            Name of a column.

        Returns
        -------
        str
            A cell that may be empty.
        """
        return self._cells[column].strip()

    def needed(self, column: str) -> str:
        """Return a cell that must not be empty.

        Parameters
        ----------
        column
            Name of a column.

        Returns
        -------
        str
            A cell that must not be empty.
        """
        value = self.text(column)
        if not value:
            self.fail(f"{column} is empty; give one")
        return value

    def number(self, column: str) -> float | None:
        """Return a finite number, or None for an empty cell.

        Parameters
        ----------
        column
            Name of a column.

        Returns
        -------
        float | None
            A finite number, or None for an empty cell.
        """
        text = self.text(column)
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            self.fail(f"{column} is {text!r}; expected a number, or an empty cell")
        if not math.isfinite(value):
            self.fail(f"{column} is {text!r}; expected a finite number")
        return value

    def choice(self, column: str, allowed: Collection[str]) -> str:
        """Return a cell that must be one of the allowed words.

        Parameters
        ----------
        column
            Name of a column.
        allowed
            The words that may stand there.

        Returns
        -------
        str
            A cell that must be one of the allowed words.
        """
        value = self.text(column)
        if value not in allowed:
            guess = nearest(value, allowed, 1)
            hint = f"; did you mean {guess[0]!r}?" if guess else ""
            listed = ", ".join(repr(a) for a in sorted(allowed)[:12])
            self.fail(f"{column} is {value!r}; expected one of {listed}{', ...' if len(allowed) > 12 else ''}{hint}")
        return value

    def unit(self, column: str = "unit") -> str:
        """Return a unit that adopted values can use, empty if the cell is.

        Parameters
        ----------
        column
            Name of a column.

        Returns
        -------
        str
            A unit that adopted values can use, empty if the cell is.
        """
        return self.choice(column, UNITS) if self.text(column) else ""

    def several(self, column: str) -> tuple[str, ...]:
        """Return the parts of a cell that lists things with semicolons.

        Parameters
        ----------
        column
            Name of a column.

        Returns
        -------
        tuple[str, ...]
            The parts of a cell that lists things with semicolons.
        """
        return tuple(part.strip() for part in self.text(column).split(";") if part.strip())


def rows(folder: Path, file: str, columns: str = "") -> Iterator[Row]:
    """Yield the rows of a file; its columns must be exactly those given, or those that the catalogue's file has.

    Parameters
    ----------
    folder
        Folder of the files; None for the packaged ones.
    file
        Name of a file.
    columns
        The columns that the file must have; those of the catalogue's file by default.

    Returns
    -------
    Iterator[Row]
        Yield the rows of a file; its columns must be exactly those given, or those that the catalogue's file
        has.
    """
    expected = (columns or COLUMNS[file]).split()
    try:
        with (folder / file).open(encoding="utf-8", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            head = next(reader, [])
            if head != expected:
                raise CatalogueError(file, 1, f"columns are {','.join(head)}; expected {','.join(expected)}")
            for cells in reader:
                if len(cells) != len(expected):
                    found = f"{len(cells)} cells; expected {len(expected)}"
                    raise CatalogueError(file, reader.line_num, found)
                yield Row(file, reader.line_num, dict(zip(expected, cells, strict=True)))
    except FileNotFoundError:
        raise CatalogueError(file, 1, f"no such file in {folder}") from None
    except (csv.Error, UnicodeDecodeError) as error:
        raise CatalogueError(file, 1, f"cannot be read as CSV in UTF-8: {error}") from error


def unique(row: Row, name: str, seen: Mapping[Any, Any], key: Any = None) -> None:
    """Refuse a row whose key an earlier row had already.

    Parameters
    ----------
    row
        The row.
    name
        Name of the file's key, for the message.
    seen
        What earlier rows had.
    key
        The key; the name by default.
    """
    if (name if key is None else key) in seen:
        row.fail(f"{name!r} stands here twice; each may stand once")


def read_claims(folder: Path, sources: Mapping[str, Source]) -> dict[str, Claim]:
    """Return the claims by id; each has a source, or the grade of those that have none.

    Parameters
    ----------
    folder
        Folder of the files; None for the packaged ones.
    sources
        Sources.

    Returns
    -------
    dict[str, Claim]
        The claims by id; each has a source, or the grade of those that have none.
    """
    claims: dict[str, Claim] = {}
    units = {"", *UNITS, *UNCONVERTED}
    for row in rows(folder, "claims.csv"):
        grade = row.choice("grade", (*GRADES, UNSOURCED))
        source = row.text("source")
        if grade == UNSOURCED:
            if source:
                row.fail(f"graded {UNSOURCED} (unsourced) but has the source {source!r}; give it that source's grade")
        elif not source:
            row.fail(f"source is empty; give one, or grade the claim {UNSOURCED} (unsourced)")
        else:
            row.choice("source", sources)
        claim = Claim(
            row.needed("claim"),
            row.needed("subject"),
            row.needed("kind"),
            row.needed("attribute"),
            row.number("low"),
            row.number("value"),
            row.number("high"),
            row.choice("unit", units),
            row.choice("bound", BOUNDS),
            row.text("text"),
            row.text("qualifier"),
            row.text("basis"),
            grade,
            source,
            row.text("quoted"),
        )
        unique(row, claim.claim, claims)
        _check_claim(row, claim)
        claims[claim.claim] = claim
    return claims


def _check_claim(row: Row, claim: Claim) -> None:
    """Refuse a claim that says nothing, or whose numbers are not in order."""
    numbers = [v for v in (claim.low, claim.value, claim.high) if v is not None]
    if not numbers and not claim.text:
        row.fail("has neither a number nor a text; give what was published")
    if numbers != sorted(numbers):
        row.fail(f"low, value, high are {numbers}; expected in rising order")
    if (claim.low is None) != (claim.high is None):
        row.fail("a range needs both low and high; a one-sided figure is a value with a bound")
    if claim.bound and claim.value is None:
        row.fail(f"bound is {claim.bound!r} but value is empty; give the figure that bounds")


def read_attributes(folder: Path) -> dict[tuple[str, str], Attribute]:
    """Return the attributes by (kind of entry, name).

    Parameters
    ----------
    folder
        Folder of the files; None for the packaged ones.

    Returns
    -------
    dict[tuple[str, str], Attribute]
        The attributes by (kind of entry, name).
    """
    attributes: dict[tuple[str, str], Attribute] = {}
    for row in rows(folder, "attributes.csv"):
        minimum, maximum = row.number("minimum"), row.number("maximum")
        if minimum is None or maximum is None or minimum > maximum:
            row.fail("expected minimum and maximum, in rising order")
        if row.text("spread") == "log-uniform" and minimum <= 0.0:
            row.fail("a spread over factors (log-uniform) needs a minimum above zero")
        default, grade = row.text("default"), row.text("grade")
        if default:
            row.choice("grade", ("assumed", "defined"))
            row.needed("reason")
            if not default.startswith("="):
                row.number("default")
        attribute = Attribute(
            row.choice("kind", KINDS),
            row.needed("attribute"),
            row.choice("unit", UNITS),
            minimum,
            maximum,
            row.choice("spread", SPREADS),
            row.several("applies"),
            default,
            row.number("low"),
            row.number("high"),
            grade,
            row.text("reason"),
            row.needed("description"),
            row.line,
        )
        key = (attribute.kind, attribute.attribute)
        unique(row, attribute.attribute, attributes, key)
        attributes[key] = attribute
    return attributes


def read_bands(folder: Path) -> dict[str, tuple[float, float]]:
    """Return the limits of the bands that sources name instead of a frequency, by letter.

    Parameters
    ----------
    folder
        Folder of the files; None for the packaged ones.

    Returns
    -------
    dict[str, tuple[float, float]]
        The lowest and the highest frequency of each band [GHz].
    """
    bands: dict[str, tuple[float, float]] = {}
    for row in rows(folder, "bands.csv"):
        band, low, high = row.needed("band"), row.number("low"), row.number("high")
        if low is None or high is None or not 0.0 < low < high:
            row.fail("expected low and high [GHz], in rising order")
        row.needed("reason")
        unique(row, band, bands, band)
        bands[band] = (low, high)
    return bands


def _limits(
    row: Row, bands: Mapping[str, tuple[float, float]]
) -> tuple[float | None, float | None, str, str]:  # fmt: skip
    """Return low, high, unit and reason of a treatment: those of its band, or those that stand in the row."""
    if not row.text("band"):
        return row.number("low"), row.number("high"), row.unit(), row.needed("reason")
    low, high = bands[row.choice("band", bands)]
    if row.text("low") or row.text("high") or row.text("unit") or row.text("action") != "read":
        row.fail("band gives low, high and unit of what is read; leave these cells empty")
    told = f"{row.text('band')} band, {low:g} to {high:g} GHz"
    return low, high, "GHz", f"{told}; {row.text('reason')}" if row.text("reason") else told


def read_treatments(folder: Path, claims: Mapping[str, Claim]) -> dict[tuple[str, str, str], Treatment]:
    """Return the treatments by (entry, attribute, claim); entry `*` stands for every entry.

    Parameters
    ----------
    folder
        Folder of the files; None for the packaged ones.
    claims
        Claims by their ids.

    Returns
    -------
    dict[tuple[str, str, str], Treatment]
        The treatments by (entry, attribute, claim); entry `*` stands for every entry.
    """
    treatments: dict[tuple[str, str, str], Treatment] = {}
    bands = read_bands(folder)
    for row in rows(folder, "treatments.csv"):
        action = cast("Action", row.choice("action", get_args(Action)))
        low, high, unit, reason = _limits(row, bands)
        treatment = Treatment(
            row.needed("entry"),
            row.needed("attribute"),
            row.choice("claim", claims),
            action,
            low,
            row.number("nominal"),
            high,
            unit,
            reason,
            row.line,
        )
        if action == "divide" and not treatment.nominal:
            row.fail("divide needs the divisor in nominal, other than zero")
        if action == "bound" and treatment.nominal is None:
            row.fail("bound needs the figure in nominal")
        if action == "read" and treatment.nominal is None and None in (treatment.low, treatment.high):
            row.fail("read needs the figure in nominal, or a range in low and high")
        key = (treatment.entry, treatment.attribute, treatment.claim)
        unique(row, "; ".join(key), treatments, key)
        treatments[key] = treatment
    return treatments
