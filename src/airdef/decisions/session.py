"""A scenario whose decisions are asked for: from the open decision to an observation, and from an answer back."""

from __future__ import annotations

import difflib
import math
from typing import TYPE_CHECKING

import numpy as np

from airdef.decisions.answers import Answer, Assign, Close, Hold
from airdef.decisions.observation import Observation, Words, observation_of
from airdef.decisions.view import OPTION, TRACK_FIELDS, UNIT_FIELDS, observe
from airdef.engine.asked import AnswerError, DecisionBatch
from airdef.engine.memory.layout import ASSIGNMENT, CLOSE, HOLD, NONE
from airdef.jit import Handle
from airdef.scenario.plan import CATEGORIES

if TYPE_CHECKING:
    from airdef.decisions.picture import Picture
    from airdef.engine import Kernel
    from airdef.scenario.plan import Scenario

MOST_OPTIONS = 4096
"""Options that are written for one decision: the first, in the order of units, tracks and missile types."""


def words_of(scenario: Scenario) -> Words:
    """Return the names that observations of a scenario need.

    Parameters
    ----------
    scenario
        The resolved scenario.

    Returns
    -------
    Words
        Names in the order of the engine's indices.
    """
    return Words(
        tuple(unit.name for unit, _ in scenario.units()),
        tuple(system.name for system in scenario.systems),
        tuple(s for _, s in scenario.units()),
        tuple(missile.name for missile, _ in scenario.interceptors()),
        CATEGORIES,
    )


