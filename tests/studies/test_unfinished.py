"""A study that was ended goes on with what it had worked out, to the bits of one that never was."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest

from airdef import limits, places
from airdef.studies.uncertainty.samples import Model
from airdef.studies.uncertainty.sensitivity import sensitivity
from airdef.studies.uncertainty.study import uncertainty
from airdef.studies.uncertainty.unfinished import UNFINISHED, Unfinished


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Give the folder in which samples are kept, of a cache of its own that has the compiled code."""
    monkeypatch.setattr("airdef.studies.uncertainty.unfinished.places", lambda: places.Places((tmp_path,), tmp_path))
    return tmp_path / UNFINISHED


class Stopped(Exception):  # noqa: N818 - as Ctrl-C
    """The study is ended."""


def ended_after(words):
    """Return what ends a study with its so-manieth word of progress."""
    told = []

    def progress(*word):
        told.append(word)
        if len(told) == words:
            raise Stopped

    return progress, told


def an_uncertainty(unfinished=None, progress=None, **other):
    asked = {"samples": 40, "replications": 20, "processes": 1, "seed": 3} | other
    return uncertainty("ideal-salvo", unfinished=unfinished, progress=progress, **asked)


def a_sensitivity(unfinished=None, progress=None):
    asked = {"samples": 16, "trajectories": 2, "replications": 20, "most": 2, "processes": 1}
    return sensitivity("ideal-salvo", unfinished=unfinished, progress=progress, **asked)


def plain(found):
    return json.dumps(found.to_dict())


@pytest.mark.parametrize(("study", "after"), [(an_uncertainty, 3), (a_sensitivity, 4), (a_sensitivity, 12)])
def test_it_goes_on_from_where_it_was(folder, study, after):
    wanted = plain(study())
    first, (stop, told) = Unfinished(), ended_after(after)
    with pytest.raises(Stopped):
        study(first, stop)
    assert first.samples > 0
    assert first.told() == f"{first.samples:,} samples are kept, with which the same command goes on"
    found = []
    again, (_, words) = Unfinished(found.append), ended_after(0)
    assert plain(study(again, lambda *w: words.append(w))) == wanted
    assert sum(found) > 0
    assert words[0] == told[-1] or words[0][:-2] == told[0][:-2]  # progress goes on, stage by stage
    assert list(folder.iterdir())
    again.done()
    assert list(folder.iterdir()) == []
    assert again.told() == ""


def test_what_was_done_is_not_done_again(folder, monkeypatch):
    first, (stop, _) = Unfinished(), ended_after(3)
    with pytest.raises(Stopped):
        an_uncertainty(first, stop)
    simulated = []
    real = Model.separate
    monkeypatch.setattr(Model, "separate", lambda *a: simulated.append(a[2]) or real(*a))
    an_uncertainty(Unfinished())
    assert simulated == [24, 32]  # blocks of eight; three of five were done


OTHERS = ({"seed": 4}, {"samples": 41}, {"replications": 21}, {"measure": "kills"}, {"grades": ["assumed", "C", "D"]},
          {"overrides": {"defence.0.fire_units": 2}})  # fmt: skip


@pytest.mark.parametrize("other", OTHERS)
def test_another_study_has_its_own(folder, other):
    first, (stop, _) = Unfinished(), ended_after(3)
    with pytest.raises(Stopped):
        an_uncertainty(first, stop)
    found = []
    an_uncertainty(Unfinished(found.append), **other)
    assert found == []


def test_damage_and_halves_are_noticed_and_cost_only_themselves(folder):
    wanted = plain(an_uncertainty())
    first, (stop, _) = Unfinished(), ended_after(4)
    with pytest.raises(Stopped):
        an_uncertainty(first, stop)
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    block = 32 + 8 * 8 * 20
    assert len(whole) == 4 * block
    rng = np.random.Generator(np.random.Philox(1))
    for _ in range(6):
        damaged = bytearray(whole)
        at = int(rng.integers(len(whole)))
        damaged[at] ^= 1 << int(rng.integers(8))
        file.write_bytes(damaged)
        found = []
        assert plain(an_uncertainty(Unfinished(found.append))) == wanted
        assert sum(found) == 8 * (at // block)
        assert len(file.read_bytes()) == 5 * block
    for content in (whole[:-1], whole + b"half", b"", b"\0" * 100):
        file.write_bytes(content)
        assert plain(an_uncertainty(Unfinished())) == wanted
    planted = folder.parent / "planted"
    planted.write_bytes(whole)
    file.unlink()
    file.symlink_to(planted)
    found = []
    assert plain(an_uncertainty(Unfinished(found.append))) == wanted
    assert (found, planted.read_bytes()) == ([], whole)


def test_no_place_to_write_is_no_error(folder, monkeypatch):
    wanted = plain(an_uncertainty())
    kept = Unfinished()
    monkeypatch.setattr("airdef.studies.uncertainty.unfinished.places", lambda: places.Places((), None))
    assert plain(an_uncertainty(kept)) == wanted
    assert kept.told() == ""


def test_the_bytes_on_disk_are_bounded(folder, monkeypatch):
    block = 32 + 8 * 8 * 20
    monkeypatch.setattr(limits, "UNFINISHED_BYTES", 3 * block)
    wanted = plain(an_uncertainty(seed=5))
    assert plain(an_uncertainty(Unfinished(), seed=5)) == wanted
    (file,) = folder.iterdir()
    assert file.stat().st_size == 3 * block
    an_uncertainty(Unfinished(), seed=6)
    (other,) = folder.iterdir()  # the older one has gone
    assert other != file
    shutil.rmtree(folder)
