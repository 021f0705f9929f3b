"""`airdef/FireControl-v0`: the fire control of a scenario as an environment of Gymnasium."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gymnasium
import numpy as np

from airdef.arguments import ArgumentError, of
from airdef.engine.asked import DecisionBatch
from airdef.engine.breakdown import breakdown
from airdef.environments.batch import Batch, Game, game_of
from airdef.environments.spaces import observation_space
from airdef.outcome.replication import Replication

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from numpy.typing import NDArray

    from airdef.engine import Event
    from airdef.engine.asked import Saved
    from airdef.scenario import ScenarioLike

ILLEGAL = ("raise", "hold")
ROOM = 1 << 12
"""Events that a record has room for at first."""
MOST_SEED = 1 << 63
"""Seeds lie below it."""


@dataclass(frozen=True)
class SavedEpisode:
    """An episode as it stood (`FireControl.save`), to be taken up again; it can be pickled.

    Attributes
    ----------
    replication
        The replication as it stood, and what was paid of it so far.
    answers
        The decisions as they were answered so far, records of `layout.DECISION`, from which the events are made again.
    seed, number : int
        Seed and number of the replication.
    ended : bool
        Whether it had ended.
    """

    replication: tuple[Saved, float]
    answers: tuple[Any, ...]
    seed: int
    number: int
    ended: bool


def one_of(name: str, given: object, among: tuple[str, ...]) -> str:
    """Return a choice, if it is one.

    Parameters
    ----------
    name
        Name of the argument, for the message.
    given
        What was given for it.
    among
        The choices.

    Returns
    -------
    str
        What was given.

    Raises
    ------
    ArgumentError
        If it is none of the choices; the message has them, and the nearest.
    """
    if given in among:
        return str(given)
    near = difflib.get_close_matches(str(given), among, 1, 0.4)
    nearest = f"; nearest: {near[0]!r}" if near else ""
    msg = f"{of(name)}: {given!r} given, one of {', '.join(among)} expected{nearest}"
    raise ArgumentError(msg)


def seed_within(seed: int) -> int:
    """Return a seed, if it is in range.

    Parameters
    ----------
    seed
        A whole number of Python or NumPy.

    Returns
    -------
    int
        The same as a number of Python.

    Raises
    ------
    ArgumentError
        If it is below 0, or not below 2^63.
    """
    if not 0 <= seed < MOST_SEED:
        msg = f"{of('seed')}: {seed!r} given, a whole number from 0 to 2^63 - 1 expected"
        raise ArgumentError(msg)
    return int(seed)


class FireControl(gymnasium.Env[Any, int]):
    """The fire control of a scenario: at each step one decision of the defence is taken.

    ## Action space
    `Discrete(units x tracks x most_salvo + 2)`. `(unit * tracks + track - 1) * most_salvo + salvo - 1` assigns a track,
    by its number from 1, to a fire unit, by its index, with a salvo of the unit's first missile type of which so many
    may be launched. The last but one is HOLD: nothing is assigned, and the cell that decides is asked again after
    `review` seconds or when something has changed for it; of a target that was judged alive: the engagement ends,
    and the target is free for others. The last is CLOSE, only of a target judged alive: it is engaged no more.
    `info["action_mask"]` (int8) says which are legal.

    ## Observation space
    A `Dict` of float32 boxes, or with `flat` their content one behind the other in one `Box`. What the defence does not
    track is not in it. Values beyond a bound are shown as the bound.

    `decision`, one vector:

    | Num | Name | Unit | Min | Max | What |
    |----|----|----|----|----|----|
    | 0 | `kind` | - | 0 | 2 | 0 nothing is asked, 1 assignment, 2 re-engagement |
    | 1 | `time` | s | -100000 | 100000 | scenario time |
    | 2 | `system` | - | 0 | 1e+06 | number of the system or node that decides, from 1 |
    | 3 | `unit` | - | 0 | 1e+06 | number of the fire unit, from 1, whose target was judged alive; 0: an assignment |
    | 4 | `track` | - | 0 | 1e+06 | number of the track that was judged alive; 0: an assignment |

    `units`, a row for each fire unit, in the scenario's order:

    | Num | Name | Unit | Min | Max | What |
    |----|----|----|----|----|----|
    | 0 | `able` | - | 0 | 1 | 1 if it stands and belongs to the cell that decides; else its row is 0 |
    | 1 | `free_channels` | - | 0 | 1e+06 | free target channels |
    | 2 | `free_missile_channels` | - | 0 | 1e+06 | free missile channels |
    | 3 | `rounds` | - | 0 | 1e+06 | rounds on launchers in action that are not promised |
    | 4 | `stock` | - | 0 | 1e+06 | rounds to reload with |
    | 5 | `until_launch` | s | 0 | 100000 | time until its launch interval ends |
    | 6 | `until_turned` | s | 0 | 100000 | time until it has turned |

    `tracks`, a row for each track, row i that of number i + 1; numbers are in the order of becoming known:

    | Num | Name | Unit | Min | Max | What |
    |----|----|----|----|----|----|
    | 0 | `number` | - | 0 | 1e+06 | number of the track, from 1; 0: no track in this row |
    | 1 | `east` | m | -3e+06 | 3e+06 | position east of its command post, in its horizontal plane |
    | 2 | `north` | m | -3e+06 | 3e+06 | position north of it |
    | 3 | `altitude` | m | -3e+06 | 3e+06 | above sea level |
    | 4 | `east_speed` | m/s | -10000 | 10000 | rate of `east` |
    | 5 | `north_speed` | m/s | -10000 | 10000 | rate of `north` |
    | 6 | `climb` | m/s | -10000 | 10000 | rate of `altitude` |
    | 7 | `age` | s | 0 | 100000 | time since the threat was first known |
    | 8 | `held` | - | 0 | 1 | 1 while a radar or a link has it; 0: it is engaged, and shown where it is expected |
    | 9 | `state` | - | 0 | 2 | 0 free, 1 engaged, 2 closed for the cell that decides |
    | 10 | `engagements` | - | 0 | 1e+06 | engagements that the cell has made of it |
    | 11 | `missiles` | - | 0 | 1e+06 | missiles of the cell on their way to it |
    | 12 | `category` | - | 0 | 7 | what it looks like: its place in `airdef.scenario.plan.CATEGORIES` |
    | 13 | `to_arrival` | s | 0 | 100000 | time until it is expected to arrive; the bound: never |
    | 14 | `value` | - | 0 | 1e+06 | value of the asset that it is expected to be aimed at |

    `pairs[unit, row of the track]`, what may be assigned now; else 0:

    | Num | Name | Unit | Min | Max | What |
    |----|----|----|----|----|----|
    | 0 | `longest_salvo` | - | 0 | 1e+06 | most missiles of one type that may be launched now; 0: not possible |
    | 1 | `time_of_flight` | s | 0 | 100000 | of a missile of the unit's first possible type, launched when due |
    | 2 | `slant_range` | m | 0 | 3e+06 | from the unit to where that missile intercepts |
    | 3 | `sspk` | - | 0 | 1 | its single-shot kill probability against what the track looks like |
    | 4 | `closes` | s | 0 | 100000 | time from that launch until the launch window ends |

    ## Rewards
    At each step the change of the weighted counts of `reward` since the last step, the first of which pays what
    happened before it: the sum over an episode is the weighted sum of the replication's row. `missiles_used` is paid
    when a missile is launched, `leakers`, `kills` and losses when they happen; `engagements`, `draws`, the peaks
    and counts of a part (`asset:port:leakers`) are known at the end, and paid there.

    ## Start, end and seeds
    `reset(seed=s)` begins replication 0 of seed s, each further `reset()` the next; `reset(options={"replication": k})`
    replication k. `airdef replay --seed s --replication k` with the same answers is that very episode. It terminates
    with the replication and is never truncated. A replication in which nothing is asked has one step, to HOLD. At the
    end all that is shown is 0 but the time of the last decision.

    Parameters
    ----------
    scenario
        A scenario, or the name or path of one.
    overrides
        Values of the scenario that are replaced, by path: `{"raid.0.count": 12}`.
    most_salvo
        Missiles of a salvo at most.
    review
        Seconds after which the cell is asked again that was told to hold.
    reward
        Counts of the replication and their weights; `{"leakers": -1.0}` by default.
    flat
        Show one box in place of a dictionary of them.
    illegal
        What an action does that the mask does not allow: `raise` a ValueError, or count as to `hold`.
    render_mode
        `ansi` for the timeline so far, `rgb_array` for its picture.

    Raises
    ------
    ScenarioError
        If the scenario cannot be run.
    ValueError
        If an argument is out of range.
    """

    metadata: dict[str, Any] = {  # noqa: RUF012  # as Gymnasium declares it
        "render_modes": ["ansi", "rgb_array"],
        "render_fps": 4,
    }

    def __init__(
        self,
        scenario: ScenarioLike = "port-raid",
        *,
        overrides: Mapping[str, object] | None = None,
        most_salvo: int = 2,
        review: float = 10.0,
        reward: Mapping[str, float] | None = None,
        flat: bool = False,
        illegal: str = "raise",
        render_mode: str | None = None,
    ) -> None:
        self._setup(game_of(scenario, overrides, most_salvo, review, reward), flat, illegal, render_mode)

    def _setup(self, game: Game, flat: bool, illegal: str, render_mode: str | None) -> None:
        """Make what an environment holds."""
        self.game, self.flat = game, flat
        self.illegal = one_of("illegal", illegal, ILLEGAL)
        if render_mode is not None:
            one_of("render_mode", render_mode, tuple(self.metadata["render_modes"]))
        self.render_mode = render_mode
        self.observation_space = observation_space(game.sizes, flat)
        self.action_space: gymnasium.Space[Any] = gymnasium.spaces.Discrete(game.sizes.actions)
        self.batch = Batch(game, 1)
        self._answers: list[Any] = []
        self._seed: int | None = None
        self._number = -1
        self._ended = True

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        """Begin a replication: of a new seed its first, else the next; or that of `options["replication"]`.

        Parameters
        ----------
        seed
            Seed of the random streams, from 0 to 2^63 - 1. None: the seed stays; at the first reset Gymnasium's
            generator draws one.
        options
            `{"replication": k}` begins replication k (from 0) in place of the next. Other keys are not read.

        Returns
        -------
        observation : dict of str to float32 array, or float32 array
            What is seen at the first decision: `decision[5]`, `units[units, 7]`, `tracks[tracks, 15]`, `pairs[units,
            tracks, 5]`; with `flat` one array of them in this order.
        info : dict
            `action_mask` int8[actions], 1 where an action is legal; `doctrine`, the action nearest to the doctrine's
            answer; `replication`, the number of the replication.

        Raises
        ------
        ValueError
            If the seed or the replication is out of range.
        """
        super().reset(seed=seed)
        if seed is not None:
            self._seed, self._number = seed_within(seed), -1
        elif self._seed is None:
            self._seed = int(self.np_random.integers(MOST_SEED))
        wanted = (options or {}).get("replication")
        if wanted is not None and not 0 <= wanted < MOST_SEED:
            msg = f"options['replication']: {wanted!r} given, a whole number from 0 expected"
            raise ArgumentError(msg)
        self._number = self._number + 1 if wanted is None else int(wanted)
        self._answers, self._ended = [], False
        self.batch.begin(0, self._seed, self._number)
        self.batch.shown.fresh[0] = 1
        self.batch.advance()
        return self.batch.observation(self.flat, 0), self._info()

    def step(self, action: int) -> tuple[Any, float, bool, bool, dict[str, Any]]:
        """Take the decision that is open, and go on to the next or to the end.

        Parameters
        ----------
        action
            Number of the action, from 0 to `action_space.n` - 1 (`game.sizes.encode` gives that of an assignment).
            Where `illegal` is `hold`, any other number, and what the mask does not allow, is HOLD.

        Returns
        -------
        observation : dict of str to float32 array, or float32 array
            What is seen at the next decision, as of `reset`; at the end all is 0 but the time of the last decision.
        reward : float
            Change of the weighted counts since the last step.
        terminated : bool
            Whether the replication has ended.
        truncated : bool
            False.
        info : dict
            As of `reset`.

        Raises
        ------
        ValueError
            If the mask does not allow the action, and `illegal` is `raise`; nothing has happened then. The message
            names the nearest legal actions.
        RuntimeError
            If no episode is going on.
        """
        if self._ended:
            raise RuntimeError("step: no episode is going on; usual fix: reset()")
        batch = self.batch
        batch.shown.actions[0], batch.shown.fresh[0] = action, 0
        if self.illegal == "raise" and batch.illegal() == 0:
            raise batch.refused(0, int(action))
        batch.answer()
        if batch.shown.going[0]:
            self._answers.append(batch.asked.decisions[0].copy())
        batch.advance()
        self._ended = not batch.shown.going[0]
        shown = batch.observation(self.flat, 0)
        return shown, float(batch.shown.reward[0]), self._ended, False, self._info()

    def _info(self) -> dict[str, Any]:
        """Return what goes with an observation."""
        return {
            "action_mask": self.batch.shown.mask[0].copy(),
            "doctrine": int(self.batch.shown.doctrine[0]),
            "replication": self._number,
        }

    def action_masks(self) -> NDArray[np.bool_]:
        """Return which actions are legal, as MaskablePPO of sb3-contrib asks for them.

        Returns
        -------
        bool[actions]
            HOLD is always legal.
        """
        masks: NDArray[np.bool_] = self.batch.shown.mask[0].astype(bool)
        return masks

    @property
    def number(self) -> int:
        """The number of the replication."""
        return self._number

    @property
    def counts(self) -> dict[str, float]:
        """The counts of the replication so far; its row of the campaign when it has ended."""
        game = self.game
        found = dict(zip(game.kernel.columns, self.batch.asked.rows[0].tolist(), strict=True))
        return found | {name: found[column] for name, column in breakdown(game.scenario).copies.items()}

    def save(self) -> SavedEpisode:
        """Return the episode as it stands.

        Raises
        ------
        RuntimeError
            If no episode was begun.
        """
        if self._seed is None:
            raise RuntimeError("save: no episode was begun; usual fix: reset()")
        return SavedEpisode(self.batch.save(0), tuple(self._answers), self._seed, self._number, self._ended)

    def restore(self, saved: SavedEpisode) -> tuple[Any, dict[str, Any]]:
        """Take up a saved episode. It may be of another environment of the same scenario.

        Parameters
        ----------
        saved
            What `save` returned.

        Returns
        -------
        observation : dict of str to float32 array, or float32 array
            What is seen at its open decision, as of `reset`.
        info : dict
            As of `reset`.

        Raises
        ------
        ValueError
            If it was saved of another scenario, or by another version of airdef.
        """
        self.batch.restore(saved.replication, 0)
        self._answers, self._seed, self._number = list(saved.answers), saved.seed, saved.number
        self._ended = saved.ended
        return self.batch.observation(self.flat, 0), self._info()

    def clone(self) -> Self:
        """Return another environment in which the same episode stands where it does here."""
        other = type(self).__new__(type(self))
        other._setup(self.game, self.flat, self.illegal, self.render_mode)
        if self._seed is not None:
            other.restore(self.save())
        return other

    def replication(self) -> Replication:
        """Return what has happened in the episode so far, as a replication: its timeline, its picture.

        One that has ended can be written to CZML, KML, Tacview and the other formats of `airdef export`.

        Raises
        ------
        RuntimeError
            If no episode was begun.
        """
        if self._seed is None:
            raise RuntimeError("replication: no episode was begun; usual fix: reset()")
        return Replication(self.game.scenario, self._seed, self._number, self.counts, tuple(self._events()))

    def _events(self) -> list[Event]:
        """Return the events so far: the answers are given once more, with a record."""
        room = ROOM
        while True:
            asked = DecisionBatch(self.game.kernel, 1, room)
            asked.begin(0, self._seed or 0, self._number)
            asked.advance()
            for answer in self._answers:
                asked.decisions[0] = answer
                asked.advance()
            events = asked.events(0)
            if len(events) < room:  # what is to come is none of the picture: when threats will appear is recorded ahead
                now = asked.decisions[0]["time"] if asked.going[0] else np.inf
                return [event for event in events if event.time <= now]
            room *= 4

    def render(self) -> Any:
        """Return the timeline of the replication so far.

        Returns
        -------
        str, uint8[height, width, 3] or None
            By `render_mode`: `ansi` text, `rgb_array` a picture, None nothing.

        Raises
        ------
        RuntimeError
            If no episode was begun.
        """
        if self.render_mode is None:
            return None
        replication = self.replication()
        if self.render_mode == "ansi":
            return replication.timeline()
        return picture_of(replication)

    def close(self) -> None:
        """End the environment."""
        self.batch.close()


def picture_of(replication: Replication) -> NDArray[np.uint8]:
    """Return the picture of a replication as the reports draw it.

    Parameters
    ----------
    replication
        The replication, ended or not; its events are drawn.

    Returns
    -------
    uint8[height, width, 3]
        Red, green and blue, from the top row; 8 x 4 inches at the resolution that Matplotlib is set to (400 x 800
        pixels at 100 per inch).
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from airdef.report.plots import plot_replication

    figure = Figure(figsize=(8.0, 4.0), layout="constrained")
    canvas = FigureCanvasAgg(figure)
    plot_replication(replication, figure.add_subplot())
    canvas.draw()  # type: ignore[no-untyped-call]
    drawn = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    return drawn[:, :, :3].copy()
