"""A batch of replications that are simulated step by step: what every environment of airdef stands on."""

from __future__ import annotations

import difflib
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from airdef import engine, opportunity
from airdef import scenario as scenario_layer
from airdef.api import prepare
from airdef.arguments import ArgumentError, of
from airdef.decisions.picture import picture_of
from airdef.decisions.view import OPTION
from airdef.engine.asked import DecisionBatch
from airdef.engine.memory.columns import COUNTS
from airdef.engine.memory.layout import HEAP_FULL, LINE, NOT_ALLOWED
from airdef.environments.board import Board, first_illegal, look, simulate_all, write_answers
from airdef.environments.spaces import FIELDS, LONG, PAIR, TRACK, UNIT, Sizes
from airdef.jit import Handle, direct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from airdef.decisions.picture import Picture
    from airdef.engine import Kernel
    from airdef.engine.asked import Saved
    from airdef.engine.memory.layout import State
    from airdef.scenario import ScenarioLike
    from airdef.scenario.plan import Scenario

REWARD: Mapping[str, float] = {"leakers": -1.0}
"""What is paid if nothing else is asked for: minus one for each leaker."""

NOT_COUNTED = ("first_intercept_time", "first_intercept_range", "first_kill_range")
"""Measures that are no counts: a change of them cannot be paid."""

PIECES = 4
"""Stretches of places for each thread, of several, so that none waits long for another. No result depends on it."""


@dataclass(frozen=True)
class Game:
    """A scenario made ready to be simulated: what all environments of one kind share.

    Attributes
    ----------
    scenario
        The resolved scenario.
    kernel
        Its engine tables.
    picture
        Its paths, as the systems see them.
    sizes : Sizes
        Fire units, tracks and missiles of a salvo.
    review : float
        Time after which a cell that holds is asked again [s].
    columns : int64[counts]
        Columns of the counts that are paid for.
    weights : float64[counts]
        What is paid for one of each.
    """

    scenario: Scenario
    kernel: Kernel
    picture: Picture
    sizes: Sizes
    review: float
    columns: NDArray[np.int64]
    weights: NDArray[np.float64]

    def label(self) -> str:
        """Return the scenario's name and its size."""
        return f"{self.scenario.name}: {self.sizes.units} units, {self.sizes.tracks} tracks"


def game_of(
    scenario: ScenarioLike,
    overrides: Mapping[str, object] | None,
    most_salvo: int,
    review: float,
    reward: Mapping[str, float] | None,
) -> Game:
    """Make a scenario ready.

    Parameters
    ----------
    scenario
        A scenario, or the name or path of one.
    overrides
        Values of the scenario that are replaced, by path: `{"raid.0.count": 12}`; None for none.
    most_salvo
        Missiles of a salvo at most, a whole number from 1.
    review
        Time after which a cell that holds is asked again [s], above 0.
    reward
        Counts of the replication and their weights, by the names of its columns; None for `REWARD`.

    Returns
    -------
    Game
        Its tables, paths and sizes.

    Raises
    ------
    ScenarioError
        If the scenario cannot be run.
    ArgumentError
        If an argument is out of range, what is to be paid for is no count, or the scenario has nothing to decide: no
        fire unit or no threat.
    """
    if not (isinstance(most_salvo, int | np.integer) and most_salvo >= 1):
        msg = f"{of('most_salvo')}: {most_salvo!r} given, a whole number from 1 expected"
        raise ArgumentError(msg)
    if not review > 0.0:
        msg = f"{of('review')}: {review!r} given, a time above 0 s expected"
        raise ArgumentError(msg)
    resolved = scenario_layer.given(scenario, overrides)
    kernel = prepare(resolved)
    units, tracks = len(kernel.tables.unit), len(kernel.tables.threat)
    if units == 0 or tracks == 0:
        msg = (
            f"{of('scenario')}: {resolved.name!r} has {units} fire units and {tracks} threats, at least one of each "
            "expected: there is nothing to decide"
        )
        raise ArgumentError(msg)
    columns, weights = _paid(kernel, REWARD if reward is None else reward)
    picture = picture_of(resolved, opportunity.compute_cached(resolved))
    return Game(resolved, kernel, picture, Sizes(units, tracks, int(most_salvo)), float(review), columns, weights)


