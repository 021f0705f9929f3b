"""Making an adopted value: from figures by the rule, as a copy of another one, or again without some of its claims."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from airdef.catalogue.model import AdoptedValue
from airdef.catalogue.rule import read
from airdef.catalogue.units import si_unit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from airdef.catalogue.model import Attribute, Claim, Taken
    from airdef.catalogue.rule import Figure


def blank(entry: str, attribute: Attribute) -> AdoptedValue:
    """Return an adopted value of an attribute without values yet.

    Parameters
    ----------
    entry
        Name of the entry.
    attribute
        The attribute.

    Returns
    -------
    AdoptedValue
        An adopted value of an attribute without values yet.
    """
    unit = si_unit(attribute.unit)
    return AdoptedValue(
        entry, attribute.attribute, 0.0, 0.0, 0.0, unit, "", (), (), "", attribute.spread, attribute.unit
    )


def published(
    bare: AdoptedValue, figures: Sequence[Figure], notes: Sequence[str], claims: Mapping[str, Claim]
) -> AdoptedValue:
    """Return an adopted value with the values that the rule of adoption gives for these figures.

    Parameters
    ----------
    bare
        Whose adopted value it is, in which unit and with which spread.
    figures
        Figures in SI, in any order.
    notes
        How claims were taken, in words.
    claims
        Claims by their ids.

    Returns
    -------
    AdoptedValue
        An adopted value with the values that the rule of adoption gives for these figures.

    Raises
    ------
    ValueError
        If no figure can set the nominal.
    """
    nominal, low, high, chosen = read(figures, bare.spread)
    voted = [claims[f.claim] for f in chosen]
    used = voted + [claims[f.claim] for f in figures]
    said = list(notes)
    if any(claim.basis for claim in used):
        said.append(f"the nominal is {_bases(voted)}, the span {_bases(used)}")
    made = replace(bare, nominal=nominal, low=low, high=high, grade=chosen[0].grade, reason="; ".join(said))
    return replace(resting_on(made, used), figures=tuple(figures), notes=tuple(notes))


def copied(bare: AdoptedValue, original: AdoptedValue, taken: Taken, claims: Mapping[str, Claim]) -> AdoptedValue:
    """Return an adopted value taken over from another one: assumed, unless that is a definition.

    An end of the copy's own that would leave the nominal outside gives way to it.

    Parameters
    ----------
    bare
        Whose adopted value it is, in which unit and with which spread.
    original
        What it is copied from.
    taken
        From which entry and attribute.
    claims
        Claims by their ids.

    Returns
    -------
    AdoptedValue
        An adopted value taken over from another one.
    """
    low = original.low if taken.low is None else min(taken.low, original.nominal)
    high = original.high if taken.high is None else max(taken.high, original.nominal)
    made = replace(
        bare,
        nominal=original.nominal,
        low=low,
        high=high,
        grade="defined" if original.grade == "defined" else "assumed",
        reason=f"as {original.subject} {original.attribute} (grade {original.grade}): {taken.reason}",
        taken=taken,
    )
    return resting_on(made, [claims[c] for c in (*original.claims, *taken.claims)])


def resting_on(adopted: AdoptedValue, used: Iterable[Claim]) -> AdoptedValue:
    """Return an adopted value with the claims it rests on, each once, and their sources.

    Parameters
    ----------
    adopted
        An adopted value.
    used
        The claims it rests on.

    Returns
    -------
    AdoptedValue
        An adopted value with the claims it rests on, each once, and their sources.
    """
    held = {claim.claim: claim for claim in used}
    sources = tuple(dict.fromkeys(c.source for c in held.values() if c.source))
    return replace(adopted, claims=tuple(held), sources=sources)


def without(adopted: AdoptedValue, gone: Collection[str], claims: Mapping[str, Claim]) -> AdoptedValue:
    """Return a published value adopted again without some of its claims.

    Parameters
    ----------
    adopted
        An adopted value.
    gone
        Ids of the claims that are left out.
    claims
        Claims by their ids.

    Returns
    -------
    AdoptedValue
        The value adopted again without those claims.

    Raises
    ------
    ValueError
        If none of the figures left can set the nominal.
    """
    left = [f for f in adopted.figures if f.claim not in gone]
    excluded = [f"{f.claim} left out: excluded for this study" for f in adopted.figures if f not in left]
    notes = (*adopted.notes, *excluded)
    return published(adopted, left, notes, claims)


def _bases(claims: Iterable[Claim]) -> str:
    """Return what kill probabilities rest on, in words."""
    return ", ".join(sorted({claim.basis for claim in claims if claim.basis}))
