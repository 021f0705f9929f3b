"""Many replications of `airdef/FireControl-v0` at once, in compiled code: a vector environment of Gymnasium."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gymnasium
import numpy as np
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space

from airdef.arguments import ArgumentError, of
from airdef.environments.batch import Batch, game_of
from airdef.environments.fire_control import ILLEGAL, MOST_SEED, one_of, seed_within
from airdef.environments.spaces import observation_space

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from airdef.engine.asked import Saved
    from airdef.scenario import ScenarioLike

    Step = tuple[Any, NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_], dict[str, Any]]


class FireControlVector(VectorEnv[Any, Any, Any]):
    """Many environments `airdef/FireControl-v0` whose steps are taken together, in compiled code.

    Spaces, rewards and seeds are those of `FireControl`, one environment each: the episodes of environment i are those
    of a `FireControl` with its seed and the same actions, bit for bit, for any number of environments and threads.
    `info` has `action_mask` int8[num_envs, actions], `doctrine` and `replication` int64[num_envs].

    Parameters
    ----------
    scenario, overrides, most_salvo, review, reward, flat, illegal
        As of `FireControl`. `illegal="raise"` looks at all actions before any is taken.
    num_envs
        How many environments.
    threads
        Threads that take the steps. No result depends on it.
    autoreset_mode
        Gymnasium's: `NEXT_STEP` (the step after the end begins the next replication, without reward, and does not read
        the action), `SAME_STEP` (the step at the end begins it; what was seen at the end is in `info["final_obs"]`
        and `info["final_info"]`), or `DISABLED` (by `reset(options={"reset_mask": mask})`).
    copy
        Return arrays of their own. Without, the next step writes over what this one returned (not with `flat`).
    render_mode
        None: many environments have no picture.

    Raises
    ------
    ScenarioError
        If the scenario cannot be run.
    ValueError
        If an argument is out of range.
    """

    def __init__(
        self,
        scenario: ScenarioLike = "port-raid",
        num_envs: int = 1,
        *,
        threads: int = 1,
        autoreset_mode: str | AutoresetMode = AutoresetMode.NEXT_STEP,
        overrides: Mapping[str, object] | None = None,
        most_salvo: int = 2,
        review: float = 10.0,
        reward: Mapping[str, float] | None = None,
        flat: bool = False,
        illegal: str = "raise",
        copy: bool = True,
        render_mode: str | None = None,
    ) -> None:
        for name, given in (("num_envs", num_envs), ("threads", threads)):
            if not (isinstance(given, int | np.integer) and given >= 1):
                msg = f"{of(name)}: {given!r} given, a whole number from 1 expected"
                raise ArgumentError(msg)
        if render_mode is not None:
            msg = f"{of('render_mode')}: {render_mode!r} given, None expected; usual fix: FireControl"
            raise ArgumentError(msg)
        if not isinstance(autoreset_mode, AutoresetMode):
            autoreset_mode = AutoresetMode(
                one_of("autoreset_mode", autoreset_mode, tuple(m.value for m in AutoresetMode))
            )
        self.autoreset_mode = autoreset_mode
        self.metadata = {"render_modes": [], "autoreset_mode": autoreset_mode}
        self.game = game_of(scenario, overrides, most_salvo, review, reward)
        self.num_envs, self.threads, self.flat, self.copy = int(num_envs), int(threads), flat, copy
        self.illegal = one_of("illegal", illegal, ILLEGAL)
        self.single_observation_space = observation_space(self.game.sizes, flat)
        self.single_action_space = gymnasium.spaces.Discrete(self.game.sizes.actions)
        self.observation_space = batch_space(self.single_observation_space, self.num_envs)
        self.action_space = batch_space(self.single_action_space, self.num_envs)
        self._batch = Batch(self.game, self.num_envs, self.threads)
        self._seeds = np.zeros(self.num_envs, np.uint64)
        self._seeded = np.zeros(self.num_envs, bool)
        self._numbers = np.full(self.num_envs, -1, np.int64)
        self._over = np.ones(self.num_envs, bool)
        self._waiting = True  # whether any is over
        self._all = np.ones(self.num_envs, bool)
        self._views = self._batch.observation(flat, copy=False) if not flat else None

    def reset(
        self, *, seed: int | Sequence[int | None] | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Any, dict[str, Any]]:
        """Begin a replication in every environment, or in those of `options["reset_mask"]`.

        Parameters
        ----------
        seed
            A whole number: environment i gets `seed` + i. A sequence: each gets its own, or None. A new seed, from 0 to
            2^63 - 1, begins with replication 0; with None the seed stays, and the next replication begins. An
            environment that never had one gets a seed from Gymnasium's generator.
        options
            `{"reset_mask": mask}`, bool[num_envs] with at least one True: the environments that begin; the others stay
            as they are, and their seeds are not read.

        Returns
        -------
        observation : dict of str to float32 array, or float32[num_envs, n]
            What is seen in all environments, as of `FireControl.reset` with the environments as the first axis.
        info : dict
            `action_mask` int8[num_envs, actions], `doctrine` int64[num_envs] and `replication` int64[num_envs]; with
            `_` before the name bool[num_envs], all True, as Gymnasium has it.

        Raises
        ------
        ValueError
            If seeds or mask have not the right length, or are out of range.
        """
        mask = self._mask(options)
        if isinstance(seed, int | np.integer):
            super().reset(seed=int(seed))
            seeds: Sequence[int | None] = [int(seed) + i for i in range(self.num_envs)]
        else:
            seeds = [None] * self.num_envs if seed is None else seed
        if len(seeds) != self.num_envs:
            msg = f"{of('seed')}: {len(seeds)} seeds given, {self.num_envs} expected, one an environment"
            raise ArgumentError(msg)
        for i in np.flatnonzero(mask).tolist():
            given = seeds[i]
            if given is not None:
                self._seeds[i], self._numbers[i] = seed_within(given), -1
            elif not self._seeded[i]:
                self._seeds[i] = self.np_random.integers(MOST_SEED)
            self._seeded[i] = True
            self._numbers[i] += 1
            self._batch.begin(int(i), int(self._seeds[i]), int(self._numbers[i]))
        self._over[mask] = False
        self._waiting = bool(self._over.any())
        self._advance_fresh(mask)
        return self._observation(), self._info()

    def _mask(self, options: dict[str, Any] | None) -> NDArray[np.bool_]:
        """Return which environments a reset is about."""
        mask = (options or {}).get("reset_mask")
        if mask is None:
            return np.ones(self.num_envs, bool)
        mask = np.asarray(mask)
        if mask.shape != (self.num_envs,) or mask.dtype != np.bool_ or not mask.any():
            msg = f"options['reset_mask']: {mask!r} given, bool[{self.num_envs}] with at least one True expected"
            raise ArgumentError(msg)
        return mask

    def step(self, actions: Any) -> Step:
        """Take the decisions that are open, one in each environment.

        Parameters
        ----------
        actions
            One whole number for each environment, [num_envs], as of `FireControl.step`. That of an environment which
            begins its next replication in this step (`NEXT_STEP`) is not read.

        Returns
        -------
        observation : dict of str to float32 array, or float32[num_envs, n]
            What is seen in all environments.
        rewards : float64[num_envs]
            Change of the weighted counts since the last step; 0 where a replication begins.
        terminated : bool[num_envs]
            Where the replication has ended.
        truncated : bool[num_envs]
            False.
        info : dict
            As of `reset`; with `SAME_STEP` also `final_obs` and `final_info` of the environments that have ended.

        Raises
        ------
        ValueError
            If a mask does not allow an action, and `illegal` is `raise`; nothing has happened then. If there is not one
            action for each environment.
        RuntimeError
            If an environment has ended that is not begun by itself (`DISABLED`, or before the first `reset`).
        """
        batch, shown = self._batch, self._batch.shown
        actions = np.asarray(actions)
        if actions.shape != (self.num_envs,):
            msg = f"actions: shape {actions.shape} given, ({self.num_envs},) expected"
            raise ArgumentError(msg)
        fresh = self._over
        if self._waiting and (self.autoreset_mode != AutoresetMode.NEXT_STEP or not self._seeded.all()):
            ended = np.flatnonzero(fresh)[:8].tolist()
            msg = f"step: no episode is going on in environments {ended}; usual fix: reset()"
            raise RuntimeError(msg)
        shown.actions[:], shown.fresh[:], shown.chosen[:] = actions, fresh, 1
        if self.illegal == "raise":
            place = batch.illegal()
            if place >= 0:
                msg = f"environment {place}: {batch.refused(place, int(actions[place]))}"
                raise ValueError(msg)
        if self._waiting:
            self._begin_next(fresh)
        batch.advance()
        terminated = (shown.going | shown.fresh) == 0
        rewards = shown.reward.copy()
        final: dict[str, Any] = {}
        self._waiting = bool(terminated.any())
        if self.autoreset_mode == AutoresetMode.SAME_STEP and self._waiting:
            final = self._final(terminated)
            self._begin_next(terminated)
            self._advance_fresh(terminated)
            self._waiting = False
        else:
            self._over = terminated.copy() if self.copy else terminated
        return self._observation(), rewards, terminated, np.zeros(self.num_envs, bool), self._info() | final

    def _advance_fresh(self, which: NDArray[np.bool_]) -> None:
        """Let the replications that have just begun run to their first decision."""
        self._batch.shown.fresh[:] = self._batch.shown.chosen[:] = which
        self._batch.advance()

    def _begin_next(self, which: NDArray[np.bool_]) -> None:
        """Put the next replication into the environments that have ended."""
        self._numbers[which] += 1
        self._batch.begin_all(which, self._seeds, self._numbers)

    def _observation(self) -> Any:
        """Return what all environments show."""
        if self._views is not None and not self.copy:
            return dict(self._views)
        return self._batch.observation(self.flat)

    def _info(self) -> dict[str, Any]:
        """Return what goes with it."""
        shown = self._batch.shown
        own = self.copy
        return {
            "action_mask": shown.mask.copy() if own else shown.mask,
            "_action_mask": self._all.copy() if own else self._all,
            "doctrine": shown.doctrine.copy() if own else shown.doctrine,
            "_doctrine": self._all.copy() if own else self._all,
            "replication": self._numbers.copy() if own else self._numbers,
            "_replication": self._all.copy() if own else self._all,
        }

    def _final(self, ended: NDArray[np.bool_]) -> dict[str, Any]:
        """Return what the environments that have ended show at their end, as Gymnasium hands it on."""
        found: dict[str, Any] = {}
        for i in np.flatnonzero(ended):
            info = {
                "action_mask": self._batch.shown.mask[i].copy(),
                "doctrine": int(self._batch.shown.doctrine[i]),
                "replication": int(self._numbers[i]),
            }
            seen = self._batch.observation(self.flat, int(i))
            found = self._add_info(found, {"final_obs": seen, "final_info": info}, int(i))
        return found

    def action_masks(self) -> NDArray[np.bool_]:
        """Return which actions are legal in each environment, bool[num_envs, actions]."""
        return self._batch.shown.mask.astype(bool)

    @property
    def rows(self) -> NDArray[np.float64]:
        """The counts so far of each environment's replication, by `columns`; of one that ended, the campaign's row."""
        return self._batch.asked.rows.copy()

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the counts in `rows`."""
        return tuple(self.game.kernel.columns)

    def save(self, place: int) -> tuple[tuple[Saved, float], int, int, bool]:
        """Return the episode of an environment as it stands.

        Parameters
        ----------
        place
            Index of the environment, from 0.

        Returns
        -------
        tuple
            The replication with what was paid of it, its seed, its number, and whether it has ended.
        """
        return self._batch.save(place), int(self._seeds[place]), int(self._numbers[place]), bool(self._over[place])

    def restore(self, saved: tuple[tuple[Saved, float], int, int, bool], place: int) -> tuple[Any, dict[str, Any]]:
        """Put a saved episode into an environment.

        Parameters
        ----------
        saved
            What `save` returned, of any environment of the same scenario.
        place
            Index of the environment, from 0.

        Returns
        -------
        observation : dict of str to float32 array, or float32[num_envs, n]
            What is seen in all environments.
        info : dict
            As of `reset`.

        Raises
        ------
        ValueError
            If it was saved of another scenario, or by another version of airdef.
        """
        self._batch.restore(saved[0], place)
        self._seeds[place], self._numbers[place], self._over[place] = saved[1:]
        self._waiting = bool(self._over.any())
        self._seeded[place] = True
        return self._observation(), self._info()

    def close_extras(self, **_: Any) -> None:
        """End the threads; Gymnasium's `close` calls it.

        Parameters
        ----------
        **_
            Gymnasium's own arguments of `close`; none is read.
        """
        batch = getattr(self, "_batch", None)  # Gymnasium also closes what an argument kept from being made
        if batch is not None:
            batch.close()
