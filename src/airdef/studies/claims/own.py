"""A source under test is no witness for itself: the catalogue without it, and what then rests on its word alone.

The figures that a claim's own sources gave are left out of the adopted values that its test uses, nominal and spread
alike. A figure that nobody else gives keeps its value; it is tried at `PROBES` times that value, and if the claim is
then not met any more, the sentence is its own only witness.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from airdef.catalogue.units import to_si
from airdef.studies.uncertainty.trust import trusted
from airdef.studies.variants.moves import plain, shown, shown_unit
from airdef.studies.variants.uncertain_inputs import UncertainInput, origin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from airdef.catalogue import AdoptedValue, Catalogue
    from airdef.scenario.plan import Scenario
    from airdef.studies.claims.definitions import Claim
    from airdef.studies.claims.search import Case

PROBES: Final = (0.5, 1.5)
"""Parts of its value at which a figure is tried that only the source under test gives (assumed: half of it away)."""


@dataclass(frozen=True)
class Own:
    """What leaving out a claim's own sources does.

    `catalogue` is without them; `before` and `after` are the adopted values in use that changed (copies aside), `alone`
    the figures in use that nobody else gives, and `uses` counts what was left out of the whole catalogue.
    """

    catalogue: Catalogue
    sources: tuple[str, ...]
    uses: int
    kept: tuple[str, ...]
    known: Catalogue

    def changed(self, scenarios: Iterable[Scenario]) -> tuple[tuple[AdoptedValue, AdoptedValue], ...]:
        """Return the figures in use whose value or spread changed, before and after; originals for their copies.

        Parameters
        ----------
        scenarios
            The scenarios.

        Returns
        -------
        tuple[tuple[AdoptedValue, AdoptedValue], ...]
            The figures in use whose value or spread changed, before and after; originals for their copies.
        """
        pairs: dict[tuple[str, str], tuple[AdoptedValue, AdoptedValue]] = {}
        for subject, attribute in _used(scenarios):
            after = origin(self.catalogue.adopted(subject, attribute), self.catalogue)
            before = self.known.adopted(after.subject, after.attribute)
            if (before.low, before.nominal, before.high) != (after.low, after.nominal, after.high):
                pairs[after.subject, after.attribute] = (before, after)
        return tuple(pairs.values())

    def alone(self, scenarios: Iterable[Scenario]) -> tuple[UncertainInput, ...]:
        """Return the figures in use that rest on the sources under test alone, each with its copies in use.

        Parameters
        ----------
        scenarios
            The scenarios.

        Returns
        -------
        tuple[UncertainInput, ...]
            The figures in use that rest on the sources under test alone, each with its copies in use.
        """
        together: dict[str, list[AdoptedValue]] = {}
        for subject, attribute in _used(scenarios):
            adopted = self.catalogue.adopted(subject, attribute)
            first = origin(adopted, self.catalogue)
            name = f"{first.subject} {first.attribute}"
            if name in self.kept:
                together.setdefault(name, []).append(adopted)
        return tuple(UncertainInput(tuple(sorted(rs, key=lambda r: r.taken is not None))) for rs in together.values())

    def probes(self, figure: UncertainInput) -> list[dict[tuple[str, str], float]]:
        """Return the values of a figure and its copies at `PROBES` of their adopted ones, within the limits.

        Parameters
        ----------
        figure
            The figure, with its copies.

        Returns
        -------
        list[dict[tuple[str, str], float]]
            The values of a figure and its copies at `PROBES` of their adopted ones, within the limits.
        """
        return [
            {(r.subject, r.attribute): self._within(r, part * r.nominal) for r in figure.adopted_values}
            for part in PROBES
        ]

    def _within(self, r: AdoptedValue, value: float) -> float:
        attribute = self.catalogue.attributes[self.catalogue.entry(r.subject).kind, r.attribute]
        least, most = (to_si(x, attribute.unit) for x in (attribute.minimum, attribute.maximum))
        if r.spread == "discrete":
            value = float(round(value))
        return min(max(value, least), most)


def _used(scenarios: Iterable[Scenario]) -> dict[tuple[str, str], None]:
    """Return the figures of the catalogue that scenarios use and do not set, by (subject, attribute)."""
    return {
        (r.subject, r.attribute): None
        for s in scenarios
        for r in s.adopted_values
        if not r.overridden and r.subject != "scenario"
    }


def independent(claim: Claim, known: Catalogue) -> Own:
    """Return the catalogue without the sources of a claim.

    Parameters
    ----------
    claim
        The claim.
    known
        The catalogue.

    Returns
    -------
    Own
        The catalogue without the sources of a claim.

    Raises
    ------
    UnknownNameError
        For one that is not there.
    """
    sources = claim.sources(known)
    found = trusted(known, without=sources)
    return Own(found.catalogue, sources, found.excluded, found.kept, known)


@dataclass(frozen=True)
class OwnWord:
    """What a verdict owes to leaving out its own sources.

    `changed` are adopted values in use before and after; `alone` the figures in use that nobody else gives, and
    `decisive` those of them that the claim is not met without; `case` is the stated case with the sources left in.
    """

    sources: tuple[str, ...]
    changed: tuple[tuple[AdoptedValue, AdoptedValue], ...]
    alone: tuple[UncertainInput, ...]
    decisive: tuple[UncertainInput, ...]
    case: Case
    unit: str

    def text(self) -> str:
        """Return that in words."""
        lines = [f"the source under test is no witness: {', '.join(self.sources)} left out of all adopted values"]
        if self.changed:
            lines.append("which changes " + ", ".join(_change(*pair) for pair in self.changed))
        else:
            lines.append("which changes none that is used here")
        if self.alone:
            names = ", ".join(f"{u.name} ({_value(u.shown)})" for u in self.alone)
            lines.append(f"only that source gives {names}, kept as it stands")
        met = {True: "met", False: "not met", None: "open"}[self.case.met]
        lines.append(f"with the source left in the stated case is {met}: {self.case.estimate.text(self.unit)}")
        return "; ".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "left_out": list(self.sources),
            "changed": [
                {
                    "name": f"{a.subject} {a.attribute}",
                    "unit": shown_unit(a),
                    "before": [shown(a, x) for x in (a.low, a.nominal, a.high)],
                    "after": [shown(b, x) for x in (b.low, b.nominal, b.high)],
                }
                for a, b in self.changed
            ],
            "given_by_no_other": [u.name for u in self.alone],
            "hangs_on_its_own_word": [u.name for u in self.decisive],
            "stated_with_it": self.case.to_dict(),
            "text": self.text(),
        }


def _value(r: AdoptedValue) -> str:
    return f"{plain(shown(r, r.nominal))} {shown_unit(r)}".strip()


def _change(before: AdoptedValue, after: AdoptedValue) -> str:
    """Return in words how an adopted value changed: its adopted value, or else its spread."""
    name, unit = f"{after.subject} {after.attribute}", f" {shown_unit(after)}" if shown_unit(after) else ""
    if before.nominal != after.nominal:
        a, b = (plain(shown(r, r.nominal)) for r in (before, after))
        return f"{name} from {a} to {b}{unit}"
    a, b = (f"{plain(shown(r, r.low))} to {plain(shown(r, r.high))}" for r in (before, after))
    return f"the spread of {name} from {a} to {b}{unit}"
