"""Fire control as environments of Gymnasium and PettingZoo: the engine asks, an agent answers.

Needs the extra `environments` (`pip install 'airdef[environments]'`). To import it registers `airdef/FireControl-v0`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from airdef.showing import needs

if TYPE_CHECKING:
    from airdef.environments.agents import aec_env as aec_env
    from airdef.environments.agents import parallel_env as parallel_env
    from airdef.environments.fire_control import FireControl as FireControl
    from airdef.environments.fire_control import SavedEpisode as SavedEpisode
    from airdef.environments.vector import FireControlVector as FireControlVector

for _needed in ("gymnasium", "pettingzoo"):
    needs(_needed, "airdef.environments", extra="environments")

ID = "airdef/FireControl-v0"
"""What Gymnasium knows the environment by. What an agent sees or may answer never changes under one version."""

_HOME = {
    "FireControl": "fire_control",
    "FireControlVector": "vector",
    "SavedEpisode": "fire_control",
    "aec_env": "agents",
    "parallel_env": "agents",
}

__all__ = ["ID", "FireControl", "FireControlVector", "SavedEpisode", "aec_env", "parallel_env", "register"]


def register() -> None:
    """Make the environment known to Gymnasium, unless it is; Gymnasium calls it by an entry point of airdef.

    It is then `gymnasium.make(ID)`, and `gymnasium.make_vec(ID, num_envs)` for many at once.
    """
    from gymnasium.envs import registration

    if ID not in registration.registry:
        registration.register(
            ID,
            entry_point="airdef.environments.fire_control:FireControl",
            vector_entry_point="airdef.environments.vector:FireControlVector",
        )


register()


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name not in _HOME:
        message = f"module 'airdef.environments' has no attribute {name!r}; its names are {', '.join(__all__)}"
        raise AttributeError(message)
    return getattr(import_module(f"airdef.environments.{_HOME[name]}"), name)
