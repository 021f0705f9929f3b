"""Which figures a campaign hangs on most: screened where a report is written or it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from airdef.cli.progress import announce_compiling
from airdef.cli.study_bar import StudyBar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from airdef.outcome import Campaign
    from airdef.studies.uncertainty.influence import Influence


@dataclass(frozen=True)
class Screened:
    """What a screening found, or why there was none."""

    found: Influence | None
    why_not: str = ""

    def lines(self) -> tuple[str, ...]:
        """Return what it found in sentences, or why there is nothing."""
        if self.found is not None:
            return self.found.sentences()
        return (f"Which figures the answer hangs on most: {self.why_not}.",)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {"screened": False, "why_not": self.why_not} if self.found is None else self.found.to_dict()


NOT_ASKED = "not screened (--influence names them; some seconds more)"


def influence_screened(
    campaign: Campaign, name: str | None, overrides: Mapping[str, str] | None, wanted: bool
) -> Screened:
    """Return which figures a campaign's leakers hang on most, as far as `wanted` and known.

    A large raid is not screened unasked: a report on it says so.

    Parameters
    ----------
    campaign
        The campaign.
    name
        Name or path of the scenario.
    overrides
        Values of the scenario that are replaced, by path.
    wanted
        Whether it is wanted at all; None where it is quick.

    Returns
    -------
    Screened
        Which figures a campaign's leakers hang on most, as far as `wanted` and known.
    """
    if not wanted:
        return Screened(None, NOT_ASKED)
    if name is None:
        return Screened(None, "not screened: of a resumed campaign only with the scenario's name")
    from airdef.studies.uncertainty.influence import LARGE, influence

    threats = len(campaign.scenario.threats)
    if threats > LARGE:
        return Screened(None, f"not screened: {threats} threats, more than {LARGE} (`airdef influence` does it)")
    with announce_compiling(), StudyBar() as bar:
        found = influence(name, overrides=overrides, seed=campaign.seed, progress=bar.of("figures moved"))
    return Screened(found)
