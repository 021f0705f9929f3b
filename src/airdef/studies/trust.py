"""Whom to believe: the catalogue as it would be without a source, with one source alone, or from some grades.

Claims are struck out as the catalogue's own files would have it, by treatments that exclude them, and the readings
follow by the rule (`airdef.catalogue.rule`). A reading of which nothing would be left keeps all its claims, and is
named: it rests on what was struck out alone.
"""

from __future__ import annotations

import csv
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from airdef import catalogue
from airdef.catalogue.model import GRADES
from airdef.catalogue.tables import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from airdef.catalogue import Catalogue, Claim, Reading

TREATMENTS = "treatments.csv"


@dataclass(frozen=True)
class Trusted:
    """A catalogue after some claims were struck out; `kept` are the readings that rest on those alone."""

    catalogue: Catalogue
    struck: int
    kept: tuple[str, ...]


def trusted(
    known: Catalogue,
    *,
    without: Sequence[str] = (),
    believe: str | None = None,
    grades: Collection[str] | None = None,
    folder: Path = catalogue.book.DATA,
) -> Trusted:
    """Return the catalogue without some claims; what is not given strikes nothing.

    Parameters: `without` are ids of sources struck out; where the source `believe` says anything of a reading, it is
    believed alone; `grades` are those of the claims that count. `folder` holds the files of `known`.
    Raises UnknownNameError for a source that is not there.
    """
    for source in (*without, *([believe] if believe else [])):
        known.source(source)
    allowed = {g for g in GRADES if grades is None or g in grades}
    if not allowed:  # assumed figures only: then the published ones stay as they are, at their nominals
        allowed = set(GRADES)

    def strike(claim: Claim, of: Sequence[Claim]) -> bool:
        if claim.source in without or claim.grade not in allowed:
            return True
        return believe is not None and claim.source != believe and any(c.source == believe for c in of)

    rows, struck, kept = _changed_treatments(known, strike, folder)
    if not struck:
        return Trusted(known, 0, tuple(kept))
    with tempfile.TemporaryDirectory(prefix="airdef-catalogue-") as name:
        copy = Path(name)
        for file in COLUMNS:
            shutil.copyfile(folder / file, copy / file)
        with (copy / TREATMENTS).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return Trusted(catalogue.load(copy), struck, tuple(kept))


def _changed_treatments(
    known: Catalogue, strike: Callable[[Claim, Sequence[Claim]], bool], folder: Path
) -> tuple[list[dict[str, str]], int, list[str]]:
    """Return the rows of treatments.csv that strike the claims out, how many, and the readings that keep theirs."""
    with (folder / TREATMENTS).open(encoding="utf-8", newline="") as stream:
        stated = {(r["entry"], r["attribute"], r["claim"]): r for r in csv.DictReader(stream)}
    uses: dict[tuple[str, str], list[Reading]] = {}
    struck: set[tuple[str, str, str]] = set()
    kept = []
    for entry in known.entries():
        for reading in entry.readings.values():
            if reading.grade not in GRADES:
                continue
            claims = [known.claim(c) for c in reading.claims]
            gone = [c for c in claims if strike(c, claims)]
            for c in claims:
                uses.setdefault((reading.attribute, c.claim), []).append(reading)
            if gone and not any(c not in gone and _votes(known, reading, c) for c in claims):
                kept.append(f"{reading.subject} {reading.attribute}")
            else:
                struck |= {(reading.subject, reading.attribute, c.claim) for c in gone}
    rows: dict[tuple[str, str, str], dict[str, str]] = {}
    for (entry_name, attribute, claim), row in stated.items():
        users = uses.get((attribute, claim), [])
        if entry_name == "*" and any((r.subject, attribute, claim) in struck for r in users):
            # A general treatment that no reading uses any more is refused: it becomes one of each that still does.
            for r in users:
                rows.setdefault((r.subject, attribute, claim), {**row, "entry": r.subject})
        else:
            rows[entry_name, attribute, claim] = row
    empty = dict.fromkeys(next(iter(stated.values())), "")
    for entry_name, attribute, claim in sorted(struck):
        row = {"entry": entry_name, "attribute": attribute, "claim": claim, "action": "exclude"}
        rows[entry_name, attribute, claim] = {**empty, **row, "reason": "struck out for this study"}
    return list(rows.values()), len(struck), kept


def _votes(known: Catalogue, reading: Reading, claim: Claim) -> bool:
    """Tell whether a claim can set the nominal of a reading: it is not one-sided as the reading takes it."""
    treatments = {t.claim: t.action for t in known.treatments(reading.subject, reading.attribute)}
    action = treatments.get(claim.claim)
    return action != "bound" and (action == "read" or not claim.bound)