def _paid(kernel: Kernel, reward: Mapping[str, float]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the columns that are paid for and their weights. Raises ArgumentError for what is no count."""
    for name, weight in reward.items():
        if name not in kernel.columns or name in NOT_COUNTED or ":first_" in name:
            near = difflib.get_close_matches(name, COUNTS, 1)
            hint = f"; nearest: {near[0]!r}" if near else ""
            counts = ", ".join(each for each in COUNTS if each not in NOT_COUNTED)
            msg = f"{of('reward')}: {name!r} given, a count expected: {counts}, or one of a part{hint}"
            raise ArgumentError(msg)
        if not np.isfinite(weight):
            msg = f"{of('reward')}: {name!r} has the weight {weight!r}, a finite number expected"
            raise ArgumentError(msg)
    names = list(kernel.columns)
    return np.array([names.index(name) for name in reward], np.int64), np.array(list(reward.values()), np.float64)


AHEAD = (
    *("n", "decision", "threat", "radar", "unit", "interceptor", "engagement"),
    *("cell", "engagements_made", "known", "since", "ready", "queue", "number"),
)
"""What most decisions touch of a state: it is fetched while the decision before is taken. No result depends on it."""


def _lines(state: State) -> NDArray[np.int64]:
    """Return where the cache lines of `AHEAD` are, in words from a state's tracks."""
    origin = state.track.__array_interface__["data"][0]
    found: list[int] = []
    for name in AHEAD:
        array = getattr(state, name)
        begin = array.__array_interface__["data"][0] - origin
        found += range(begin // 8, (begin + array.nbytes) // 8, LINE // 8)
    return np.array(found, np.int64)


class Batch:
    """Replications side by side, each at an open decision or at its end.

    Parameters
    ----------
    game
        The scenario, ready.
    size
        How many replications, from 1.
    threads
        Threads that take the steps. No result depends on it.

    Attributes
    ----------
    shown : Board
        What is seen of each, written at the last `advance`; the arrays are written over by the next. Its `actions`,
        `fresh` and `chosen` say what the next `advance` takes up, its `going` what goes on.
    asked : DecisionBatch
        The replications: their states, rows and streams.
    """

    def __init__(self, game: Game, size: int, threads: int = 1) -> None:
        self.game, self.size, self.threads = game, size, threads
        self.asked = DecisionBatch(game.kernel, size)
        self.picture = Handle(game.picture)
        self.shown = self._board()
        self.board = Handle(self.shown)
        self._still = np.zeros(size, np.uint8)
        self._still_as_bool = self._still.view(bool)
        self._stretches = self._cut()
        self._helpers = min(threads, len(self._stretches)) - 1
        self._pool = ThreadPoolExecutor(self._helpers) if self._helpers else None
        asked = self.asked
        self._arguments = (
            *(asked.tables, asked.handles[0], self.picture, self.board),
            *(asked.addresses, asked.rows, asked.streams, self._still),
        )
        self._call: Callable[..., int] | None = None

    def _board(self) -> Board:
        """Return the arrays that are shown."""
        size, sizes = self.size, self.game.sizes
        tracks = np.zeros((size, sizes.tracks, len(TRACK)), np.float32)
        types = int(self.game.kernel.tables.unit["interceptors"].max())
        return Board(
            decision=np.zeros((size, len(FIELDS["decision"])), np.float32),
            units=np.zeros((size, sizes.units, len(UNIT)), np.float32),
            tracks=tracks,
            pairs=np.zeros((size, sizes.units * sizes.tracks, len(PAIR)), np.float32),
            pair=np.zeros((size, sizes.units * sizes.tracks), np.int32),
            written=np.zeros(size, np.int32),
            mask=np.zeros((size, sizes.actions), np.int8),
            doctrine=np.zeros(size, np.int64),
            options=np.zeros((size, types), OPTION),
            reward=np.zeros(size),
            paid=np.zeros(size),
            columns=self.game.columns,
            weights=self.game.weights,
            track_line=tracks.reshape(size, -1),
            low_track=np.tile(np.array([f.low for f in TRACK], np.float32), sizes.tracks),
            high_track=np.tile(np.array([f.high for f in TRACK], np.float32), sizes.tracks),
            high_unit=np.array([f.high for f in UNIT], np.float32),
            high_pair=np.array([f.high for f in PAIR], np.float32),
            limits=np.array([sizes.most_salvo, self.game.review, LONG]),
            states=self.asked.addresses,
            rows=self.asked.rows,
            actions=np.zeros(size, np.int64),
            going=self.asked.going.view(np.uint8),
            fresh=np.zeros(size, np.uint8),
            chosen=np.ones(size, np.uint8),
            ahead=_lines(self.asked.states[0]),
        )

    def _cut(self) -> list[list[tuple[int, int]]]:
        """Return, for each thread, the stretches of places that it takes up, each in one call."""
        most = -(-self.size // (self.threads * PIECES if self.threads > 1 else 1))
        found = [(first, min(first + most, self.size)) for first in range(0, self.size, most)]
        each = -(-len(found) // self.threads)
        return [found[first : first + each] for first in range(0, len(found), each)]

    def begin(self, place: int, seed: int, replication: int) -> None:
        """Put a replication into a place; `advance` begins it.

        Parameters
        ----------
        place
            Place in the batch, from 0. What goes on there is given up.
        seed
            Seed of the random streams, from 0.
        replication
            Number of the replication, from 0.
        """
        self.asked.begin(place, seed, replication)
        self.shown.paid[place] = 0.0

    def begin_all(self, which: NDArray[np.bool_], seeds: NDArray[np.uint64], replications: NDArray[np.int64]) -> None:
        """Put replications into many places, in which none is going on; `advance` begins them.

        Parameters
        ----------
        which
            bool[size], the places. That nothing goes on there is not checked.
        seeds
            uint64[size], seeds of the random streams; those of `which` are read.
        replications
            int64[size], numbers of the replications; those of `which` are read.
        """
        self.asked.streams[which, 0], self.asked.streams[which, 1] = seeds[which], replications[which]
        self.shown.going[which] = 1
        self.shown.paid[which] = 0.0

    def illegal(self) -> int:
        """Return the first place that is not fresh and whose action its mask does not allow; -1 if there is none."""
        return int(first_illegal(self.board))

    def answer(self) -> None:
        """Write the actions as answers to the open decisions. One that a mask does not allow is to hold."""
        write_answers(self.asked.tables, self.asked.handles[0], self.board, 0, self.size)

    def advance(self) -> None:
        """Answer, let every chosen replication that goes on run to its next decision or its end, show it and pay.

        Raises
        ------
        EngineError
            If the engine met a state that it should never reach.
        """
        np.equal(self.shown.going & self.shown.chosen, 0, out=self._still_as_bool)
        self._call = self._call or direct(simulate_all, *self._arguments, 0, 0)
        left = [deque(stretches) for stretches in self._stretches]
        others = [self._pool.submit(self._run, left, 1 + k) for k in range(self._helpers)] if self._pool else []
        codes = [self._run(left, 0), *(each.result() for each in others)]
        if NOT_ALLOWED in codes:
            raise engine.EngineError("an action that the mask allows was refused by the rules")
        if HEAP_FULL in codes:
            raise engine.EngineError("the event heap overflowed while decisions were asked for")

    def _run(self, left: list[deque[tuple[int, int]]], own: int) -> int:
        """Take up stretches of places one after the other; return the code of what went wrong, or 0.

        A thread begins with its own, whose states its processor has in its caches, and then helps the others.
        """
        assert self._call is not None
        for k in range(own, own + len(left)):
            while True:
                try:
                    first, last = left[k % len(left)].popleft() if k == own else left[k % len(left)].pop()
                except IndexError:
                    break
                code = self._call(*self._arguments, first, last)
                if code != 0:
                    return int(code)
        return 0

    def save(self, place: int) -> tuple[Saved, float]:
        """Return a replication as it stands, and what was paid of it.

        Parameters
        ----------
        place
            Place in the batch, from 0.

        Returns
        -------
        saved : Saved
            The replication.
        paid : float
            The sum of its rewards so far.
        """
        return self.asked.save(place), float(self.shown.paid[place])

    def restore(self, saved: tuple[Saved, float], place: int) -> None:
        """Put a saved replication into a place and show it; nothing is paid.

        Parameters
        ----------
        saved
            What `save` returned, of any place.
        place
            Place in the batch, from 0.

        Raises
        ------
        ValueError
            If it was saved of another scenario, or by another version of airdef.
        """
        self.asked.restore(saved[0], place)
        self.shown.fresh[place] = self.shown.chosen[place] = 1
        look(self.asked.tables, self.asked.handles[0], self.picture, self.board, place, place + 1)
        self.shown.paid[place] = saved[1]

    def observation(self, flat: bool, place: int | None = None, copy: bool = True) -> Any:
        """Return what is shown of a place, or of all.

        Parameters
        ----------
        flat
            Whether it is one array.
        place
            Place in the batch, from 0; None for all, with the batch as the first axis.
        copy
            Whether the arrays are its own; else the next `advance` writes over them. One flat array always is.

        Returns
        -------
        dict of str to float32 array, or float32 array
            `decision`, `units`, `tracks` and `pairs` in the shapes of `Sizes.shapes`; or flat, all of them in this
            order.
        """
        found = {}
        shapes = self.game.sizes.shapes()
        for name in FIELDS:
            array = getattr(self.shown, name)
            found[name] = (
                array.reshape(self.size, *shapes[name]) if place is None else array[place].reshape(shapes[name])
            )
        if flat:
            if place is not None:
                return np.concatenate([array.ravel() for array in found.values()])
            return np.concatenate([array.reshape(self.size, -1) for array in found.values()], axis=1)
        return {name: array.copy() for name, array in found.items()} if copy else found

    def refused(self, place: int, action: int) -> ArgumentError:
        """Return the error for an action that the mask of a place does not allow: it names the nearest that are.

        Parameters
        ----------
        place
            Place in the batch, from 0.
        action
            The action that was given; it may be beyond the actions that there are.

        Returns
        -------
        ArgumentError
            The error, not raised; up to four legal actions are in its message.
        """
        sizes = self.game.sizes
        legal = np.flatnonzero(self.shown.mask[place])
        near = sorted(legal[np.argsort(np.abs(legal - action), kind="stable")][:4].tolist())
        given = sizes.told(action) if 0 <= action < sizes.actions else str(action)
        shown = ", ".join(sizes.told(each) for each in near)
        return ArgumentError(
            f"action: {given} given, one of the {len(legal)} that the mask allows expected; nearest: {shown}; usual "
            "fix: choose by info['action_mask'], or make the environment with illegal='hold'"
        )

    def close(self) -> None:
        """End the threads."""
        if self._pool is not None:
            self._pool.shutdown()
