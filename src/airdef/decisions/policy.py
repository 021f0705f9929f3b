"""Policies: functions that decide, and the replications that are simulated under them."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, Protocol, cast

import numpy as np

from airdef.arguments import ArgumentError, of
from airdef.decisions.picture import picture_of
from airdef.decisions.policies.rules import RULES
from airdef.decisions.session import Session
from airdef.engine.memory.layout import NONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from airdef.decisions.answers import Answer
    from airdef.decisions.observation import Observation
    from airdef.decisions.picture import Picture
    from airdef.engine import Event, Kernel
    from airdef.scenario.plan import Scenario

    Policy = Callable[[Observation], Answer]


class BatchPolicy(Protocol):
    """A policy of whole batches, as arrays: for compiled code, or a network.

    `decide` reads `session.tracks`, `session.units`, `session.options`, `session.counts` and `session.decisions`, and
    writes its answers into `session.decisions`. What it writes for a replication must depend on nothing but what is
    seen of that replication, so that results do not depend on the batch.
    """

    def decide(self, session: Session) -> None:
        """Write the answers to all open decisions of a batch.

        Parameters
        ----------
        session
            The batch, after `Session.look`. A decision is open where `session.decisions["kind"]` is not 0. The answer
            is written into its `unit` (or `HOLD`, `CLOSE`), `threat`, `interceptor`, `salvo` and `review`; what is not
            written stays as doctrine has it.
        """


if TYPE_CHECKING:
    PolicyLike = str | Policy | BatchPolicy | None

BATCH = 64
"""Replications that are simulated side by side under a batch policy. No result depends on it."""


class Player:
    """Simulates replications of a scenario under a policy: what `engine.simulate` is to doctrine.

    A policy that keeps something from one decision to the next would make a replication depend on those before it: one
    with a method `begin` is told of each new replication (seed, number), so that it can begin anew.

    Parameters
    ----------
    scenario
        The resolved scenario.
    kernel
        Its engine tables.
    picture
        Its paths, as the systems see them.
    policy
        A function of an observation, or a `BatchPolicy`.

    Attributes
    ----------
    scenario, kernel, picture, policy
        As given.
    """

    def __init__(self, scenario: Scenario, kernel: Kernel, picture: Picture, policy: Policy | BatchPolicy) -> None:
        self.scenario, self.kernel, self.picture, self.policy = scenario, kernel, picture, policy

    @property
    def name(self) -> str:
        """The policy's name: of a rule or function its own, of anything else that of its type."""
        name = getattr(self.policy, "name", None) or getattr(self.policy, "__name__", None)
        return str(name or type(self.policy).__name__).replace("_", "-")

    def simulate(self, seed: int, first: int, count: int, threads: int = 1) -> NDArray[np.float64]:
        """Simulate replications and return one row of counts for each, as the engine does.

        Parameters
        ----------
        seed
            Seed of the random streams, from 0.
        first
            Number of the first replication, from 0.
        count
            How many replications, from 1.
        threads
            Not read: it is there for the likeness to `engine.simulate`; a policy in Python has one thread.

        Returns
        -------
        float64[count, len(kernel.columns)]
            Row i has the counts of replication `first` + i, by `kernel.columns`; NaN: no such event.

        Raises
        ------
        AnswerError
            If the policy gives an answer that the rules do not allow.
        """
        batched = hasattr(self.policy, "decide")
        session = Session(self.scenario, self.kernel, self.picture, min(BATCH if batched else 1, count))
        out = np.empty((count, len(self.kernel.columns)))
        place_of = np.full(len(session), -1)
        waiting = iter(range(count))
        self._fill(session, place_of, waiting, seed, first)
        while session.going.any():
            ended = session.advance()
            for place in np.flatnonzero(ended):
                out[place_of[place]] = session.rows[place]
            if ended.any():
                self._fill(session, place_of, waiting, seed, first)
            self._decide(session, batched)
        return out

    def _fill(self, session: Session, place_of: NDArray[np.int64], waiting: Any, seed: int, first: int) -> None:
        """Put the next replications into the places that are free."""
        for place in np.flatnonzero(~session.going):
            i = next(waiting, None)
            if i is None:
                return
            place_of[place] = i
            session.begin(int(place), seed, first + i)
            begin = getattr(self.policy, "begin", None)
            if begin is not None:
                begin(seed, first + i)

    def _decide(self, session: Session, batched: bool) -> None:
        """Ask the policy, if a decision is open."""
        if not session.decisions["kind"].any():
            return
        session.look()
        if batched:
            cast("BatchPolicy", self.policy).decide(session)
            return
        ask = cast("Policy", self.policy)
        for place in np.flatnonzero(session.going & (session.decisions["kind"] != NONE)):
            session.answer(int(place), ask(session.observation(int(place))))

    def replay(self, seed: int, replication: int) -> tuple[NDArray[np.float64], list[Event]]:
        """Simulate one replication with its record.

        Parameters
        ----------
        seed
            Seed of the random streams, from 0.
        replication
            Number of the replication, from 0.

        Returns
        -------
        row : float64[len(kernel.columns)]
            Its counts, those of `simulate` bit for bit.
        events : list of Event
            Every event, in order of time.

        Raises
        ------
        AnswerError
            If the policy gives an answer that the rules do not allow.
        """
        room = 1 << 12
        while True:
            session = Session(self.scenario, self.kernel, self.picture, 1, record=room)
            place = np.zeros(1, np.int64)
            self._fill(session, place, iter([0]), seed, replication)
            while not session.advance().any():
                self._decide(session, hasattr(self.policy, "decide"))
            events = session.events(0)
            if len(events) < room:
                return session.rows[0], events
            room *= 4


def policy_of(given: object) -> Policy | BatchPolicy:
    """Return a policy: a function, an object that decides for batches, or the rule of a name.

    Parameters
    ----------
    given
        A name in `policies.rules.RULES` (`earliest-impact`), a callable that takes an `Observation` and returns an
        `Answer`, or an object with a method `decide` (`BatchPolicy`).

    Returns
    -------
    callable or BatchPolicy
        The rule of that name, or what was given. It is not called.

    Raises
    ------
    ArgumentError
        If it is none of them; the message names the nearest rule.
    """
    if isinstance(given, str) and given in RULES:
        return RULES[given]
    if callable(given) or hasattr(given, "decide"):
        return cast("Policy", given)
    near = difflib.get_close_matches(str(given), RULES, 1, 0.4)
    nearest = f"; nearest: {near[0]!r}" if near else ""
    message = f"{of('policy')}: {given!r} given, a function of an observation or one of {', '.join(RULES)} expected"
    raise ArgumentError(message + nearest)


def player(scenario: Scenario, policy: Policy | BatchPolicy) -> Player:
    """Return the player of a scenario under a policy; settles its geometry first.

    Parameters
    ----------
    scenario
        The resolved scenario.
    policy
        A function of an observation, or a `BatchPolicy`.

    Returns
    -------
    Player
        Ready to simulate. The geometry is taken from the cache on disk where it is there.
    """
    from airdef import engine, opportunity

    found = opportunity.compute_cached(scenario)
    return Player(scenario, engine.prepare(scenario, found), picture_of(scenario, found), policy)
