"""The ACMI file is read back by another's parser, pyacmi, with the same things at the same times and places."""

import re

import numpy as np
import pytest
from pyacmi import Acmi

from airdef.formats.acmi import acmi, escaped
from airdef.formats.playback import Playback
from airdef.formats.positions import TOLERANCE
from airdef.physics.geodesy import geodetic_to_ecef_array


@pytest.fixture(scope="module")
def read(replication, tmp_path_factory):
    file = tmp_path_factory.mktemp("acmi") / "raid.acmi"
    file.write_text(acmi(replication), encoding="utf-8")
    found = Acmi()
    found.load_acmi(str(file))
    return found


def ecef(known, times):
    """Return where pyacmi has an object [m], linear between its samples in ECEF."""
    samples = np.array([[t, known.longitude(t), known.latitude(t), known.altitude(t)] for t in known.data["Longitude"]])
    at = geodetic_to_ecef_array(np.radians(samples[:, 2]), np.radians(samples[:, 1]), samples[:, 3])
    return np.stack([np.interp(times, samples[:, 0], at[:, k]) for k in range(3)], axis=1)


def test_the_header_is_that_of_the_format(replication):
    lines = acmi(replication).splitlines()
    assert lines[:3] == ["FileType=text/acmi/tacview", "FileVersion=2.2", "0,ReferenceTime=2000-01-01T00:00:00Z"]
    times = [float(line[1:]) for line in lines if line.startswith("#")]
    assert times == sorted(set(times))


def test_threats_are_read_back_where_and_when_they_were(replication, read):
    play = Playback(replication)
    by_name = {str(o.call_sign()): o for o in read.objects.values() if o.call_sign()}
    assert len(by_name) == len(play.existed)
    for life, _ in play.existed:
        known = by_name[life.name]
        assert known.removed_at == pytest.approx(life.end, abs=6e-4)
        times = np.linspace(life.begin, life.end, 300)
        path = play.motions.trajectory(life.threat)
        where = path.position_at(np.clip(times - life.begin, path.t0, path.t_end))
        # A metre for times written to a millisecond and places to a decimetre.
        assert np.linalg.norm(ecef(known, times) - where, axis=1).max() <= TOLERANCE + 1.0


def test_missiles_are_read_back(replication, read):
    play = Playback(replication)
    units = {o.id: o.name for o in read.objects.values() if o.tags == "Ground+AntiAircraft"}
    missiles = sorted(
        (min(o.data["Longitude"]), o.removed_at, units[o.parent()])
        for o in read.objects.values()
        if o.tags == "Weapon+Missile" and o.coalition() == "Defence"
    )
    told = sorted((f.begin, f.end, f.unit_name) for f in play.flights)
    assert [m[2] for m in missiles] == [t[2] for t in told]
    assert np.array([m[:2] for m in missiles]) == pytest.approx(np.array([t[:2] for t in told]), abs=6e-4)


def test_every_launch_intercept_and_end_is_an_event(replication):
    events = re.findall(r"^0,Event=(\w+)\|", acmi(replication), re.MULTILINE)
    play = Playback(replication)
    fates = [life.fate for life in play.lives]
    lost = sum(1 for name in play.destroyed if not name.endswith(tuple("123456789")))
    assert events.count("Timeout") == len(play.flights)
    assert events.count("LeftArea") == fates.count("passed")
    assert events.count("Message") == len(play.flights) + fates.count("leaked")
    assert events.count("Destroyed") >= fates.count("destroyed") + lost - 1


def test_texts_cannot_end_a_value():
    assert escaped("a, b|c\\ d\ne") == "a\\, b/c/ d e"
    assert Acmi.split_fields(f"1,Name={escaped('a, b')},Type=x") == ["1", "Name=a\\, b", "Type=x"]
