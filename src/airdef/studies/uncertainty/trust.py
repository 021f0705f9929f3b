"""Whom to believe: the catalogue as it would be without a source, with one source alone, or from some grades.

Claims are excluded, and the readings made again from the figures left, by the rule (`airdef.catalogue.rule`); copies
follow their originals. A reading of which nothing would be left keeps all its claims, and is named: it rests on what
was excluded alone.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from airdef.catalogue import reading as making
from airdef.catalogue.grades import GRADES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from airdef.catalogue import Catalogue, Claim, Reading


@dataclass(frozen=True)
class Trusted:
    """A catalogue without some claims; `kept` are the readings that rest on those alone, `struck` the uses excluded."""

    catalogue: Catalogue
    struck: int
    kept: tuple[str, ...]


def trusted(
    known: Catalogue,
    *,
    without: Sequence[str] = (),
    believe: str | None = None,
    grades: Collection[str] | None = None,
) -> Trusted:
    """Return the catalogue without some claims; what is not given excludes nothing.

    Parameters: `without` are ids of sources excluded; where the source `believe` says anything of a reading, it is
    believed alone; `grades` are those of the claims that count.
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

    claims = {c.claim: c for c in known.claims()}
    made: dict[tuple[str, str], Reading] = {}
    struck: set[tuple[str, str, str]] = set()
    kept = []
    for reading in _readings(known):
        used = [claims[f.claim] for f in reading.figures]
        gone = {c.claim for c in used if strike(c, used)}
        if not gone:
            continue
        key = (reading.subject, reading.attribute)
        try:
            made[key] = making.without(reading, gone, claims)
        except ValueError:  # nothing is left that could set the nominal
            kept.append(" ".join(key))
        else:
            struck |= {(*key, claim) for claim in gone}
    if not struck:
        return Trusted(known, 0, tuple(kept))
    text = "\n".join([known.content_hash, *(" ".join(use) for use in sorted(struck))])
    changed = [*made.values(), *_copies(known, made, claims)]
    return Trusted(known.with_readings(changed, hashlib.sha256(text.encode()).hexdigest()), len(struck), tuple(kept))


def _readings(known: Catalogue) -> Iterable[Reading]:
    return (reading for entry in known.entries() for reading in entry.readings.values())


def _copies(
    known: Catalogue, made: Mapping[tuple[str, str], Reading], claims: Mapping[str, Claim]
) -> Iterable[Reading]:
    """Yield the copies of readings that were made again, taken over from these."""
    done = dict(made)

    def now(reading: Reading) -> Reading:
        key = (reading.subject, reading.attribute)
        if reading.taken is not None and key not in done:
            original = known.reading(reading.taken.subject, reading.taken.attribute)
            follows = now(original)
            done[key] = reading if follows is original else making.copied(reading, follows, reading.taken, claims)
        return done.get(key, reading)

    for reading in _readings(known):
        if reading.taken is not None and (found := now(reading)) is not reading:
            yield found