class Session(DecisionBatch):
    """A batch of replications that are asked for their decisions, with what is seen at each.

    Parameters
    ----------
    scenario
        The resolved scenario.
    kernel
        Its engine tables.
    picture
        Its paths, as the systems see them.
    size
        Replications in the batch.
    record
        Events of each replication that there is room for; 0: none is recorded.

    Attributes
    ----------
    words : Words
        The names of the scenario.
    tracks : float32[size, threats, len(TRACK_FIELDS)]
        Tracks of each open decision, each in the row of its number less one.
    units : float32[size, units, len(UNIT_FIELDS)]
        Fire units of each.
    options : OPTION[size, most]
        What may be answered, the first `MOST_OPTIONS` at most.
    counts : int32[size]
        How many entries of `options` hold; 0 where no decision is open.
    """

    def __init__(self, scenario: Scenario, kernel: Kernel, picture: Picture, size: int = 1, record: int = 0) -> None:
        super().__init__(kernel, size, record)
        self.words = words_of(scenario)
        threats, units = len(kernel.tables.threat), len(kernel.tables.unit)
        types = int(kernel.tables.unit["interceptors"].max(initial=1))
        self.picture = Handle(picture)
        self.tracks = np.zeros((size, threats, len(TRACK_FIELDS)), np.float32)
        self.units = np.zeros((size, units, len(UNIT_FIELDS)), np.float32)
        self.options = np.zeros((size, min(max(threats * units * types, 1), MOST_OPTIONS)), OPTION)
        self.counts = np.zeros(size, np.int32)

    def look(self) -> None:
        """Write what is seen at every open decision into the arrays."""
        observe(
            self.tables,
            self.handles[0],
            self.addresses,
            self.picture,
            self.tracks,
            self.units,
            self.options,
            self.counts,
        )

    def observation(self, place: int) -> Observation:
        """Return what is seen at the open decision of a replication, as it was at the last `look`.

        Parameters
        ----------
        place
            Place in the batch, from 0. A decision must be open there (`decisions[place]["kind"]` is not 0); that is not
            checked.

        Returns
        -------
        Observation
            Tracks, fire units and options with names; a copy, which later steps do not change.
        """
        decision = self.decisions[place]
        number = int(self.states[place].number[int(decision["threat"])])
        options = self.options[place, : self.counts[place]]
        return observation_of(self.words, decision, self.tracks[place], self.units[place], options, number)

    def answer(self, place: int, answer: Answer | object) -> None:
        """Write an answer over the doctrine's; the next `advance` lets it act.

        Parameters
        ----------
        place
            Place in the batch, from 0.
        answer
            `Assign` one of the options, `Hold`, `Close` a target that was judged alive, or None for what doctrine
            answers.

        Raises
        ------
        AnswerError
            If no decision is open, the answer is none of these, the assignment is none of the options of the last
            `look`, its salvo is not from 1 to the option's `most`, `Hold.seconds` is not above 0, or `Close` is given
            to an assignment. The message says what was expected; the decision is as it was.
        """
        decision = self.decisions[place]
        if decision["kind"] == NONE:
            raise AnswerError(place, "answer: given where no decision is open")
        if isinstance(answer, Hold):
            seconds = math.inf if answer.seconds is None else float(answer.seconds)
            if not seconds > 0.0:
                message = f"Hold.seconds: {answer.seconds!r} given, a time above 0 s or None expected"
                raise AnswerError(place, message)
            decision["unit"], decision["review"] = HOLD, decision["time"] + seconds
        elif isinstance(answer, Close):
            if decision["kind"] == ASSIGNMENT:
                raise AnswerError(place, "Close: given to an assignment, Assign or Hold expected")
            decision["unit"] = CLOSE
        elif isinstance(answer, Assign):
            self._assign(place, answer)
        elif answer is not None:  # a policy is anybody's function
            message = f"answer: {answer!r} given, Assign, Hold, Close or None expected"
            raise AnswerError(place, message)

    def _assign(self, place: int, answer: Assign) -> None:
        """Write an assignment: it must be one of the options."""
        options = self.options[place, : self.counts[place]]
        decision = self.decisions[place]
        own = options[(options["unit"] == answer.unit) & (options["track"] == answer.track)]
        if answer.missile is not None:
            named = [self.words.missiles[w] == answer.missile for w in own["interceptor"]]
            if not any(named):
                near = difflib.get_close_matches(answer.missile, self.words.missiles, 1)
                hint = f"; nearest: {near[0]!r}" if near else ""
                raise AnswerError(place, f"{answer}: none of the options has this unit, track and missile{hint}")
            own = own[named]
        if not len(own):
            offered = sorted({(int(o["unit"]), int(o["track"])) for o in options})
            shown = ", ".join(f"({u}, {track})" for u, track in offered[:8]) + (", ..." if len(offered) > 8 else "")
            raise AnswerError(place, f"{answer}: not possible now; (unit, track) may be {shown or 'none'}")
        option = own[0]
        salvo = answer.salvo
        if salvo is None:
            salvo = min(self._doctrine_salvo(place, int(option["unit"]), answer.track), int(option["most"]))
        if not 1 <= salvo <= int(option["most"]):
            raise AnswerError(place, f"{answer}: a salvo of 1 to {int(option['most'])} expected")
        decision["unit"], decision["interceptor"], decision["salvo"] = answer.unit, option["interceptor"], salvo
        decision["threat"] = self.threat_of(place, answer.track)

    def _doctrine_salvo(self, place: int, unit: int, track: int) -> int:
        """Return the missiles that doctrine launches next at a track."""
        tables, state = self.kernel.tables, self.states[place]
        j = self.threat_of(place, track)
        row = tables.salvo[tables.unit[unit]["system"], tables.threat[j]["looks_like"]]
        made = int(state.engagements_made[int(self.decisions[place]["cell"]), j])
        return int(row[min(made, len(row) - 1)])

    def threat_of(self, place: int, track: int) -> int:
        """Return the threat that has a track number.

        Parameters
        ----------
        place
            Place in the batch, from 0.
        track
            Number of the track in that replication, from 1.

        Returns
        -------
        int
            Index of the threat in the scenario, from 0. No policy may see it: it tells of what the defence does not
            know.

        Raises
        ------
        AnswerError
            If no threat has that number.
        """
        found = np.flatnonzero(self.states[place].number == track)
        if not len(found) or track < 1:
            raise AnswerError(place, f"track {track}: no such number")
        return int(found[0])
