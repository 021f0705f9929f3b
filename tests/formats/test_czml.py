"""The CZML is what Cesium wants, is small, and draws what the engine simulated, to 10 m."""

import json
from datetime import datetime

import numpy as np
import pytest
from czml3 import Document, Packet

import airdef
from airdef.formats.czml import EPOCH, czml, instant
from airdef.formats.playback import DRAWN, Playback
from airdef.formats.positions import TOLERANCE
from airdef.physics.geodesy import geodetic_to_ecef_array


@pytest.fixture(scope="module")
def packets(replication):
    return json.loads(czml(replication))


def seconds(text):
    return (datetime.fromisoformat(text) - EPOCH).total_seconds()


def drawn(packet, times):
    """Return what Cesium shows: samples turned into ECEF, linear between them."""
    flat = np.array(packet["position"]["cartographicDegrees"]).reshape(-1, 4)
    ecef = geodetic_to_ecef_array(np.radians(flat[:, 2]), np.radians(flat[:, 1]), flat[:, 3])
    return np.stack([np.interp(times, flat[:, 0], ecef[:, k]) for k in range(3)], axis=1)


def test_every_packet_is_one_of_czml3s(packets):
    # (czml3 writes the list of a label's distance condition and does not read it.)
    document = Document(packets=[Packet(**{k: v for k, v in p.items() if k != "label"}) for p in packets])
    assert document.packets[0].id == "document"
    assert len({p["id"] for p in packets}) == len(packets)


def test_threats_are_drawn_where_the_engine_has_them(replication, packets):
    play = Playback(replication)
    by_id = {p["id"]: p for p in packets}
    for life, _ in play.existed:
        packet = by_id[f"threat/{life.name}"]
        begin, end = map(seconds, packet["availability"].split("/"))
        assert (begin, end) == pytest.approx((life.begin, life.end), abs=6e-4)
        times = np.linspace(begin, end, 700)
        path = play.motions.trajectory(life.threat)
        where = path.position_at(np.clip(times - life.begin, path.t0, path.t_end))
        # A metre for times written to a millisecond and places to a decimetre.
        assert np.linalg.norm(drawn(packet, times) - where, axis=1).max() <= TOLERANCE + 1.0


def test_missiles_fly_from_their_unit_to_their_target_and_say_how_they_are_drawn(replication, packets):
    play = Playback(replication)
    by_id = {p["id"]: p for p in packets}
    for flight in play.flights:
        packet = by_id[f"missile/{flight.unit_name}/{flight.number}"]
        assert packet["properties"]["drawn"] == DRAWN
        assert packet["properties"]["result"] == flight.result
        begin, end = map(seconds, packet["availability"].split("/"))
        assert drawn(packet, [begin, end]) == pytest.approx(flight.way.ecef[[0, -1]], abs=1.0)
        middle = flight.way.times[len(flight.way.times) // 2]
        # a millisecond, to which times are written, is a metre or two
        assert drawn(packet, [middle])[0] == pytest.approx(flight.way.at(middle), abs=5.0)


def test_sites_stand_there(replication, packets):
    s = replication.scenario
    wanted = {f"site/asset/{a.name}" for a in s.assets} | {f"site/post/{x.name}" for x in s.systems}
    wanted |= {f"site/radar/{r.name}" for r, _, _ in s.radars()} | {f"site/unit/{u.name}" for u, _ in s.units()}
    assert {p["id"] for p in packets if p["id"].startswith("site/")} == wanted


def test_what_is_destroyed_on_the_ground_changes_its_colour():
    lost_in = airdef.run("port-raid", 1024, seed=1, rows=True).rows["assets_lost"].to_numpy().nonzero()[0]
    h = airdef.replay("port-raid", seed=1, replication=int(lost_in[0]))
    lost = Playback(h).destroyed
    packet = next(p for p in json.loads(czml(h)) if p["id"] == "site/asset/port")
    before, after = packet["point"]["color"]
    assert before["interval"].split("/")[1] == after["interval"].split("/")[0] == instant(lost["port"])
    assert before["rgba"] != after["rgba"]
    assert packet["properties"]["destroyed_s"] == pytest.approx(lost["port"], abs=1e-3)


def test_the_clock_covers_the_replication(replication, packets):
    begin, end = map(seconds, packets[0]["clock"]["interval"].split("/"))
    assert begin == 0.0
    assert max(e.time for e in replication.raw) < end < max(e.time for e in replication.raw) + 3.0


def test_a_raid_of_500_is_a_small_file():
    counts = {f"raid.{k}.count": n for k, n in enumerate((140, 140, 72, 36))}
    replication = airdef.replay(airdef.load("port-raid", {**counts, "raid.4.count": 4}), seed=1, replication=1)
    assert len(replication.scenario.threats) == 500
    text = czml(replication)
    samples = sum(len(p["position"]["cartographicDegrees"]) // 4 for p in json.loads(text) if p["id"].startswith("thr"))
    assert samples < 40 * 500  # 20 Hz would be 10 million
    assert len(text) < 1_500_000


def test_the_same_replication_gives_the_same_bytes(port_raid):
    assert czml(port_raid) == czml(port_raid)
