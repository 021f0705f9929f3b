"""Which source to take: the catalogue as it would be without a source, with one source alone, or from some grades.

Claims are excluded, and the adopted values made again from the figures left, by the rule (`airdef.catalogue.rule`);
copies follow their originals. An adopted value of which nothing would be left keeps all its claims, and is named: it
rests on what was excluded alone.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from airdef.catalogue import adopted as making
from airdef.catalogue.grades import GRADES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from airdef.catalogue import AdoptedValue, Catalogue, Claim


@dataclass(frozen=True)
class Trusted:
    """A catalogue without some claims;

    `kept` are the adopted values that rest on those alone, `excluded` the uses excluded.
    """

    catalogue: Catalogue
    excluded: int
    kept: tuple[str, ...]


def trusted(
    known: Catalogue,
    *,
    without: Sequence[str] = (),
    only_source: str | None = None,
    grades: Collection[str] | None = None,
) -> Trusted:
    """Return the catalogue without some claims; what is not given excludes nothing.

    Where the source `only_source` says anything of an adopted value, it counts alone.

    Parameters
    ----------
    known
        What is known: names to choose from, or a catalogue.
    without
        Sources that are excluded.
    only_source
        The only source to rely on wherever it says anything; None for all.
    grades
        Grades of the claims that count; all by default.

    Returns
    -------
    Trusted
        The catalogue without some claims; what is not given excludes nothing.

    Raises
    ------
    UnknownNameError
        For a source that is not there.
    """
    for source in (*without, *([only_source] if only_source else [])):
        known.source(source)
    allowed = {g for g in GRADES if grades is None or g in grades}
    if not allowed:  # assumed figures only: then the published ones stay as they are, at their nominals
        allowed = set(GRADES)

    def left_out(claim: Claim, of: Sequence[Claim]) -> bool:
        if claim.source in without or claim.grade not in allowed:
            return True
        return only_source is not None and claim.source != only_source and any(c.source == only_source for c in of)

    claims = {c.claim: c for c in known.claims()}
    made: dict[tuple[str, str], AdoptedValue] = {}
    excluded: set[tuple[str, str, str]] = set()
    kept = []
    for adopted in _adopted_values(known):
        used = [claims[f.claim] for f in adopted.figures]
        gone = {c.claim for c in used if left_out(c, used)}
        if not gone:
            continue
        key = (adopted.subject, adopted.attribute)
        try:
            made[key] = making.without(adopted, gone, claims)
        except ValueError:  # nothing is left that could set the nominal
            kept.append(" ".join(key))
        else:
            excluded |= {(*key, claim) for claim in gone}
    if not excluded:
        return Trusted(known, 0, tuple(kept))
    text = "\n".join([known.content_hash, *(" ".join(use) for use in sorted(excluded))])
    changed = [*made.values(), *_copies(known, made, claims)]
    return Trusted(known.with_adopted(changed, hashlib.sha256(text.encode()).hexdigest()), len(excluded), tuple(kept))


def _adopted_values(known: Catalogue) -> Iterable[AdoptedValue]:
    return (adopted for entry in known.entries() for adopted in entry.adopted_values.values())


def _copies(
    known: Catalogue, made: Mapping[tuple[str, str], AdoptedValue], claims: Mapping[str, Claim]
) -> Iterable[AdoptedValue]:
    """Yield the copies of adopted values that were made again, taken over from these."""
    done = dict(made)

    def now(adopted: AdoptedValue) -> AdoptedValue:
        key = (adopted.subject, adopted.attribute)
        if adopted.taken is not None and key not in done:
            original = known.adopted(adopted.taken.subject, adopted.taken.attribute)
            follows = now(original)
            done[key] = adopted if follows is original else making.copied(adopted, follows, adopted.taken, claims)
        return done.get(key, adopted)

    for adopted in _adopted_values(known):
        if adopted.taken is not None and (found := now(adopted)) is not adopted:
            yield found
