"""Rolling horizon: at each decision all free channels are assigned at once, and only one assignment is carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from airdef.decisions.answers import Assign, Hold

if TYPE_CHECKING:
    from airdef.decisions.answers import Answer
    from airdef.decisions.observation import Observation, Option


def rolling_horizon(observation: Observation) -> Answer:
    """Assign free channels to tracks together, for the greatest sum of expected value stopped; do what closes first.

    Each free target channel of a unit takes one track. The gain of an option is value x SSPK / (1 + n), where n is the
    number of further engagements that its window leaves, closes / (time of flight + launch delay): what can wait, waits
    (assumed; a rule, and no optimum). Solved as a linear assignment (SciPy, Jonker-Volgenant). Of the assignment the
    option whose window closes first is answered; the rest is planned again at the next decision, when more is known.

    Parameters
    ----------
    observation
        The open decision.

    Returns
    -------
    Assign, Hold or None
        Unit, track and missile type, with the doctrine's salvo; `Hold` if no assignment has a gain above 0; None, as
        doctrine, for a target that was judged alive.
    """
    if observation.kind == "re-engagement":
        return None
    values = [track.value for track in observation.tracks if track.value > 0.0]
    least = min(values, default=1.0)
    best: dict[tuple[int, int], tuple[float, Option]] = {}
    for option in observation.options:
        worth = (observation.track(option.track).value or least) * option.sspk
        later = option.closes / max(option.time_of_flight + option.launch, 1.0)
        gain = worth / (1.0 + later)
        if gain > best.get((option.unit, option.track), (-1.0, option))[0]:
            best[option.unit, option.track] = gain, option
    chosen = _assigned(observation, best)
    if not chosen:
        return Hold()
    first = min(chosen, key=lambda o: (o.closes, observation.track(o.track).to_arrival, o.track))
    return Assign(first.unit, first.track, missile=first.missile)


def _assigned(observation: Observation, best: dict[tuple[int, int], tuple[float, Option]]) -> list[Option]:
    """Return the options of the best assignment of channels to tracks."""
    from scipy.optimize import linear_sum_assignment

    channels = [unit.unit for unit in observation.units for _ in range(min(unit.free_channels, unit.rounds, len(best)))]
    tracks = sorted({track for _, track in best})
    gains = np.zeros((len(channels), len(tracks)))
    for i, unit in enumerate(channels):
        for k, track in enumerate(tracks):
            gains[i, k] = best[unit, track][0] if (unit, track) in best else 0.0
    rows, columns = linear_sum_assignment(gains, maximize=True)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return [best[channels[i], tracks[k]][1] for i, k in pairs if gains[i, k] > 0.0]
