"""A small learned policy: a linear score of each option, and how it is trained (evolution strategies).

The option with the highest score w.f is taken, with one missile, or two where v.f > 0; f are a few figures of the
option and its track. The 2 x `FEATURES` weights are trained by evolution strategies with mirrored samples and ranks
(Salimans, Ho, Chen, Sidor and Sutskever, "Evolution strategies as a scalable alternative to reinforcement learning",
2017, arXiv:1703.03864): few figures, no gradients, nothing but NumPy, and the same weights for the same seed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from airdef.decisions.policy import Player
from airdef.decisions.view import TRACK_FIELDS, UNIT_FIELDS
from airdef.engine.memory.layout import NONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from airdef.decisions.session import Session

FEATURES = ("one", "sspk", "value", "soon", "closing", "flight", "rounds", "engaged", "again")
"""1; SSPK; value of the asset aimed at over (value + 1); 1 / (1 + minutes to arrival); 1 / (1 + minutes until the
window closes); minutes of flight; rounds of the unit over (rounds + 10); engagements made of the track; 1 for a target
judged alive."""


def features(session: Session) -> NDArray[np.float64]:
    """Return the figures of all options of all open decisions.

    Parameters
    ----------
    session
        The batch, looked at.

    Returns
    -------
    NDArray
        float64[size, most options that any decision has, len(FEATURES)].
    """
    most = max(int(session.counts.max(initial=0)), 1)
    options = session.options[:, :most]
    places = np.arange(len(session))[:, None]
    track = session.tracks[places, np.maximum(options["track"], 1) - 1].astype(float)
    unit = session.units[places, options["unit"]].astype(float)
    at, of = TRACK_FIELDS.index, UNIT_FIELDS.index
    value, rounds = track[..., at("value")], unit[..., of("rounds")]
    figures = (
        np.ones(options.shape),
        options["sspk"],
        value / (value + 1.0),
        1.0 / (1.0 + track[..., at("to_arrival")] / 60.0),
        1.0 / (1.0 + np.maximum(options["closes"], 0.0) / 60.0),
        options["time_of_flight"] / 60.0,
        rounds / (rounds + 10.0),
        track[..., at("engagements")],
        np.broadcast_to((session.decisions["kind"] == 2)[:, None], options.shape),
    )
    return np.stack(figures, axis=-1).astype(float)


@dataclass(frozen=True)
class Linear:
    """The policy of given weights.

    Attributes
    ----------
    weights : float64[2, len(FEATURES)]
        Of the score of an option, and of the second missile. The columns are those of `FEATURES`.
    name : str
        What reports call the policy.
    """

    weights: NDArray[np.float64]
    name: str = "learned"

    def decide(self, session: Session) -> None:
        """Write the answers to all open decisions of a batch.

        Every decision with an option is answered by an assignment, a re-engagement too: the policy never holds and
        never closes a target.

        Parameters
        ----------
        session
            The batch, after `Session.look`. Its `decisions` are written over where one is open.
        """
        found = features(session)
        scores = found @ self.weights[0]
        scores[np.arange(found.shape[1]) >= session.counts[:, None]] = -np.inf
        chosen = scores.argmax(axis=1)
        for place in np.flatnonzero((session.decisions["kind"] != NONE) & (session.counts > 0)):
            option = session.options[place, chosen[place]]
            second = found[place, chosen[place]] @ self.weights[1] > 0.0
            decision = session.decisions[place]
            decision["unit"], decision["interceptor"] = option["unit"], option["interceptor"]
            decision["threat"] = session.threat_of(int(place), int(option["track"]))
            decision["salvo"] = min(2 if second else 1, int(option["most"]))


@dataclass(frozen=True)
class Training:
    """What a training gave.

    Attributes
    ----------
    policy : Linear
        The policy of the last generation.
    curve : tuple of float
        Mean leakers of all samples in each generation (the learning curve) [threats].
    """

    policy: Linear
    curve: tuple[float, ...]


def train(
    player: Player,
    seed: int = 1,
    generations: int = 30,
    pairs: int = 12,
    replications: int = 32,
    spread: float = 0.3,
    rate: float = 0.3,
    progress: Callable[[int, int], None] | None = None,
) -> Training:
    """Train the linear policy on a scenario to let few leak.

    Equation: w <- w + rate / (2 pairs spread) sum_i (r_i+ - r_i-) e_i, with e_i standard normal, r the centred rank of
    minus the mean leakers with w +- spread e_i. All of a generation decide the same replications; each generation has
    new ones.

    Parameters
    ----------
    player
        A player of the scenario; its policy does not matter.
    seed
        Of the search, and of the replications it is trained on (seed 2^40 + `seed`: none that a campaign is likely to
        use).
    generations, pairs, replications
        How many steps, mirrored samples in each, and replications of each sample.
    spread, rate
        Standard deviation of the samples, and length of a step.
    progress
        Called as `progress(done, goal)`, in generations.

    Returns
    -------
    Training
        The policy of the last generation, and the mean leakers of its samples in each.
    """
    chance = np.random.default_rng(seed)
    weights = np.zeros((2, len(FEATURES)))
    weights[0, FEATURES.index("soon")] = 1.0  # it begins as `earliest-impact`, with one missile each
    weights[1, 0] = -1.0
    leakers = player.kernel.columns.index("leakers")
    curve = []
    for generation in range(generations):
        noise = chance.standard_normal((pairs, *weights.shape))
        tried = [weights + sign * spread * e for e in noise for sign in (1.0, -1.0)]
        means = np.array([
            Player(player.scenario, player.kernel, player.picture, Linear(w))
            .simulate((1 << 40) + seed, generation * replications, replications)[:, leakers]
            .mean()
            for w in tried
        ])  # fmt: skip
        rank = (-means).argsort().argsort() / (len(means) - 1) - 0.5
        step = ((rank[0::2] - rank[1::2])[:, None, None] * noise).sum(axis=0)
        weights = weights + rate / (2 * pairs * spread) * step
        curve.append(float(means.mean()))
        if progress:
            progress(generation + 1, generations)
    return Training(Linear(weights), tuple(curve))
