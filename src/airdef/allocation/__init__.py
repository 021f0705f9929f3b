"""Weapon-target assignment: who is shot at with which rounds, with a proof of how good that is."""

from airdef.allocation.dynamic import Stages, shoot_look_shoot
from airdef.allocation.exact import Allocation, allocate
from airdef.allocation.files import read_problem
from airdef.allocation.heuristics import marginal_return, neighbourhood_search
from airdef.allocation.problem import Problem, ProblemError

__all__ = [
    "Allocation",
    "Problem",
    "ProblemError",
    "Stages",
    "allocate",
    "marginal_return",
    "neighbourhood_search",
    "read_problem",
    "shoot_look_shoot",
]
