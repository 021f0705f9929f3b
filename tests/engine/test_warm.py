"""The first run compiles the engine in a process of its own while geometry compiles in this one."""

from __future__ import annotations

import gc
import os

import pytest

from airdef import api
from airdef.engine import warm
from airdef.studies.variants.geometry import Geometry


class Helper:
    """A process that was asked for, and what became of it."""

    made: list[Helper]

    def __init__(self, command, **_):
        self.command, self.ended, self.stdin = command, [], None
        Helper.made.append(self)

    def wait(self):
        self.ended.append("waited")

    def terminate(self):
        self.ended.append("stopped")


@pytest.fixture(autouse=True)
def helpers(monkeypatch):
    Helper.made = []
    monkeypatch.setattr(warm.subprocess, "Popen", Helper)


def test_with_nothing_compiled_there_are_two(monkeypatch):
    monkeypatch.setattr(warm.jit, "are_cached", lambda *_: False)
    api.prepare("ideal-salvo")
    assert [h.command[1:] for h in Helper.made] == [["-m", "airdef.engine.warm", str(os.getpid())]]
    assert set(Helper.made[0].ended) == {"waited"}


@pytest.mark.parametrize("layer", ["engine", "opportunity"])
def test_with_one_compiled_already_there_is_one(monkeypatch, layer):
    monkeypatch.setattr(warm.jit, "are_cached", lambda which, _: which == layer)
    api.prepare("ideal-salvo")
    assert Helper.made == []


def test_a_study_compiles_likewise_at_its_first_scenario(monkeypatch):
    monkeypatch.setattr(warm.jit, "are_cached", lambda *_: False)
    geometry = Geometry()
    for count in (1, 2):
        geometry.of(api.load("ideal-salvo", {"raid.0.count": count}))
    assert len(Helper.made) == 1


def test_one_within_another_waits_for_its_process(monkeypatch):
    monkeypatch.setattr(warm.jit, "are_cached", lambda *_: False)
    with warm.compile_in_background():
        with warm.warming():
            assert not gc.isenabled()
        assert gc.isenabled()
        assert Helper.made[0].ended == ["waited"]  # the engine is compiled when `warming` ends
        api.prepare("ideal-salvo")
    assert len(Helper.made) == 1
    with warm.warming():
        assert len(Helper.made) == 2  # that of an ended one is no longer at work


@pytest.mark.parametrize("simulate", [lambda: api.run("ideal-salvo", 2), lambda: api.replay("ideal-salvo")])
def test_a_scenario_is_read_while_the_engine_compiles(monkeypatch, simulate):
    monkeypatch.setattr(warm.jit, "are_cached", lambda *_: False)

    def given(*_):
        raise LookupError(len(Helper.made))  # how many were at work when the scenario was asked for

    monkeypatch.setattr(api.scenario_layer, "given", given)
    with pytest.raises(LookupError, match="1"):
        simulate()
    assert Helper.made[0].ended == ["stopped", "waited"]


def test_a_fault_ends_the_other_too(monkeypatch):
    monkeypatch.setattr(warm.jit, "are_cached", lambda *_: False)
    with pytest.raises(KeyboardInterrupt), warm.warming():
        raise KeyboardInterrupt
    assert Helper.made[0].ended == ["stopped", "waited"]
