"""Simple rules of fire control, each a function of an observation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from airdef.decisions.answers import Assign
from airdef.decisions.policies.horizon import rolling_horizon

if TYPE_CHECKING:
    from collections.abc import Callable

    from airdef.decisions.answers import Answer
    from airdef.decisions.observation import Observation, Option, Unit


def as_doctrine(observation: Observation) -> Answer:
    """Answer as the scenario's doctrine does: the campaign's own rows, bit for bit.

    Parameters
    ----------
    observation
        The open decision; not read.

    Returns
    -------
    None
        Which stands for the doctrine's answer.
    """
    return None


def earliest_impact(observation: Observation) -> Answer:
    """Assign the track that is expected to arrive first to the unit that could launch first.

    The rules of the doctrine `earliest-impact` in docs/model/engagement.md, from what is observed: of several units
    that could launch at once the one with most free target channels, then the first; the first possible missile type;
    the doctrine's salvo. Of tracks expected at one time the lower number comes first (doctrine: the lower threat).

    Parameters
    ----------
    observation
        The open decision, with at least one option.

    Returns
    -------
    Assign or None
        The assignment; None, as doctrine, for a target that was judged alive.
    """
    if observation.kind == "re-engagement":
        return None
    first = min(observation.options, key=lambda o: (observation.track(o.track).to_arrival, o.track))
    return _to_the_first_unit(observation, first.track)


def most_value(observation: Observation) -> Answer:
    """Assign the track aimed at the asset of most value, of several the first expected; else as `earliest_impact`.

    Parameters
    ----------
    observation
        The open decision, with at least one option.

    Returns
    -------
    Assign or None
        The assignment; None, as doctrine, for a target that was judged alive.
    """
    if observation.kind == "re-engagement":
        return None

    def key(option: Option) -> tuple[float, float, int]:
        track = observation.track(option.track)
        return -track.value, track.to_arrival, option.track

    return _to_the_first_unit(observation, min(observation.options, key=key).track)


def best_shot(observation: Observation) -> Assign:
    """Assign the option with the highest SSPK, then the earliest intercept; a target judged alive is engaged again.

    Parameters
    ----------
    observation
        The open decision, with at least one option. Of options that are equal the lower track, then the lower unit is
        taken.

    Returns
    -------
    Assign
        Unit, track and missile type of the option, with the doctrine's salvo.
    """
    best = max(observation.options, key=lambda o: (o.sspk, -o.launch - o.time_of_flight, -o.track, -o.unit))
    return Assign(best.unit, best.track, missile=best.missile)


def single_best_shot(observation: Observation) -> Answer:
    """Answer as `best_shot`, with one missile: shoot, look, shoot.

    Parameters
    ----------
    observation
        The open decision, with at least one option.

    Returns
    -------
    Assign
        The option of `best_shot`, with a salvo of one.
    """
    return replace(best_shot(observation), salvo=1)


def paired_best_shot(observation: Observation) -> Answer:
    """Answer as `best_shot`, with two missiles, or one where no more are left.

    Parameters
    ----------
    observation
        The open decision, with at least one option.

    Returns
    -------
    Assign
        The option of `best_shot`, with a salvo of two, or of one where `Option.most` is 1.
    """
    shot = best_shot(observation)
    most = next(
        o.most for o in observation.options if (o.unit, o.track, o.missile) == (shot.unit, shot.track, shot.missile)
    )
    return replace(shot, salvo=min(2, most))


def marginal_value(observation: Observation) -> Answer:
    """Assign the option with the greatest value x SSPK: what one missile saves of the expected loss.

    A threat at nothing of value counts with the least value of the tracks seen that is above 0, or 1. Ties go to the
    earlier arrival, then to the lower number.

    Parameters
    ----------
    observation
        The open decision, with at least one option.

    Returns
    -------
    Assign
        Unit, track and missile type of the option, with the doctrine's salvo; a target judged alive is engaged again.
    """
    values = [track.value for track in observation.tracks if track.value > 0.0]
    least = min(values, default=1.0)

    def key(option: Option) -> tuple[float, float, int, int]:
        track = observation.track(option.track)
        gain = (track.value or least) * option.sspk
        return -gain, track.to_arrival, option.track, option.unit

    best = min(observation.options, key=key)
    return Assign(best.unit, best.track, missile=best.missile)


def _to_the_first_unit(observation: Observation, track: int) -> Answer:
    """Assign a track to the unit that could launch first."""
    units = {unit.unit: unit for unit in observation.units}

    def key(option: Option) -> tuple[float, int, int]:
        unit: Unit = units[option.unit]
        return max(option.launch, unit.until_launch), -unit.free_channels, option.unit

    best = min((o for o in observation.options if o.track == track), key=key)
    return Assign(best.unit, best.track)


RULES: dict[str, Callable[[Observation], Answer]] = {
    rule.__name__.replace("_", "-"): rule
    for rule in (
        as_doctrine,
        earliest_impact,
        most_value,
        best_shot,
        single_best_shot,
        paired_best_shot,
        marginal_value,
        rolling_horizon,
    )
}
"""The rules by name."""
