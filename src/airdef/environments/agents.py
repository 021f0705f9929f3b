"""Fire control by many agents, each a fire unit: environments of PettingZoo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from gymnasium import spaces
from pettingzoo import ParallelEnv
from pettingzoo.utils.conversions import parallel_to_aec

from airdef.arguments import ArgumentError
from airdef.environments.fire_control import ILLEGAL, FireControl, one_of
from airdef.environments.spaces import FIELDS, MANY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from pettingzoo import AECEnv

    from airdef.environments.fire_control import SavedEpisode
    from airdef.outcome.replication import Replication
    from airdef.scenario import ScenarioLike

    Turn = tuple[dict[str, Any], dict[str, float], dict[str, bool], dict[str, bool], dict[str, dict[str, Any]]]


class FireControlAgents(ParallelEnv[str, Any, int]):  # type: ignore[misc]  # PettingZoo is untyped
    """The fire control of a scenario, each fire unit an agent (`unit_0`, `unit_1`, ...): a parallel environment.

    At each step all agents act. In the order of units each gets what it asks for, if it is possible then: of two that
    want one track the earlier gets it, and the later holds. As long as an agent was given something and more may be
    assigned, the next step is at the same instant; when all hold, their cell is asked again after `review` seconds,
    or when something has changed for it. Whether a target that was judged alive is engaged again only its own unit
    decides; the others hold.

    An agent's actions are `Discrete(tracks x most_salvo + 2)`: `(track - 1) * most_salvo + salvo - 1` engages a track,
    then HOLD, then CLOSE. `infos[agent]["action_mask"]` says which are possible when the step begins. It sees one
    `Box`: the number of its unit from 1, then `decision`, `units`, `tracks` and its own row of `pairs`, as in
    `FireControl`. All agents are paid what the defence is paid. An agent terminates when its unit is destroyed,
    all do when the replication ends; none is ever truncated.

    Parameters
    ----------
    scenario, overrides, most_salvo, review, reward, render_mode
        As of `FireControl`.
    illegal
        What an action does that its mask does not allow: count as to `hold`, or `raise` a ValueError.

    Raises
    ------
    ScenarioError
        If the scenario cannot be run.
    ValueError
        If an argument is out of range.
    """

    metadata: ClassVar[dict[str, Any]] = {
        **FireControl.metadata,
        "name": "airdef_fire_control_v0",
        "is_parallelizable": True,
    }

    def __init__(
        self,
        scenario: ScenarioLike = "port-raid",
        *,
        overrides: Mapping[str, object] | None = None,
        most_salvo: int = 2,
        review: float = 10.0,
        reward: Mapping[str, float] | None = None,
        illegal: str = "hold",
        render_mode: str | None = None,
    ) -> None:
        self.illegal = one_of("illegal", illegal, ILLEGAL)
        self.core = FireControl(
            scenario,
            overrides=overrides,
            most_salvo=most_salvo,
            review=review,
            reward=reward,
            render_mode=render_mode,
        )
        self.render_mode = render_mode
        self._sizes = self.core.game.sizes
        self.possible_agents = [f"unit_{u}" for u in range(self._sizes.units)]
        self.agents: list[str] = []
        self._own = self._sizes.tracks * self._sizes.most_salvo
        low, high = self._bounds()
        self.observation_spaces = {a: spaces.Box(low, high, dtype=np.float32) for a in self.possible_agents}
        self.action_spaces = {a: spaces.Discrete(self._own + 2) for a in self.possible_agents}

    def _bounds(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the bounds of what an agent sees."""
        low, high = [np.zeros(1)], [np.full(1, MANY)]
        for name, shape in self._sizes.shapes().items():
            own = shape[1:] if name == "pairs" else shape
            low.append(np.broadcast_to([f.low for f in FIELDS[name]], own).ravel())
            high.append(np.broadcast_to([f.high for f in FIELDS[name]], own).ravel())
        return np.concatenate(low).astype(np.float32), np.concatenate(high).astype(np.float32)

    def observation_space(self, agent: str) -> spaces.Space[Any]:
        """Return the space of what an agent sees.

        Parameters
        ----------
        agent
            Name of the agent, one of `possible_agents`: `unit_0`.

        Returns
        -------
        Box
            float32[n], the same object at each call.

        Raises
        ------
        KeyError
            If there is no such agent.
        """
        return self.observation_spaces[agent]

    def action_space(self, agent: str) -> spaces.Space[Any]:
        """Return the space of an agent's actions.

        Parameters
        ----------
        agent
            Name of the agent, one of `possible_agents`: `unit_0`.

        Returns
        -------
        Discrete
            `tracks x most_salvo + 2` actions, the same object at each call.

        Raises
        ------
        KeyError
            If there is no such agent.
        """
        return self.action_spaces[agent]

    def reset(
        self, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
        """Begin a replication, as `FireControl.reset`; all fire units stand.

        Parameters
        ----------
        seed
            Seed of the random streams, from 0 to 2^63 - 1; None: the next replication of the seed that is set.
        options
            `{"replication": k}` begins replication k (from 0) in place of the next.

        Returns
        -------
        observations : dict of str to float32[n]
            What each agent sees.
        infos : dict of str to dict
            For each agent `action_mask` int8[tracks x most_salvo + 2], and `replication`, the number of the
            replication.

        Raises
        ------
        ValueError
            If the seed or the replication is out of range.
        """
        self.core.reset(seed=seed, options=options)
        self.agents = list(self.possible_agents)
        return self._seen(self.agents), self._infos(self.agents)

    def step(self, actions: dict[str, int]) -> Turn:
        """Let every agent act.

        Parameters
        ----------
        actions
            For each agent the number of its action. An agent that is not in it holds; names that are none of `agents`
            are not read.

        Returns
        -------
        observations : dict of str to float32[n]
            What each agent that acted sees now.
        rewards : dict of str to float
            What the defence was paid in this step, the same for all.
        terminations : dict of str to bool
            Whether the agent's unit was destroyed, or the replication has ended.
        truncations : dict of str to bool
            False for all.
        infos : dict of str to dict
            As of `reset`.

        Raises
        ------
        ValueError
            If a mask does not allow an action, and `illegal` is `raise`; nothing has happened then.
        RuntimeError
            If no agent is left.
        """
        if not self.agents:
            raise RuntimeError("step: no agent is left; usual fix: reset()")
        if self.illegal == "raise":
            self._check(actions)
        asked = self._moment()
        paid, ended, assigned = 0.0, False, False
        for agent in self.agents:
            action = self._of_all(agent, int(actions.get(agent, self._own)))
            if action == self._sizes.hold or not self._mask()[action]:
                continue
            _, reward, ended, _, _ = self.core.step(action)
            paid, assigned = paid + reward, True
            if ended or self._moment() != asked:
                break
        if not assigned:
            _, paid, ended, _, _ = self.core.step(self._sizes.hold)
        acted = self.agents
        self.agents = [] if ended else [agent for agent in acted if self._stands(agent)]
        while not self.agents and not ended:  # nobody is left to decide: what happens to the end is paid now
            _, reward, ended, _, _ = self.core.step(self._sizes.hold)
            paid += reward
        over = {agent: agent not in self.agents for agent in acted}
        return self._seen(acted), dict.fromkeys(acted, paid), over, dict.fromkeys(acted, False), self._infos(acted)

    def _check(self, actions: dict[str, int]) -> None:
        """Raise ArgumentError for the first action that its mask does not allow."""
        for agent in self.agents:
            action, mask = int(actions.get(agent, self._own)), self.action_mask(agent)
            if not 0 <= action < len(mask) or not mask[action]:
                legal = np.flatnonzero(mask)
                near = sorted(legal[np.argsort(np.abs(legal - action), kind="stable")][:4].tolist())
                message = f"action of {agent}: {action} given, one that its mask allows expected; nearest: {near}"
                raise ArgumentError(message)

    def _moment(self) -> tuple[float, ...]:
        """Return what the open decision is about: its kind, its cell and when it is taken, and of which engagement."""
        decision = self.core.batch.asked.decisions[0]
        return tuple(float(decision[name]) for name in ("kind", "cell", "engagement", "time"))

    def _stands(self, agent: str) -> bool:
        """Tell whether an agent's fire unit stands."""
        return bool(self.core.batch.asked.states[0].unit["alive"][self.possible_agents.index(agent)])

    def _mask(self) -> NDArray[np.int8]:
        """Return what the defence may do."""
        mask: NDArray[np.int8] = self.core.batch.shown.mask[0]
        return mask

    def _of_all(self, agent: str, action: int) -> int:
        """Return an agent's action as one of the defence; that it closes what is not its own is to hold."""
        if not 0 <= action < self._own + 2 or action == self._own:
            return self._sizes.hold
        u = self.possible_agents.index(agent)
        if action > self._own:
            return self._sizes.close if self.action_mask(agent)[action] else self._sizes.hold
        return u * self._own + action

    def action_mask(self, agent: str) -> NDArray[np.int8]:
        """Return which actions of an agent are possible.

        Parameters
        ----------
        agent
            Name of the agent, one of `possible_agents`.

        Returns
        -------
        int8[tracks x most_salvo + 2]
            1 where an action is possible. HOLD, the last but one, always is; CLOSE, the last, is where the agent's own
            target was judged alive.

        Raises
        ------
        ValueError
            If there is no such agent.
        """
        u, mask = self.possible_agents.index(agent), self._mask()
        own = mask[u * self._own : (u + 1) * self._own]
        judged = self.core.batch.shown.decision[0, 3] == u + 1
        return np.concatenate([own, [1, judged]]).astype(np.int8)

    def _seen(self, agents: list[str]) -> dict[str, Any]:
        """Return what agents see."""
        shown, shapes = self.core.batch.shown, self._sizes.shapes()
        pairs = shown.pairs[0].reshape(shapes["pairs"])
        common = [shown.decision[0], shown.units[0].ravel(), shown.tracks[0].ravel()]
        found = {}
        for agent in agents:
            u = self.possible_agents.index(agent)
            found[agent] = np.concatenate([np.array([u + 1], np.float32), *common, pairs[u].ravel()])
        return found

    def _infos(self, agents: list[str]) -> dict[str, dict[str, Any]]:
        """Return what goes with it."""
        return {agent: {"action_mask": self.action_mask(agent), "replication": self.core.number} for agent in agents}

    def save(self) -> tuple[SavedEpisode, tuple[str, ...]]:
        """Return the episode as it stands.

        Returns
        -------
        tuple
            The defence's episode, and the names of the agents that are left.

        Raises
        ------
        RuntimeError
            If no episode was begun.
        """
        return self.core.save(), tuple(self.agents)

    def restore(self, saved: tuple[SavedEpisode, tuple[str, ...]]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
        """Take up a saved episode.

        Parameters
        ----------
        saved
            What `save` returned.

        Returns
        -------
        observations : dict of str to float32[n]
            What each agent that is left sees.
        infos : dict of str to dict
            As of `reset`.

        Raises
        ------
        ValueError
            If it was saved of another scenario, or by another version of airdef.
        """
        self.core.restore(saved[0])
        self.agents = list(saved[1])
        return self._seen(self.agents), self._infos(self.agents)

    def replication(self) -> Replication:
        """Return what has happened so far, as `FireControl.replication`."""
        return self.core.replication()

    def render(self) -> Any:
        """Return the timeline of the replication so far, as text or as a picture."""
        return self.core.render()

    def close(self) -> None:
        """End the environment."""
        self.core.close()


def parallel_env(scenario: ScenarioLike = "port-raid", **options: Any) -> FireControlAgents:
    """Return the parallel environment of PettingZoo.

    Parameters
    ----------
    scenario
        A scenario, or the name or path of one.
    **options
        The other arguments of `FireControlAgents`, by name.

    Returns
    -------
    FireControlAgents
        The environment; `reset` begins its first replication.

    Raises
    ------
    ScenarioError
        If the scenario cannot be run.
    ValueError
        If an argument is out of range.
    """
    return FireControlAgents(scenario, **options)


def aec_env(scenario: ScenarioLike = "port-raid", **options: Any) -> AECEnv[str, Any, int]:
    """Return the same as an AEC environment: the agents act one after the other, and see what was at the step's begin.

    It is PettingZoo's own conversion of `parallel_env`.

    Parameters
    ----------
    scenario
        A scenario, or the name or path of one.
    **options
        The other arguments of `FireControlAgents`, by name.

    Returns
    -------
    AECEnv
        The environment; `reset` begins its first replication.

    Raises
    ------
    ScenarioError
        If the scenario cannot be run.
    ValueError
        If an argument is out of range.
    """
    converted: AECEnv[str, Any, int] = parallel_to_aec(parallel_env(scenario, **options))
    return converted
